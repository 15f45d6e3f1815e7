import { CosmosClient } from "@azure/cosmos";
import {
  RetryMode,
  ServiceBusClient,
  type ServiceBusClientOptions,
  type ServiceBusSender,
} from "@azure/service-bus";
import type { ServiceBusConfig } from "./host-json.ts";

/** The SDK clients of this host, one per connection string and shared by all bindings. */
export type Connections = {
  cosmos: (connectionString: string) => CosmosClient;
  serviceBus: (connectionString: string) => ServiceBusClient;
  sender: (connectionString: string, entity: string) => ServiceBusSender;
  close: () => Promise<void>;
};

/** Creates the clients when they are first asked for. */
export const createConnections = (config: ServiceBusConfig): Connections => {
  const cosmosClients = new Map<string, CosmosClient>();
  const busClients = new Map<string, ServiceBusClient>();
  const senders = new Map<string, ServiceBusSender>();
  const serviceBus = (connectionString: string): ServiceBusClient =>
    take(busClients, connectionString, () => new ServiceBusClient(connectionString, busOptions(config)));
  return {
    cosmos: (connectionString) =>
      take(cosmosClients, connectionString, () => new CosmosClient(connectionString)),
    serviceBus,
    sender: (connectionString, entity) =>
      take(senders, `${connectionString}\n${entity}`, () =>
        serviceBus(connectionString).createSender(entity),
      ),
    close: async () => {
      for (const client of cosmosClients.values()) client.dispose();
      await Promise.all([...busClients.values()].map((client) => client.close()));
    },
  };
};

const take = <T>(known: Map<string, T>, key: string, create: () => T): T => {
  const existing = known.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  known.set(key, created);
  return created;
};

const busOptions = ({ clientRetry }: ServiceBusConfig): ServiceBusClientOptions => ({
  retryOptions: {
    mode: clientRetry.mode === "fixed" ? RetryMode.Fixed : RetryMode.Exponential,
    timeoutInMs: clientRetry.tryTimeoutMs,
    retryDelayInMs: clientRetry.delayMs,
    maxRetryDelayInMs: clientRetry.maxDelayMs,
    maxRetries: clientRetry.maxRetries,
  },
});
