import type { ServiceBusClient } from "@azure/service-bus";
import { onChange } from "../../shared/cosmos/feed.ts";
import { outbound } from "../../shared/servicebus/outbound.ts";
import { relay } from "../../shared/servicebus/relay.ts";

/** The relay: every project event that was committed goes to the topic. */
export const projectFeed = (bus: ServiceBusClient): void => {
  onChange("projectRelay", "project", relay(outbound(bus, "project-events")));
};
