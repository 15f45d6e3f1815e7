import type { ServiceBusClient } from "@azure/service-bus";
import * as df from "durable-functions";
import type { AnyEvent } from "../../shared/contract/envelope.ts";
import { isEventType } from "../../shared/contract/events.ts";
import { isEventDocument } from "../../shared/cosmos/documents.ts";
import { onChange } from "../../shared/cosmos/feed.ts";
import { outbound } from "../../shared/servicebus/outbound.ts";
import { relay } from "../../shared/servicebus/relay.ts";
import { instancesOf, type Instances } from "./instances.ts";

/** After these, someone may be free who was not before. */
const makesRoom = new Set(["SalesmanRegistered", "SalesmanProfileEdited", "CapacityReleased"]);

/**
 * The relay sends SalesmanMatched to the topic; how a match came about, and what a person has, are this context's own. And
 * whoever waits is woken when there is room, also by a place that came too late and is given back here.
 */
export const matchingFeed = (
  bus: ServiceBusClient,
  wakeWaiting: (instances: Instances) => Promise<void>,
  giveBackLate: (events: readonly AnyEvent[]) => Promise<void>,
): void => {
  const publish = relay(outbound(bus, "matching-events"));
  onChange("matchingRelay", "matching", (documents) => publish(documents.filter(isPublished)));
  onChange(
    "wakeWaiting",
    "matching",
    async (documents, context) => {
      await giveBackLate(documents.filter(isEventDocument).map(({ event }) => event));
      if (documents.some(isRoom)) await wakeWaiting(instancesOf(context));
    },
    [df.input.durableClient()],
  );
};

const isPublished = (document: unknown): boolean =>
  isEventDocument(document) && isEventType(document.event.type);

const isRoom = (document: unknown): boolean =>
  isEventDocument(document) && makesRoom.has(document.event.type);
