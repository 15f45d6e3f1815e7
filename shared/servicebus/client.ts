import { ServiceBusClient } from "@azure/service-bus";

/** Where the app's bus is: a connection string (local), or a namespace for a managed identity (Azure). */
export type ServiceBusSettings = { connectionString: string } | { fullyQualifiedNamespace: string };

/** Retries of one send: short, since the change feed or the broker brings the whole piece of work back. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 500, timeoutInMs: 10_000 };

/** The app's connection to the bus. Opens nothing until it is used. */
export const serviceBusClient = async (settings: ServiceBusSettings): Promise<ServiceBusClient> =>
  "connectionString" in settings
    ? new ServiceBusClient(settings.connectionString, { retryOptions })
    : new ServiceBusClient(
        settings.fullyQualifiedNamespace,
        new (await import("@azure/identity")).DefaultAzureCredential(),
        { retryOptions },
      );
