import type { ServiceBusClient } from "@azure/service-bus";
import { onChange } from "../../shared/cosmos/feed.ts";
import { outbound } from "../../shared/servicebus/outbound.ts";
import { relay } from "../../shared/servicebus/relay.ts";

/** The relay: every consultation event that was committed goes to the topic. */
export const consultationFeed = (bus: ServiceBusClient): void => {
  onChange("consultationRelay", "consultation", relay(outbound(bus, "consultation-events")));
};
