import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { fieldsOf, type BindingData } from "../binding-expressions.ts";
import type { TypedData } from "../rpc.ts";

/** The body as bytes: what was in the data section, or the text of an AMQP value. */
export const bytesOf = (message: ServiceBusReceivedMessage): Buffer => {
  const body: unknown = message.body;
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (body === undefined || body === null) return Buffer.alloc(0);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
};

/** The facts of a message under the names that the Service Bus extension gives them; absent ones are undefined. */
const factsOf = (message: ServiceBusReceivedMessage): Record<string, unknown> => ({
  MessageId: message.messageId,
  // The wire counts failed deliveries (first 0); the extension counts deliveries (first 1).
  DeliveryCount: (message.deliveryCount ?? 0) + 1,
  SequenceNumber: message.sequenceNumber?.toNumber(),
  EnqueuedSequenceNumber: message.enqueuedSequenceNumber,
  EnqueuedTimeUtc: message.enqueuedTimeUtc?.toISOString(),
  ExpiresAtUtc: message.expiresAtUtc?.toISOString(),
  LockedUntil: message.lockedUntilUtc?.toISOString(),
  LockToken: message.lockToken,
  ContentType: message.contentType,
  CorrelationId: message.correlationId,
  Subject: message.subject,
  To: message.to,
  ReplyTo: message.replyTo,
  SessionId: message.sessionId,
  ReplyToSessionId: message.replyToSessionId,
  PartitionKey: message.partitionKey,
  DeadLetterSource: message.deadLetterSource,
  ApplicationProperties: message.applicationProperties ?? {},
});

/** The trigger metadata of a function that takes one message. */
export const metadataOf = (message: ServiceBusReceivedMessage): Record<string, TypedData> => {
  const metadata: Record<string, TypedData> = {};
  for (const [name, value] of Object.entries(factsOf(message))) {
    if (value !== undefined) metadata[name] = typed(value);
  }
  return metadata;
};

/** The trigger metadata of a function that takes many: an array under each name with "Array" at its end. */
export const metadataOfAll = (messages: readonly ServiceBusReceivedMessage[]): Record<string, TypedData> => {
  const facts = messages.map(factsOf);
  const metadata: Record<string, TypedData> = {};
  for (const name of Object.keys(facts[0] ?? {})) {
    const values = facts.map((fact) => fact[name] ?? null);
    if (values.some((value) => value !== null)) metadata[`${name}Array`] = { json: JSON.stringify(values) };
  }
  return metadata;
};

const typed = (value: unknown): TypedData => {
  if (typeof value === "string") return { string: value };
  if (typeof value === "number") return { int: value };
  return { json: JSON.stringify(value) };
};

/** What `{...}` in another binding can name: the message's facts, and the fields of a JSON body. */
export const bindingDataOf = (message: ServiceBusReceivedMessage): BindingData => ({
  ...factsOf(message),
  ...fieldsOf(bytesOf(message).toString("utf8")),
});
