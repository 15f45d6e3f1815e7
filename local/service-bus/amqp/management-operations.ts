import type { Broker } from "../broker/broker.ts";
import type { Entity, Target } from "../broker/entity.ts";
import type { Handover } from "../broker/lane.ts";
import type { Settlement } from "../broker/queue-parts.ts";
import { readContent } from "./content.ts";
import { amqpErrors } from "./errors.ts";
import { tokenOfUuid, uuidOfToken } from "./lock-token.ts";
import { ManagementError } from "./management-request.ts";
import type { RequestBody } from "./management-request.ts";
import { encodeForReceiver } from "./outgoing.ts";
import { amqpTypes } from "./rhea.ts";
import type { AmqpError } from "./rhea.ts";
import { ruleOperations } from "./rule-operations.ts";
import { maxMessageBytes } from "./send-link.ts";

/** What a management operation works on. */
export type Request = { broker: Broker; entity: Entity; body: RequestBody };

/** Does what is asked; the answer is the reply's body, undefined means "no content". Throws ManagementError. */
export type Operation = (request: Request) => unknown;

const longCode = 0x81;
const timestampCode = 0x83;

const failure = (status: number, { condition, description }: AmqpError): ManagementError =>
  new ManagementError(status, condition, description);

const messagesNotFound = (): ManagementError =>
  new ManagementError(404, "com.microsoft:message-not-found", "The messages asked for were not found.");

/** The queue or topic that is sent to; scheduling on anything else is an error. */
const targetOf = ({ entity }: Request): Target => {
  if (entity.kind === "queue" || entity.kind === "topic") return entity;
  throw failure(400, amqpErrors.notAllowed(`Messages cannot be sent to ${entity.path}.`));
};

const peekMessage: Operation = ({ entity, body }) => {
  const sessionId = body.optionalText("session-id");
  const messages = entity.queue.peek(
    body.number("from-sequence-number"),
    body.number("message-count"),
    sessionId,
  );
  if (messages.length === 0) return undefined;
  return {
    messages: messages.map((message) => ({
      message: encodeForReceiver(message, entity.queue.rawOf(message)),
    })),
  };
};

const renewLock: Operation = ({ entity, body }) => {
  const expirations = body.uuids("lock-tokens").map((uuid) => {
    const until = entity.queue.renewLock(tokenOfUuid(uuid));
    if (until === undefined) throw failure(410, amqpErrors.messageLockLost());
    return until;
  });
  return { expirations: amqpTypes.wrap_array(expirations, timestampCode) };
};

const scheduleMessage: Operation = (request) => {
  const contents = request.body.maps("messages").map((entry) => {
    const encoded = entry.optionalBinary("message");
    if (encoded === undefined)
      throw failure(400, amqpErrors.malformed("A message to schedule has no bytes."));
    if (encoded.length > maxMessageBytes) {
      throw failure(400, amqpErrors.tooLarge(encoded.length, maxMessageBytes));
    }
    return readContent(encoded);
  });
  const seqs = request.broker.send(targetOf(request), contents);
  return { "sequence-numbers": amqpTypes.wrap_array(seqs, longCode) };
};

const cancelScheduled: Operation = (request) => {
  if (!targetOf(request).queue.cancelScheduled(request.body.numbers("sequence-numbers")))
    throw messagesNotFound();
  return {};
};

const receiveBySequenceNumber: Operation = ({ entity, body }) => {
  const mode = body.number("receiver-settle-mode") === 0 ? "receiveAndDelete" : "peekLock";
  const sessionId = body.optionalText("session-id");
  if (entity.queue.settings.sessions && entity.queue.sessions.lockedUntil(sessionId ?? "") === undefined) {
    throw failure(410, amqpErrors.sessionLockLost(sessionId ?? ""));
  }
  const handovers = entity.queue.receiveDeferred(body.numbers("sequence-numbers"), mode, sessionId);
  if (handovers === undefined) throw messagesNotFound();
  return { messages: handovers.map(deferredEntry) };
};

const deferredEntry = ({ message, raw, token, lockedUntil }: Handover): Record<string, unknown> => ({
  message: encodeForReceiver(message, raw, lockedUntil),
  ...(token === undefined ? {} : { "lock-token": amqpTypes.wrap_uuid(uuidOfToken(token)) }),
});

// "defered" is how the wire format spells it.
const dispositions: Record<string, Settlement["kind"]> = {
  completed: "complete",
  abandoned: "abandon",
  defered: "defer",
  suspended: "deadLetter",
};

const updateDisposition: Operation = ({ entity, body }) => {
  const kind = dispositions[body.text("disposition-status")];
  if (kind === undefined) throw failure(400, amqpErrors.notAllowed("Unknown disposition-status."));
  const reason = body.optionalText("deadletter-reason");
  const description = body.optionalText("deadletter-description");
  const changes = {
    ...Object.fromEntries(body.optionalMap("properties-to-modify")?.entries() ?? []),
    ...(reason === undefined ? {} : { DeadLetterReason: reason }),
    ...(description === undefined ? {} : { DeadLetterErrorDescription: description }),
  };
  for (const uuid of body.uuids("lock-tokens")) {
    const result = entity.queue.settle(tokenOfUuid(uuid), { kind, changes });
    if (result === "lost") throw failure(410, amqpErrors.messageLockLost());
    if (result === "refused") {
      throw failure(400, amqpErrors.notAllowed("A dead letter cannot be dead-lettered again."));
    }
  }
  return {};
};

const renewSessionLock: Operation = ({ entity, body }) => {
  const sessionId = body.text("session-id");
  const until = entity.queue.sessions.renew(sessionId);
  if (until === undefined) throw failure(410, amqpErrors.sessionLockLost(sessionId));
  return { expiration: amqpTypes.wrap_timestamp(until) };
};

const getSessionState: Operation = ({ broker, entity, body }) => ({
  "session-state": broker.store.sessionState(entity.queue.id, body.text("session-id")) ?? null,
});

const setSessionState: Operation = ({ broker, entity, body }) => {
  const sessionId = body.text("session-id");
  if (entity.queue.sessions.lockedUntil(sessionId) === undefined) {
    throw failure(410, amqpErrors.sessionLockLost(sessionId));
  }
  broker.store.setSessionState(entity.queue.id, sessionId, body.optionalBinary("session-state"));
  return {};
};

/** By the name behind "com.microsoft:". */
export const managementOperations: Readonly<Record<string, Operation | undefined>> = {
  "peek-message": peekMessage,
  "renew-lock": renewLock,
  "schedule-message": scheduleMessage,
  "cancel-scheduled-message": cancelScheduled,
  "receive-by-sequence-number": receiveBySequenceNumber,
  "update-disposition": updateDisposition,
  "renew-session-lock": renewSessionLock,
  "get-session-state": getSessionState,
  "set-session-state": setSessionState,
  ...ruleOperations,
};
