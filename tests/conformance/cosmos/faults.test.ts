import assert from "node:assert/strict";
import test from "node:test";
import { ChangeFeedStartFrom } from "@azure/cosmos";
import type { Container } from "@azure/cosmos";
import { feedOf } from "./feed-reader.ts";
import { clientOf, setFaults, startedCosmos, status } from "./started.ts";

const operations: [operation: string, work: (container: Container) => Promise<unknown>][] = [
  ["create", (container) => container.items.create({ id: "new", pk: "a" })],
  ["read", (container) => container.item("1", "a").read()],
  ["replace", (container) => container.item("1", "a").replace({ id: "1", pk: "a" })],
  ["upsert", (container) => container.items.upsert({ id: "1", pk: "a" })],
  ["patch", (container) => container.item("1", "a").patch([{ op: "set", path: "/n", value: 1 }])],
  ["query", (container) => container.items.query("SELECT * FROM c").fetchAll()],
  ["batch", (container) => container.items.batch([{ operationType: "Read", id: "1" }], "a")],
  ["changefeed", (container) => feedOf(container, ChangeFeedStartFrom.Now())()],
  ["metadata", (container) => container.read()],
  ["delete", (container) => container.item("1", "a").delete()],
];

test("a status fault hits the operation that it names, so many times, and nothing is done", async (t) => {
  const { server, container } = await startedCosmos(t);
  const { etag } = await container.items.create({ id: "1", pk: "a" });
  await container.getFeedRanges();
  for (const [operation, work] of operations) {
    await t.test(operation, async () => {
      await setFaults(server, [{ kind: "status", operation, status: 449, times: 1 }]);
      await assert.rejects(work(container), status(449));
      assert.equal((await container.item("1", "a").read()).etag, etag);
    });
  }
  for (const code of [408, 410, 429, 500, 503]) {
    await setFaults(server, [{ kind: "status", operation: "read", status: code, times: 1 }]);
    await assert.rejects(container.item("1", "a").read(), status(code));
  }
});

test("a 429 tells when to come back, and the SDK's own retries do so", async (t) => {
  const { server, container } = await startedCosmos(t);
  await setFaults(server, [{ kind: "status", operation: "create", status: 429, ms: 5, times: 1 }]);
  await assert.rejects(container.items.create({ id: "1", pk: "a" }), (error: { retryAfterInMs?: number }) => {
    assert.equal(error.retryAfterInMs, 5);
    return true;
  });
  await setFaults(server, [{ kind: "status", operation: "create", status: 429, ms: 5, times: 3 }]);
  const patient = clientOf(t, server, {
    connectionPolicy: { retryOptions: { maxRetryAttemptCount: 9, maxWaitTimeInSeconds: 30 } },
  });
  const { statusCode } = await patient
    .database("ktgg")
    .container("things")
    .items.create({ id: "1", pk: "a" });
  assert.equal(statusCode, 201);
});

test("a drop does the work and cuts the connection: the writer cannot know", async (t) => {
  const { server, container } = await startedCosmos(t);
  await container.items.create({ id: "0", pk: "a" });
  await setFaults(server, [{ kind: "drop", operation: "create", times: 1 }]);
  await assert.rejects(container.items.create({ id: "1", pk: "a" }));
  assert.equal((await container.item("1", "a").read()).statusCode, 200);
});

test("a refuse cuts the connection and nothing is done", async (t) => {
  const { server, container } = await startedCosmos(t);
  await container.items.create({ id: "0", pk: "a" });
  await setFaults(server, [{ kind: "refuse", operation: "batch", times: 1 }]);
  const create = { operationType: "Create" as const, resourceBody: { id: "1", pk: "a" } };
  await assert.rejects(container.items.batch([create], "a"));
  assert.equal((await container.item("1", "a").read()).statusCode, 404);
});

test("a delay makes an answer late, and others overtake it", async (t) => {
  const { server, container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  await setFaults(server, [{ kind: "delay", operation: "patch", ms: 1000, times: 1 }]);
  const order: string[] = [];
  const slow = container
    .item("1", "a")
    .patch([{ op: "set", path: "/n", value: 1 }])
    .then(() => order.push("patch"));
  await container
    .item("1", "a")
    .read()
    .then(() => order.push("read"));
  await slow;
  assert.deepEqual(order, ["read", "patch"]);
});

test("faults are shown and cleared at /_faults, and a kind that this server has not is refused by name", async (t) => {
  const { server, container } = await startedCosmos(t);
  const url = new URL("_faults", server.endpoint);
  await setFaults(server, [{ kind: "duplicate", operation: "read" }]);
  await assert.rejects(container.item("1", "a").read(), status(501, /duplicate/));
  assert.deepEqual(await (await fetch(url)).json(), [{ kind: "duplicate", operation: "read" }]);
  assert.deepEqual(await (await fetch(url, { method: "DELETE" })).json(), []);
  assert.equal((await container.item("1", "a").read()).statusCode, 404);
});
