import type { Database } from "@azure/cosmos";
import type { ServiceBusClient } from "@azure/service-bus";
import type { Clock } from "./domain/clock.ts";
import type { Endpoint } from "./http/endpoint.ts";

/** What the composition root gives to every context. */
export type Platform = {
  database: Database;
  bus: ServiceBusClient;
  endpoint: Endpoint;
  clock: Clock;
};
