import type { Container, Database } from "@azure/cosmos";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import topology from "../infra/topology.json" with { type: "json" };
import { startCosmos, type Cosmos } from "../local/cosmos/server.ts";
import { provisionCosmos } from "../local/supervisor/provision.ts";
import { cosmosDatabase } from "../shared/cosmos/client.ts";

/** A Cosmos with all containers of the app, that can be filled behind its back: a million documents over HTTP take minutes. */
export type ViewStore = {
  container: (name: string) => Container;
  /** Stops the server for `fill`, which gets its SQLite file, and starts it again. */
  refill: (fill: (database: DatabaseSync) => void) => Promise<void>;
  close: () => Promise<void>;
};

export const startViewStore = async (): Promise<ViewStore> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "ktgg-bench-"));
  const start = async (): Promise<{ server: Cosmos; database: Database }> => {
    const server = await startCosmos({ port: 0, dataDir });
    const { connectionString } = server;
    const database = await cosmosDatabase({ database: topology.cosmos.database, connectionString });
    return { server, database };
  };
  let running = await start();
  const stop = async (): Promise<void> => {
    running.database.client.dispose();
    await running.server.close();
  };
  await provisionCosmos(running.server, topology.cosmos);
  return {
    container: (name) => running.database.container(name),
    refill: async (fill) => {
      await stop();
      const file = readdirSync(dataDir).find((name) => name.endsWith(".sqlite"));
      if (file === undefined) throw new Error("The store has no SQLite file.");
      const opened = new DatabaseSync(path.join(dataDir, file));
      fill(opened);
      opened.close();
      running = await start();
    },
    close: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** The document of that id (or of the first that begins so) `count` times more, with a number instead of each of `marks`. */
export const multiply = (
  database: DatabaseSync,
  idBeginning: string,
  marks: readonly string[],
  count: number,
): void => {
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'docs_%'")
    .all()
    .map(({ name }) => String(name));
  const table = tables.find(
    (name) => database.prepare(`SELECT 1 FROM ${name} WHERE id LIKE ? || '%'`).get(idBeginning) !== undefined,
  );
  if (table === undefined) throw new Error(`There is no document ${idBeginning}.`);
  const { last, numbers } = database
    .prepare(`SELECT max(write) AS last, max(number) AS numbers FROM ${table}`)
    .get() as { last: number; numbers: number };
  const renamed = (column: string): string =>
    marks.reduce((sql, mark) => `replace(${sql}, '${mark}', printf('%012d', k))`, column);
  database.exec(`
    WITH RECURSIVE numbers(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM numbers WHERE k < ${count})
    INSERT INTO ${table} (write, pk, id, ts, ttl, number, body)
    SELECT (${last} / 128 + k) * 128, ${renamed("pk")}, ${renamed("id")}, ts, ttl, ${numbers} + k, ${renamed("body")}
    FROM numbers, (SELECT * FROM ${table} WHERE id LIKE '${idBeginning}%' LIMIT 1)`);
};

/** What the store says of the requests that `work` makes: request units, and documents that its queries read. */
export const costOf = async (work: () => Promise<unknown>): Promise<{ units: number; documents: number }> => {
  const cost = { units: 0, documents: 0 };
  const listen = (message: unknown): void => {
    const { headers } = (message as { response: IncomingMessage }).response;
    cost.units += Number(headers["x-ms-request-charge"] ?? 0);
    const metrics = String(headers["x-ms-documentdb-query-metrics"] ?? "");
    cost.documents += Number(/retrievedDocumentCount=(\d+)/.exec(metrics)?.[1] ?? 0);
  };
  subscribe("http.client.response.finish", listen);
  try {
    await work();
  } finally {
    unsubscribe("http.client.response.finish", listen);
  }
  return cost;
};
