import { CosmosClient, type Database } from "@azure/cosmos";

/** Where the app's database is: a connection string (local), or an account's endpoint for a managed identity (Azure). */
export type CosmosSettings = { database: string } & ({ connectionString: string } | { endpoint: string });

// Said so to the SDK, or it sends no session token: then any replica may answer, older than what this process just wrote.
const consistencyLevel = "Session";

/** The app's database. Opens nothing until it is used; a refused or throttled call is tried again by the SDK. */
export const cosmosDatabase = async (settings: CosmosSettings): Promise<Database> => {
  const client =
    "connectionString" in settings
      ? new CosmosClient({ connectionString: settings.connectionString, consistencyLevel })
      : new CosmosClient({
          endpoint: settings.endpoint,
          consistencyLevel,
          aadCredentials: new (await import("@azure/identity")).DefaultAzureCredential(),
        });
  return client.database(settings.database);
};
