import type { Database } from "@azure/cosmos";
import type { ServiceBusClient } from "@azure/service-bus";
import type { Check } from "./readiness.ts";

/** Cosmos DB: the database's own description can be read. */
export const cosmosCheck = (database: Database): Check => ({
  name: "cosmos",
  needed: true,
  ask: async (signal) => {
    await database.read({ abortSignal: signal });
  },
});

/**
 * Service Bus: a link to a topic can be opened, without sending. Not needed by commands, which leave their events in the
 * outbox until the bus is back.
 */
export const serviceBusCheck = (bus: ServiceBusClient): Check => ({
  name: "serviceBus",
  needed: false,
  ask: async (signal) => {
    const sender = bus.createSender("project-events");
    try {
      await sender.createMessageBatch({ abortSignal: signal });
    } finally {
      await sender.close();
    }
  },
});

/** The identity provider: its discovery document can be read (OpenID Connect Discovery 1.0 section 4). */
export const identityCheck = (issuer: string): Check => ({
  name: "identity",
  needed: true,
  ask: async (signal) => {
    const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const response = await fetch(url, { signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The issuer's discovery document answered ${response.status}.`);
  },
});
