import { CosmosClient, type Container } from "@azure/cosmos";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { startCosmos } from "../../local/cosmos/server.ts";

/** The container `matching` on a started Cosmos for the tests of one file, as each of two instances of the app has it. */
export const startMatchingContainer = (): { instances: () => [Container, Container] } => {
  let instances: [Container, Container] | undefined;
  let stop: (() => Promise<void>) | undefined;

  before(async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), "ktgg-matching-"));
    const server = await startCosmos({ port: 0, dataDir });
    const { endpoint, key } = server;
    const client = () => new CosmosClient({ endpoint, key, consistencyLevel: "Session" });
    const [one, other] = [client(), client()];
    const { database } = await one.databases.create({ id: "ktgg" });
    await database.containers.create({ id: "matching", partitionKey: "/aggregateId", defaultTtl: -1 });
    const containerOf = (each: CosmosClient) => each.database("ktgg").container("matching");
    instances = [containerOf(one), containerOf(other)];
    stop = async () => {
      one.dispose();
      other.dispose();
      await server.close();
      await rm(dataDir, { recursive: true });
    };
  });
  after(() => stop?.());

  return {
    instances: () => {
      if (!instances) throw new Error("Cosmos has not started.");
      return instances;
    },
  };
};
