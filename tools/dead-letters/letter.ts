import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { maskNumbers } from "../../shared/telemetry/log.ts";

/** A dead letter as it may be seen: where and why it died, and which event it carries. Nothing of a person. */
export type Letter = {
  place: string;
  number: string;
  reason: string;
  description: string;
  deliveries: number;
  enqueuedAt: string;
  messageId: string;
  subject: string;
  correlationId: string;
  /** The message of which this one is a replay. */
  replayOf?: string;
  /** The event inside, when it is one. */
  event?: { id: string; type: string; source: string; subject: string; time: string };
};

/** What a message shows of itself. */
export const letterOf = (place: string, message: ServiceBusReceivedMessage): Letter => {
  const replayOf = message.applicationProperties?.["replayOf"];
  const event = eventIn(message);
  return {
    place,
    number: numberOf(message),
    reason: shown(message.deadLetterReason),
    description: shown(message.deadLetterErrorDescription),
    deliveries: message.deliveryCount ?? 0,
    enqueuedAt: message.enqueuedTimeUtc?.toISOString() ?? "",
    messageId: shown(message.messageId),
    subject: shown(message.subject),
    correlationId: shown(message.correlationId),
    ...(replayOf !== undefined && { replayOf: shown(replayOf) }),
    ...(event && { event }),
  };
};

/** The number by which a dead letter is named: the broker's sequence number, unique in its place. */
export const numberOf = ({ sequenceNumber }: ServiceBusReceivedMessage): string => String(sequenceNumber);

/** The body as text, as it came. */
export const textOf = ({ body }: ServiceBusReceivedMessage): string =>
  Buffer.isBuffer(body) ? body.toString("utf8") : typeof body === "string" ? body : JSON.stringify(body);

/** The body with every value hidden that is not known to be no person's: a field that is new is hidden until it is named here. */
export const maskedBody = (message: ServiceBusReceivedMessage): unknown => {
  const body = jsonIn(message);
  return body === undefined
    ? `*** (${textOf(message).length} characters that are no JSON)`
    : masked(body, "");
};

const harmless = new Set([
  ...["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataversion"],
  ...["aggregateversion", "correlationid", "causationid", "traceparent"],
  ...["projectname", "year", "status", "step", "interest", "version", "kind", "matchVersion"],
  ...[
    "startDate",
    "endDate",
    "expStartDate",
    "preferredDate",
    "requestedAt",
    "eventId",
    "tries",
    "after",
    "round",
  ],
  ...["projectId", "interestId", "interestIds", "consultationId", "customerId", "matchId"],
  ...["salesmanId", "consultantId", "matchedsalesman", "matchedconsultant"],
]);

const masked = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => masked(item, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [maskNumbers(name), masked(member, name)]),
    );
  }
  if (value === null) return null;
  if (!harmless.has(key)) return "***";
  return typeof value === "string" ? maskNumbers(value) : value;
};

const eventIn = (message: ServiceBusReceivedMessage): Letter["event"] => {
  const body = jsonIn(message);
  if (typeof body !== "object" || body === null || !("specversion" in body)) return undefined;
  const { id, type, source, subject, time } = body as Record<string, unknown>;
  return {
    id: shown(id),
    type: shown(type),
    source: shown(source),
    subject: shown(subject),
    time: shown(time),
  };
};

const jsonIn = (message: ServiceBusReceivedMessage): unknown => {
  try {
    return JSON.parse(textOf(message)) as unknown;
  } catch {
    return undefined;
  }
};

const longest = 300;

const shown = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? maskNumbers(String(value)).slice(0, longest) : "";
