import {
  RetryMode,
  ServiceBusClient,
  type ServiceBusClientOptions,
  type ServiceBusSender,
} from "@azure/service-bus";
import type { Connections } from "../connections.ts";
import type { ServiceBusConfig } from "../host-json.ts";

/** The host's client for a Service Bus namespace. */
export const busClient = (
  connections: Connections,
  connectionString: string,
  config: ServiceBusConfig,
): ServiceBusClient =>
  connections.take(
    `service bus ${connectionString}`,
    () => new ServiceBusClient(connectionString, clientOptions(config)),
    (client) => client.close(),
  );

/** The host's sender for a queue or topic. */
export const busSender = (
  connections: Connections,
  connectionString: string,
  entity: string,
  config: ServiceBusConfig,
): ServiceBusSender => {
  const client = busClient(connections, connectionString, config);
  return connections.take(
    `service bus ${connectionString} ${entity}`,
    () => client.createSender(entity),
    (sender) => sender.close(),
  );
};

const clientOptions = ({ clientRetry }: ServiceBusConfig): ServiceBusClientOptions => ({
  retryOptions: {
    mode: clientRetry.mode === "fixed" ? RetryMode.Fixed : RetryMode.Exponential,
    timeoutInMs: clientRetry.tryTimeoutMs,
    retryDelayInMs: clientRetry.delayMs,
    maxRetryDelayInMs: clientRetry.maxDelayMs,
    maxRetries: clientRetry.maxRetries,
  },
});
