import type { Database } from "@azure/cosmos";
import type { ServiceBusClient } from "@azure/service-bus";
import { receiverOf, type ConsumedPlace } from "../../shared/servicebus/consumed.ts";
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
 * Service Bus: what this app consumes first can be looked at, without taking anything. An app of one context has roles for what
 * is its own alone; one that consumes nothing, as the views', does not depend on the bus. Not needed by commands, which leave
 * their events in the outbox until the bus is back.
 */
export const serviceBusChecks = (bus: ServiceBusClient, [place]: readonly ConsumedPlace[]): Check[] =>
  place === undefined
    ? []
    : [
        {
          name: "serviceBus",
          needed: false,
          ask: async (signal) => {
            const receiver = receiverOf(bus, place, {});
            try {
              await receiver.peekMessages(1, { abortSignal: signal });
            } finally {
              await receiver.close();
            }
          },
        },
      ];

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
