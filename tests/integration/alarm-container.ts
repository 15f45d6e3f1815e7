import { CosmosClient, type Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { startCosmos } from "../../local/cosmos/server.ts";
import type { Fault } from "../../local/faults.ts";
import { eventually } from "../system/eventually.ts";

/** The container `salesman-view` on a started Cosmos for the tests of one file, as each of two instances of the app has it. */
export const startAlarmContainer = (): {
  instances: () => [Container, Container];
  /** Sets the fault switches. */
  faults: (faults: Fault[]) => Promise<void>;
  /** Waits until every fault has hit. */
  faultsUsedUp: () => Promise<void>;
} => {
  let switches = "";
  let instances: [Container, Container] | undefined;
  let stop: (() => Promise<void>) | undefined;

  before(async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), "ktgg-alarm-"));
    const server = await startCosmos({ port: 0, dataDir });
    const { endpoint, key } = server;
    switches = `${endpoint}_faults`;
    const clients = [1, 2].map(() => new CosmosClient({ endpoint, key, consistencyLevel: "Session" }));
    const containerOf = (client: CosmosClient) => client.database("ktgg").container("salesman-view");
    const [one, other] = clients;
    if (!one || !other) throw new Error("Two instances need two clients.");
    const { database } = await one.databases.create({ id: "ktgg" });
    await database.containers.create({ id: "salesman-view", partitionKey: "/partition", defaultTtl: -1 });
    instances = [containerOf(one), containerOf(other)];
    stop = async () => {
      for (const client of clients) client.dispose();
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
    faults: async (faults) => {
      const response = await fetch(switches, { method: "PUT", body: JSON.stringify(faults) });
      assert.ok(response.ok, await response.text());
    },
    faultsUsedUp: () =>
      eventually(async () => {
        assert.deepEqual(await (await fetch(switches)).json(), []);
      }),
  };
};
