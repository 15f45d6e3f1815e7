import { app } from "@azure/functions";
import type { ServiceBusClient, ServiceBusReceivedMessage } from "@azure/service-bus";
import { consumed, receiverOf, type ConsumedPlace } from "../../shared/servicebus/consumed.ts";
import { recordDeadLetters } from "../../shared/telemetry/metrics.ts";

/** More than this is a number that nobody counts: the figure stops there. */
const most = 250;

/**
 * Counts now and then the dead letters of what this app consumes. Azure's own metric (DeadletteredMessages) can't be sent to a
 * workspace, and so can't be in a query's alert; looking needs no more than the right to receive, which a consumer has.
 */
export const deadLetterFigures = (bus: ServiceBusClient): void => {
  const counters = new Map<string, () => Promise<number>>();
  app.timer("countDeadLetters", {
    schedule: "%KTGG_COUNT_SCHEDULE%",
    handler: async () => {
      for (const place of consumed) {
        const count = counters.get(nameOf(place)) ?? deadLettersIn(bus, place);
        counters.set(nameOf(place), count);
        recordDeadLetters(await count(), place);
      }
    },
  });
};

const nameOf = ({ entity, subscription = "" }: ConsumedPlace): string => `${entity}/${subscription}`;

type Long = NonNullable<ServiceBusReceivedMessage["sequenceNumber"]>;

const deadLettersIn = (bus: ServiceBusClient, place: ConsumedPlace): (() => Promise<number>) => {
  // A client goes on behind what it saw last, unless it is told where to begin: once it saw any, at zero.
  let zero: Long | undefined;
  return async () => {
    const receiver = receiverOf(bus, place, { subQueueType: "deadLetter", skipParsingBodyAsJson: true });
    try {
      const found = await receiver.peekMessages(most, zero ? { fromSequenceNumber: zero } : {});
      const [first] = found;
      if (first?.sequenceNumber) zero = first.sequenceNumber.subtract(first.sequenceNumber);
      return found.length;
    } finally {
      await receiver.close();
    }
  };
};
