import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import type { TestContext } from "node:test";
import { Catalog } from "../../../local/cosmos/catalog.ts";
import type { Container } from "../../../local/cosmos/catalog.ts";
import { Documents } from "../../../local/cosmos/documents.ts";
import type { JsonObject } from "../../../local/cosmos/json.ts";
import { Store } from "../../../local/cosmos/store.ts";
import { sweep } from "../../../local/cosmos/sweeper.ts";
import { startedCosmos, status, tempDir } from "./started.ts";

const now = Date.UTC(2026, 2, 2);

/** A store with one container; `create` writes a document into its partition "a". */
const opened = (
  t: TestContext,
  settings: JsonObject = {},
): { store: Store; container: () => Container; create: (document: JsonObject) => void } => {
  const store: Store = new Store(tempDir(t), () => {
    catalog.reload();
  });
  t.after(() => {
    store.close();
  });
  const catalog = new Catalog(store, () => now);
  catalog.createContainer(catalog.createDatabase("d"), {
    id: "c",
    partitionKey: { paths: ["/pk"] },
    ...settings,
  });
  const container = (): Container => catalog.container("d", "c");
  const create = (document: JsonObject): void => {
    const documents = new Documents(container(), now, () => false);
    store.transaction((next) => documents.create(next, '"a"', { pk: "a", ...document }), {
      savepoint: false,
    });
  };
  return { store, container, create };
};

test("all writes of one turn of the event loop are committed together, before anyone is told", async (t) => {
  const { store, container, create } = opened(t);
  await store.settled;
  const before = store.settled;
  assert.equal(before, undefined);
  create({ id: "1" });
  const turn = store.settled;
  create({ id: "2" });
  assert.ok(turn !== undefined);
  assert.equal(store.settled, turn);
  assert.equal(store.database.isTransaction, true);
  await turn;
  assert.equal(store.database.isTransaction, false);
  assert.notEqual(container().documents.get('"a"', "2"), undefined);
});

test("a turn that the disk does not take is refused to all who wrote in it, and nothing of it stays", async (t) => {
  const { store, container, create } = opened(t);
  await store.settled;
  create({ id: "kept" });
  await store.settled;
  // The file may not grow any more: a full disk.
  store.database.exec("PRAGMA max_page_count = 1");
  create({ id: "lost" });
  const turn = store.settled;
  assert.ok(turn !== undefined);
  assert.throws(() => {
    create({ id: "large", pad: "x".repeat(100_000) });
  }, /full/);
  await assert.rejects(turn);
  store.database.exec("PRAGMA max_page_count = 1000000");
  assert.equal(container().documents.get('"a"', "lost"), undefined);
  create({ id: "lost" });
  await store.settled;
  assert.notEqual(container().documents.get('"a"', "kept"), undefined);
  assert.notEqual(container().documents.get('"a"', "lost"), undefined);
});

test("a writer is told only after the commit: when that fails it gets 500 and nothing is changed", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a", n: 1 });
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own database below
  const { exec } = DatabaseSync.prototype;
  const failing = t.mock.method(DatabaseSync.prototype, "exec", function (this: DatabaseSync, sql: string) {
    if (sql === "COMMIT") throw new Error("disk I/O error");
    exec.call(this, sql);
  });
  t.mock.method(console, "error", () => undefined);
  const item = container.item("1", "a");
  await assert.rejects(item.replace({ id: "1", pk: "a", n: 2 }), status(500, /disk/));
  const { database } = container;
  const more = { id: "more", partitionKey: { paths: ["/pk"] } };
  await assert.rejects(database.containers.create(more), status(500));
  failing.mock.restore();
  await assert.rejects(database.container("more").read(), status(404));
  assert.equal((await database.containers.create(more)).statusCode, 201);
  assert.equal((await item.read<{ n: number }>()).resource?.n, 1);
  assert.equal((await item.replace({ id: "1", pk: "a", n: 3 })).statusCode, 200);
});

test("what has expired leaves the disk in time, and nothing else does", async (t) => {
  for (const [defaultTtl, left] of [
    [-1, ["default", "forever", "long"]],
    [60, ["forever", "long"]],
  ] as const) {
    const { store, container, create } = opened(t, { defaultTtl });
    create({ id: "default" });
    create({ id: "short", ttl: 10 });
    create({ id: "long", ttl: 600 });
    create({ id: "forever", ttl: -1 });
    sweep(store, container(), now + 60_000);
    await store.settled;
    const ids = ["default", "forever", "long", "short"];
    assert.deepEqual(
      ids.filter((id) => container().documents.get('"a"', id) !== undefined),
      left,
    );
  }
});
