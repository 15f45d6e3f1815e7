import type { ServiceBusMessage, ServiceBusReceivedMessage } from "@azure/service-bus";
import { idFrom } from "../../shared/domain/ids.ts";
import { numberOf } from "./letter.ts";

/**
 * The message to send so that a dead letter is handled again: the same body and properties under another id, since the bus
 * drops an id that it has seen a moment ago. The new id is made from the place and the number, so that a replay that died
 * before it took the letter away, and is done again, is dropped by the bus, too. A topic brings it to each of its
 * subscriptions, which know the event by the id in its body and do nothing twice (ADR 16).
 */
export const toReplay = (place: string, message: ServiceBusReceivedMessage): ServiceBusMessage => {
  const { subject, correlationId, contentType, applicationProperties } = message;
  // The broker wrote why it died among the sender's properties.
  const { DeadLetterReason, DeadLetterErrorDescription, ...properties } = applicationProperties ?? {};
  const id = message.messageId === undefined ? "" : String(message.messageId);
  return {
    messageId: idFrom("replay", place, numberOf(message), id),
    body: message.body as unknown,
    ...(subject !== undefined && { subject }),
    ...(correlationId !== undefined && { correlationId }),
    ...(contentType !== undefined && { contentType }),
    applicationProperties: { ...properties, replayOf: id, replayedFrom: place },
  };
};
