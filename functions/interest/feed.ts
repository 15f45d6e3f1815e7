import type { ServiceBusClient } from "@azure/service-bus";
import { onChange } from "../../shared/cosmos/feed.ts";
import { outbound } from "../../shared/servicebus/outbound.ts";
import { relay } from "../../shared/servicebus/relay.ts";

/** The relay: every interest event that was committed goes to the topic. */
export const interestFeed = (bus: ServiceBusClient): void => {
  onChange("interestRelay", "interest", relay(outbound(bus, "interest-events")));
};
