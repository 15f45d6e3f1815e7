import { CosmosClient } from "@azure/cosmos";
import type { Connections } from "../connections.ts";

/** The host's client for a Cosmos DB account. */
export const cosmosClient = (connections: Connections, connectionString: string): CosmosClient =>
  connections.take(
    `cosmos ${connectionString}`,
    // No agent of our own: the SDK's keeps connections alive, and with another it refuses a plain http endpoint.
    () => new CosmosClient(connectionString),
    (client) => {
      client.dispose();
    },
  );
