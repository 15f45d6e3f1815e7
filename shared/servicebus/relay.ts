import type { ServiceBusMessage } from "@azure/service-bus";
import type { AnyEvent } from "../contract/envelope.ts";
import { isEventDocument } from "../cosmos/documents.ts";
import type { Outbound } from "./outbound.ts";

/** An event as a message: the id lets the bus drop a second copy, the properties are for filters. */
export const toMessage = (event: AnyEvent): ServiceBusMessage => ({
  messageId: event.id,
  subject: event.type,
  correlationId: event.correlationid,
  contentType: "application/cloudevents+json",
  applicationProperties: {
    aggregateversion: event.aggregateversion,
    source: event.source,
    ...(event.traceparent !== undefined && {
      traceparent: event.traceparent,
      "Diagnostic-Id": event.traceparent,
    }),
  },
  body: event,
});

/**
 * The outbox's second half: publishes the event documents among what the change feed brought, in their order. It throws
 * when the bus is down, and the trigger's endless retry brings the same documents again: late, perhaps twice, never lost.
 */
export const relay =
  (topic: Outbound) =>
  async (documents: readonly unknown[]): Promise<void> => {
    const messages = documents.filter(isEventDocument).map(({ event }) => toMessage(event));
    if (messages.length > 0) await topic.send(messages);
  };
