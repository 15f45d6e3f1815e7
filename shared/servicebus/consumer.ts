import type { InvocationContext } from "@azure/functions";
import { anyEvent } from "../contract/envelope.ts";
import { events, isEventType, type EventOf, type EventType } from "../contract/events.ts";
import { loggerFor } from "../telemetry/log.ts";
import { recordEventAge, recordProcessed } from "../telemetry/metrics.ts";
import { withSpan } from "../telemetry/tracing.ts";
import { persistently } from "./persistently.ts";

/** What a context does on each type of event that it listens to. Each must be idempotent and tolerate any order across aggregates. */
export type Handlers = {
  [Type in EventType]?: (event: EventOf<Type>, context: InvocationContext) => Promise<void>;
};

/** Where the events come from. */
export type Source = { topic: string; subscription: string };

/** A message that no retry can mend: it goes to the dead-letter queue, where people look at it. */
export class Unreadable extends Error {
  override name = "Unreadable";
}

/**
 * A Service Bus function that hands each event to its handler. Types without one are left alone, since a subscription may
 * bring more than we want. A message that breaks the contract fails each time, and the broker dead-letters it; any
 * other failure is tried again with back-off inside the message's lock before the broker counts a delivery.
 */
export const consumer =
  (handlers: Handlers, { topic, subscription }: Source) =>
  async (message: unknown, context: InvocationContext): Promise<void> => {
    const envelope = anyEvent.safeParse(message);
    if (!envelope.success)
      throw new Unreadable(`Not an event: ${envelope.error.issues.map(issueText).join("; ")}`);
    const { type, id, correlationid, traceparent, time } = envelope.data;
    if (!isEventType(type)) return;
    const handler = handlers[type] as
      ((event: EventOf<EventType>, context: InvocationContext) => Promise<void>) | undefined;
    if (!handler) return;
    const event = events[type].safeParse(message);
    if (!event.success)
      throw new Unreadable(`Not a ${type}: ${event.error.issues.map(issueText).join("; ")}`);
    const log = loggerFor(context, { correlationid, eventId: id, type });
    const consumed = { functionName: context.functionName, topic, type };
    const began = performance.now();
    recordEventAge(Date.now() - Date.parse(time), consumed);
    const attributes = {
      "messaging.system": "servicebus",
      "messaging.operation.name": "process",
      "messaging.operation.type": "process",
      "messaging.destination.name": topic,
      "messaging.destination.subscription.name": subscription,
      "messaging.message.id": id,
      "cloudevents.event_id": id,
      "cloudevents.event_type": type,
      "faas.invocation_id": context.invocationId,
      "ktgg.function": context.functionName,
      "ktgg.correlation_id": correlationid,
    };
    try {
      await withSpan(`process ${topic}`, { kind: "consumer", traceparent, attributes }, () =>
        persistently(
          () => handler(event.data, context),
          (error, waitMs) => {
            log.warn("An event could not be handled yet.", { error, waitMs });
          },
        ),
      );
      recordProcessed(performance.now() - began, consumed, undefined);
    } catch (error) {
      recordProcessed(performance.now() - began, consumed, error instanceof Error ? error.name : "error");
      throw error;
    }
  };

// The path and what is wrong with it; never the value, which may be a person's.
const issueText = ({ path, code }: { path: PropertyKey[]; code?: string | undefined }): string =>
  `${path.map(String).join(".")} ${code ?? "invalid"}`;
