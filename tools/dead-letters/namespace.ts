import { ServiceBusClient } from "@azure/service-bus";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const retryOptions = { maxRetries: 2, retryDelayInMs: 500, timeoutInMs: 20_000 };

/**
 * The bus of an environment in Azure by its namespace (as whoever is signed in: az login, or a managed identity), or else
 * the local one that npm start runs. @throws when neither is there
 */
export const openNamespace = async (
  namespace: string | undefined,
  dataDir: string,
): Promise<ServiceBusClient> => {
  if (namespace !== undefined) {
    const { DefaultAzureCredential } = await import("@azure/identity");
    const host = namespace.includes(".") ? namespace : `${namespace}.servicebus.windows.net`;
    return new ServiceBusClient(host, new DefaultAzureCredential(), { retryOptions });
  }
  const file = join(dataDir, "endpoints.json");
  if (!existsSync(file)) {
    throw new Error("The local system does not run: npm start, or name one in Azure with --namespace.");
  }
  const { serviceBus } = JSON.parse(readFileSync(file, "utf8")) as {
    serviceBus: { connectionString: string };
  };
  return new ServiceBusClient(serviceBus.connectionString, { retryOptions });
};
