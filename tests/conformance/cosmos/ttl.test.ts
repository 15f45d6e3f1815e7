import assert from "node:assert/strict";
import test from "node:test";
import { ChangeFeedStartFrom } from "@azure/cosmos";
import type { Container } from "@azure/cosmos";
import { feedOf } from "./feed-reader.ts";
import { manualClock, startedCosmos } from "./started.ts";

const second = 1000;

/** The ids that a query, point reads and the change feed see; they must see the same. */
const visible = async (container: Container, ids: string[]): Promise<string[]> => {
  const { resources } = await container.items
    .query<string>("SELECT VALUE c.id FROM c ORDER BY c.id")
    .fetchAll();
  const { ids: fed } = await feedOf(container, ChangeFeedStartFrom.Beginning())();
  const reads = await Promise.all(ids.map(async (id) => (await container.item(id, "a").read()).statusCode));
  assert.deepEqual(fed.sort(), resources);
  assert.deepEqual(
    ids.filter((_, at) => reads[at] === 200),
    resources,
  );
  return resources;
};

test("a document is gone at once when its time is over: its own ttl, or else the container's default", async (t) => {
  const clock = manualClock();
  const { container } = await startedCosmos(t, { clock: clock.now, defaultTtl: 60 });
  const ids = ["default", "forever", "long", "short"];
  await container.items.create({ id: "default", pk: "a" });
  await container.items.create({ id: "short", pk: "a", ttl: 10 });
  await container.items.create({ id: "long", pk: "a", ttl: 600 });
  await container.items.create({ id: "forever", pk: "a", ttl: -1 });
  clock.pass(10 * second - 1);
  assert.deepEqual(await visible(container, ids), ids);
  clock.pass(1);
  assert.deepEqual(await visible(container, ids), ["default", "forever", "long"]);
  clock.pass(50 * second);
  assert.deepEqual(await visible(container, ids), ["forever", "long"]);
  clock.pass(10_000 * second);
  assert.deepEqual(await visible(container, ids), ["forever"]);
});

test("with a default of -1 only documents with a ttl of their own expire", async (t) => {
  const clock = manualClock();
  const { container } = await startedCosmos(t, { clock: clock.now, defaultTtl: -1 });
  await container.items.create({ id: "none", pk: "a" });
  await container.items.create({ id: "own", pk: "a", ttl: 10 });
  clock.pass(10_000 * second);
  assert.deepEqual(await visible(container, ["none", "own"]), ["none"]);
});

test("without a default nothing expires, and switching TTL on counts from each document's last write", async (t) => {
  const clock = manualClock();
  const { container } = await startedCosmos(t, { clock: clock.now });
  await container.items.create({ id: "old", pk: "a", ttl: 10 });
  clock.pass(100 * second);
  assert.deepEqual(await visible(container, ["old"]), ["old"]);
  await container.replace({ id: "things", partitionKey: { paths: ["/pk"] }, defaultTtl: -1 });
  assert.deepEqual(await visible(container, ["old"]), []);
});

test("a write starts a document's time anew", async (t) => {
  const clock = manualClock();
  const { container } = await startedCosmos(t, { clock: clock.now, defaultTtl: 60 });
  await container.items.create({ id: "1", pk: "a" });
  clock.pass(50 * second);
  await container.item("1", "a").patch([{ op: "set", path: "/n", value: 1 }]);
  clock.pass(50 * second);
  assert.deepEqual(await visible(container, ["1"]), ["1"]);
});

test("an expired document's id is free: a create succeeds, a replace finds nothing", async (t) => {
  const clock = manualClock();
  const { container } = await startedCosmos(t, { clock: clock.now, defaultTtl: -1 });
  await container.items.create({ id: "1", pk: "a", ttl: 5, n: 1 });
  clock.pass(5 * second);
  await assert.rejects(container.item("1", "a").replace({ id: "1", pk: "a" }));
  assert.equal((await container.items.create({ id: "1", pk: "a", n: 2 })).statusCode, 201);
  assert.equal((await container.item("1", "a").read<{ n: number }>()).resource?.n, 2);
});
