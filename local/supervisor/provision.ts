import { CosmosClient } from "@azure/cosmos";
import type { ContainerDefinition, IndexingPolicy } from "@azure/cosmos";

/** The `cosmos` part of infra/topology.json. */
export type CosmosTopology = {
  database: string;
  containers: readonly {
    name: string;
    partitionKey: string;
    defaultTtl?: number;
    /** Everything is indexed when it is not said. */
    indexingPolicy?: Pick<IndexingPolicy, "includedPaths" | "excludedPaths">;
  }[];
};

/** Makes the database and the containers that are not there yet, as the Bicep files do in Azure. */
export const provisionCosmos = async (
  account: { endpoint: string; key: string },
  { database: id, containers }: CosmosTopology,
): Promise<void> => {
  const client = new CosmosClient(account);
  try {
    const { database } = await client.databases.createIfNotExists({ id });
    const definitions = containers.map(
      ({ name, partitionKey, defaultTtl, indexingPolicy }): ContainerDefinition => ({
        id: name,
        partitionKey: { paths: [partitionKey] },
        ...(defaultTtl !== undefined && { defaultTtl }),
        ...(indexingPolicy !== undefined && { indexingPolicy }),
      }),
    );
    await Promise.all(definitions.map((definition) => database.containers.createIfNotExists(definition)));
  } finally {
    client.dispose();
  }
};
