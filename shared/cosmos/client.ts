import { CosmosClient, type Database } from "@azure/cosmos";

/** Where the app's database is: a connection string (local), or an account's endpoint for a managed identity (Azure). */
export type CosmosSettings = { database: string } & ({ connectionString: string } | { endpoint: string });

/** The app's database. Opens nothing until it is used; a refused or throttled call is tried again by the SDK. */
export const cosmosDatabase = async (settings: CosmosSettings): Promise<Database> => {
  const client =
    "connectionString" in settings
      ? new CosmosClient(settings.connectionString)
      : new CosmosClient({
          endpoint: settings.endpoint,
          aadCredentials: new (await import("@azure/identity")).DefaultAzureCredential(),
        });
  return client.database(settings.database);
};
