import assert from "node:assert/strict";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test from "node:test";
import type { TestContext } from "node:test";
import { ChangeFeedStartFrom } from "@azure/cosmos";
import type { Container, CosmosClient } from "@azure/cosmos";
import { startCosmos } from "../../../local/cosmos/server.ts";
import { feedOf } from "./feed-reader.ts";
import { clientOf, startedCosmos, tempDir } from "./started.ts";

const main = join(import.meta.dirname, "../../../local/cosmos/main.ts");

type Ready = { ready: true; endpoint: string; key: string; port: number };

/** The server as its own process. */
const forked = async (t: TestContext, folder: string): Promise<{ process: ChildProcess; ready: Ready }> => {
  const child = fork(main, {
    env: { ...process.env, COSMOS_PORT: "0", COSMOS_DATA: folder },
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [ready] = (await once(child, "message")) as [Ready];
  return { process: child, ready };
};

const containerOf = (client: CosmosClient): Container => client.database("ktgg").container("things");

test("kill -9 in the middle of many writes loses nothing that was answered, and no batch is halved", async (t) => {
  const folder = tempDir(t);
  const first = await forked(t, folder);
  assert.deepEqual(Object.keys(first.ready).sort(), ["endpoint", "key", "port", "ready"]);
  const client = clientOf(t, first.ready);
  const { database } = await client.databases.create({ id: "ktgg" });
  const { container } = await database.containers.create({ id: "things", partitionKey: { paths: ["/pk"] } });
  const answered: string[] = [];
  const writer = async (name: string): Promise<void> => {
    for (let n = 0; ; n += 1) {
      const pk = `${name}-${n}`;
      const operations = ["state", "event"].map((id) => ({
        operationType: "Create" as const,
        resourceBody: { id, pk },
      }));
      const { code } = await container.items.batch(operations, pk);
      assert.equal(code, 200);
      answered.push(pk);
      if (answered.length === 60) first.process.kill("SIGKILL");
    }
  };
  // Each ends when its connection dies with the server.
  await Promise.allSettled(["a", "b", "c", "d"].map(writer));
  assert.ok(answered.length >= 60);
  const second = await forked(t, folder);
  const again = containerOf(clientOf(t, second.ready));
  const { resources } = await again.items
    .query<{ pk: string; n: number }>("SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk")
    .fetchAll();
  const found = new Map(resources.map(({ pk, n }) => [pk, n]));
  for (const pk of answered) assert.equal(found.get(pk), 2, pk);
  for (const [pk, n] of found) assert.equal(n, 2, `${pk} is whole`);
});

test("after a restart everything is there: containers, documents, ETags, the change feed's place", async (t) => {
  const folder = tempDir(t);
  const first = await startCosmos({ port: 0, dataDir: folder });
  const client = clientOf(t, first);
  const { database } = await client.databases.create({ id: "ktgg" });
  const { container } = await database.containers.create({
    id: "things",
    partitionKey: { paths: ["/pk"] },
    defaultTtl: -1,
  });
  await container.items.create({ id: "1", pk: "a", n: 1 });
  // An index and its columns are made for this; they must be known again.
  const query = "SELECT VALUE c.id FROM c WHERE c.n >= 0 ORDER BY c.n";
  await container.items.query(query).fetchAll();
  const { continuation } = await feedOf(container, ChangeFeedStartFrom.Beginning())();
  const { etag } = await container.items.create({ id: "2", pk: "a", n: 0 });
  // The newest write is deleted: its number must not come again.
  const { etag: gone } = await container.items.create({ id: "3", pk: "a" });
  await container.item("3", "a").delete();
  await first.close();

  const second = await startCosmos({ port: 0, dataDir: folder });
  t.after(() => second.close());
  const again = containerOf(clientOf(t, second));
  assert.equal((await again.read()).resource?.defaultTtl, -1);
  assert.equal((await again.item("2", "a").read()).etag, etag);
  const { resources } = await again.items.query(query).fetchAll();
  assert.deepEqual(resources, ["2", "1"]);
  const next = feedOf(again, ChangeFeedStartFrom.Continuation(continuation));
  assert.deepEqual((await next()).ids, ["2"]);
  const created = await again.items.create({ id: "3", pk: "a" });
  assert.notEqual(created.etag, gone);
  assert.deepEqual((await next()).ids, ["3"]);
});

test("a taken port is an error that names the port and the variable", async (t) => {
  const { server } = await startedCosmos(t);
  await assert.rejects(
    startCosmos({ port: server.port, dataDir: tempDir(t) }),
    (error: Error) => error.message.includes(String(server.port)) && error.message.includes("COSMOS_PORT"),
  );
});

test("a second server on the same data folder is refused with an error that names it", async (t) => {
  const folder = tempDir(t);
  const first = await startCosmos({ port: 0, dataDir: folder });
  await assert.rejects(
    startCosmos({ port: 0, dataDir: folder }),
    (error: Error) => error.message.includes(folder) && error.message.includes("COSMOS_DATA"),
  );
  await first.close();
  await (await startCosmos({ port: 0, dataDir: folder })).close();
});
