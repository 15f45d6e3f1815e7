import assert from "node:assert/strict";
import test from "node:test";
import { startedCosmos, status } from "./started.ts";

test("a created document comes back with its system properties (201)", async (t) => {
  const { container } = await startedCosmos(t);
  const created = await container.items.create({ id: "1", pk: "a", name: "이름", _etag: "mine", _ts: 1 });
  assert.equal(created.statusCode, 201);
  const { resource, etag, statusCode } = await container.item("1", "a").read<Record<string, unknown>>();
  assert.equal(statusCode, 200);
  assert.deepEqual(resource, created.resource);
  assert.equal(resource?.["name"], "이름");
  assert.equal(resource["_etag"], etag);
  for (const name of ["_rid", "_self", "_attachments"]) assert.equal(typeof resource[name], "string", name);
  assert.ok(Math.abs(Number(resource["_ts"]) - Date.now() / 1000) < 60);
});

test("a create with a taken id in the same partition is a conflict (409); in another partition it is not", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  await assert.rejects(container.items.create({ id: "1", pk: "a" }), status(409));
  assert.equal((await container.items.create({ id: "1", pk: "b" })).statusCode, 201);
});

test("reading an absent document resolves with 404", async (t) => {
  const { container } = await startedCosmos(t);
  const { statusCode, resource } = await container.item("none", "a").read<object>();
  assert.deepEqual([statusCode, resource], [404, undefined]);
});

test("an upsert creates (201) and then replaces (200)", async (t) => {
  const { container } = await startedCosmos(t);
  const first = await container.items.upsert({ id: "1", pk: "a", n: 1 });
  const second = await container.items.upsert({ id: "1", pk: "a", n: 2 });
  assert.deepEqual([first.statusCode, second.statusCode], [201, 200]);
  const { resource } = await container.item("1", "a").read<{ n: number; _rid: string }>();
  assert.equal(resource?.n, 2);
  assert.equal(resource._rid, first.resource?._rid, "the document is the same one");
});

test("a replace takes the whole document's place (200), and needs one to be there (404)", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a", old: true });
  const replaced = await container.item("1", "a").replace({ id: "1", pk: "a", fresh: true });
  assert.equal(replaced.statusCode, 200);
  const { resource } = await container.item("1", "a").read<Record<string, unknown>>();
  assert.deepEqual([resource?.["old"], resource?.["fresh"]], [undefined, true]);
  await assert.rejects(container.item("2", "a").replace({ id: "2", pk: "a" }), status(404));
  await assert.rejects(container.item("1", "a").replace({ id: "2", pk: "a" }), status(400));
});

test("a delete takes the document away (204), and needs one to be there (404)", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  assert.equal((await container.item("1", "a").delete()).statusCode, 204);
  await assert.rejects(container.item("1", "a").delete(), status(404));
  assert.equal((await container.item("1", "a").read()).statusCode, 404);
});

test("a stale If-Match is refused with 412 by replace, upsert, patch and delete, and nothing changes", async (t) => {
  const { container } = await startedCosmos(t);
  const { etag: stale } = await container.items.create({ id: "1", pk: "a", n: 1 });
  await container.item("1", "a").replace({ id: "1", pk: "a", n: 2 });
  const options = { accessCondition: { type: "IfMatch", condition: stale } };
  const item = container.item("1", "a");
  await assert.rejects(item.replace({ id: "1", pk: "a", n: 3 }, options), status(412));
  await assert.rejects(container.items.upsert({ id: "1", pk: "a", n: 3 }, options), status(412));
  await assert.rejects(item.patch([{ op: "set", path: "/n", value: 3 }], options), status(412));
  await assert.rejects(item.delete(options), status(412));
  assert.equal((await item.read<{ n: number }>()).resource?.n, 2);
});

test("a fitting If-Match is served, and an upsert of an absent document ignores it", async (t) => {
  const { container } = await startedCosmos(t);
  const { etag } = await container.items.create({ id: "1", pk: "a" });
  const accessCondition = { type: "IfMatch", condition: etag };
  const replaced = await container.item("1", "a").replace({ id: "1", pk: "a", n: 1 }, { accessCondition });
  assert.notEqual(replaced.etag, etag);
  assert.equal((await container.items.upsert({ id: "2", pk: "a" }, { accessCondition })).statusCode, 201);
});

test("a read with If-None-Match answers 304 while nothing changed", async (t) => {
  const { container } = await startedCosmos(t);
  const { etag } = await container.items.create({ id: "1", pk: "a" });
  const options = { accessCondition: { type: "IfNoneMatch", condition: etag } };
  assert.equal((await container.item("1", "a").read(options)).statusCode, 304);
  await container.item("1", "a").replace({ id: "1", pk: "a", n: 1 });
  assert.equal((await container.item("1", "a").read(options)).statusCode, 200);
});

test("of many concurrent replaces with the same If-Match exactly one wins", async (t) => {
  const { container } = await startedCosmos(t);
  const { etag } = await container.items.create({ id: "1", pk: "a", n: 0 });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      container
        .item("1", "a")
        .replace({ id: "1", pk: "a", n }, { accessCondition: { type: "IfMatch", condition: etag } }),
    ),
  );
  const won = outcomes.flatMap((outcome, n) => (outcome.status === "fulfilled" ? [n] : []));
  assert.equal(won.length, 1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") assert.equal(status(412)(outcome.reason), true);
  assert.equal((await container.item("1", "a").read<{ n: number }>()).resource?.n, won[0]);
});

test("an ETag is never used twice, not even for the same document made anew", async (t) => {
  const { container } = await startedCosmos(t);
  const etags = new Set<string>();
  for (let round = 0; round < 5; round += 1) {
    etags.add((await container.items.create({ id: "1", pk: "a" })).etag);
    etags.add((await container.item("1", "a").replace({ id: "1", pk: "a" })).etag);
    await container.item("1", "a").delete();
  }
  assert.equal(etags.size, 10);
});

test("a property named __proto__ is kept as any other", async (t) => {
  const { container } = await startedCosmos(t);
  const document = JSON.parse('{"id":"1","pk":"a","__proto__":{"x":1},"constructor":2}') as { id: string };
  await container.items.create(document);
  const { resource } = await container.item("1", "a").read<object>();
  assert.match(JSON.stringify(resource), /"__proto__":\{"x":1\}.*"constructor":2/);
});

test("every answer tells its request charge and activity", async (t) => {
  const { container } = await startedCosmos(t);
  const created = await container.items.create({ id: "1", pk: "a" });
  const read = await container.item("1", "a").read();
  assert.deepEqual([created.requestCharge, read.requestCharge], [5.5, 1]);
  assert.match(read.activityId, /^[0-9a-f-]{36}$/);
});

test("If-None-Match on a write is refused by name", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  const accessCondition = { type: "IfNoneMatch", condition: "*" };
  await assert.rejects(
    container.items.upsert({ id: "1", pk: "a" }, { accessCondition }),
    status(400, /If-None-Match/),
  );
});
