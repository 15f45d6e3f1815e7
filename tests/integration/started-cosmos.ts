import type { Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach } from "node:test";
import { startCosmos } from "../../local/cosmos/server.ts";
import type { Fault } from "../../local/faults.ts";
import { cosmosDatabase } from "../../shared/cosmos/client.ts";

export type StartedCosmos = {
  container: (name: "project" | "interest" | "notification") => Container;
  /** Sets the fault switches; they are gone after the test. */
  fault: (...faults: Fault[]) => Promise<void>;
  /** Waits until every fault has been used up. */
  faultHit: () => Promise<void>;
  /** Every document of one aggregate, by id, without what Cosmos adds. */
  documents: (name: "project" | "interest", aggregateId: string) => Promise<Record<string, unknown>[]>;
};

/** Starts a Cosmos with the containers of project, interest and notification, for the tests of one file. */
export const startedCosmos = async (): Promise<StartedCosmos> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "ktgg-aggregates-"));
  const server = await startCosmos({ port: 0, dataDir });
  const database = await cosmosDatabase({ database: "ktgg", connectionString: server.connectionString });
  await database.client.databases.create({ id: "ktgg" });
  for (const id of ["project", "interest"]) {
    await database.containers.create({ id, partitionKey: "/aggregateId", defaultTtl: -1 });
  }
  await database.containers.create({ id: "notification", partitionKey: "/partition", defaultTtl: -1 });
  const switches = `${server.endpoint}_faults`;
  const setFaults = async (faults: Fault[]): Promise<void> => {
    const response = await fetch(switches, { method: "PUT", body: JSON.stringify(faults) });
    assert.ok(response.ok, await response.text());
  };
  afterEach(() => setFaults([]));
  after(async () => {
    database.client.dispose();
    await server.close();
    await rm(dataDir, { recursive: true });
  });

  return {
    container: (name) => database.container(name),
    fault: (...faults) => setFaults(faults),
    faultHit: async () => {
      for (const deadline = Date.now() + 10_000; ;) {
        const left = (await (await fetch(switches)).json()) as unknown[];
        if (left.length === 0) return;
        assert.ok(Date.now() < deadline, "the fault was not hit in 10 seconds");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    documents: async (name, aggregateId) => {
      const { resources } = await database
        .container(name)
        .items.query<Record<string, unknown>>("SELECT * FROM c", { partitionKey: aggregateId })
        .fetchAll();
      return resources
        .map((document) =>
          Object.fromEntries(Object.entries(document).filter(([key]) => !key.startsWith("_"))),
        )
        .toSorted((one, other) => (String(one["id"]) < String(other["id"]) ? -1 : 1));
    },
  };
};
