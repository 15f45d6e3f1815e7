import type { Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import topology from "../../infra/topology.json" with { type: "json" };
import { startCosmos } from "../../local/cosmos/server.ts";
import { provisionCosmos } from "../../local/supervisor/provision.ts";
import { cosmosDatabase } from "../../shared/cosmos/client.ts";

/** A Cosmos with all containers of the app, for the tests of one file. */
export const startedDatabase = async (): Promise<{
  endpoint: string;
  key: string;
  container: (name: string) => Container;
}> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "ktgg-views-"));
  const server = await startCosmos({ port: 0, dataDir });
  const { endpoint, key, connectionString } = server;
  await provisionCosmos({ endpoint, key }, topology.cosmos);
  const database = await cosmosDatabase({ database: topology.cosmos.database, connectionString });
  after(async () => {
    database.client.dispose();
    await server.close();
    await rm(dataDir, { recursive: true });
  });
  return { endpoint, key, container: (name) => database.container(name) };
};

/**
 * Every document of one generation by partition and id, without what says how it came about: the revisions, and what Cosmos
 * adds.
 */
export const documentsOf = async (
  container: Container,
  generation: string,
): Promise<Map<string, Record<string, unknown>>> => {
  const { resources } = await container.items
    .query<Record<string, unknown>>({
      query: "SELECT * FROM c WHERE STARTSWITH(c.partition, @beginning)",
      parameters: [{ name: "@beginning", value: `${generation}|` }],
    })
    .fetchAll();
  const documents = resources.map((document) => {
    const { id, partition, revision, ...rest } = document;
    assert.ok(typeof id === "string" && typeof partition === "string");
    const shown = Object.entries(rest).filter(([name]) => !name.startsWith("_"));
    return [`${partition.slice(generation.length)} ${id}`, Object.fromEntries(shown)] as const;
  });
  // A month in which nothing happened is as good as none.
  const kept = documents.filter(([, { kind, counts }]) => !(isOfMonths(kind) && isEmpty(counts)));
  return new Map(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
};

const isOfMonths = (kind: unknown): boolean => kind === "month" || kind === "part";
const isEmpty = (counts: unknown): boolean => Object.keys(counts as object).length === 0;
