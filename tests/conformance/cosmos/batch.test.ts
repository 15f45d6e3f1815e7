import assert from "node:assert/strict";
import test from "node:test";
import type { Container, OperationInput } from "@azure/cosmos";
import { documents, inPartitionA, signedFetch } from "./signed-fetch.ts";
import { startedCosmos, status } from "./started.ts";

type Result = { statusCode: number; eTag?: string; resourceBody?: Record<string, unknown> };

const run = async (
  container: Container,
  operations: OperationInput[],
  pk = "a",
): Promise<{ code: number; statuses: number[]; results: Result[] }> => {
  const { code = 0, result = [] } = await container.items.batch(operations, pk);
  const results = result as Result[];
  return { code, statuses: results.map(({ statusCode }) => statusCode), results };
};

const create = (id: string, extra: object = {}): OperationInput => ({
  operationType: "Create",
  resourceBody: { id, pk: "a", ...extra },
});

test("a transactional batch does all its operations and answers each one's status", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "old", pk: "a", n: 1 });
  const { code, statuses, results } = await run(container, [
    create("new", { n: 1 }),
    { operationType: "Upsert", resourceBody: { id: "new", pk: "a", n: 2 } },
    {
      operationType: "Patch",
      id: "new",
      resourceBody: { operations: [{ op: "incr", path: "/n", value: 5 }] },
    },
    { operationType: "Read", id: "new" },
    { operationType: "Replace", id: "old", resourceBody: { id: "old", pk: "a", n: 9 } },
    { operationType: "Delete", id: "old" },
  ]);
  assert.equal(code, 200);
  assert.deepEqual(statuses, [201, 200, 200, 200, 200, 204]);
  assert.equal(results[3]?.resourceBody?.["n"], 7);
  assert.equal(results[3].eTag, results[3].resourceBody["_etag"]);
  assert.equal((await container.item("old", "a").read()).statusCode, 404);
});

test("a failing operation undoes the whole batch: 207, its own status, 424 for all others", async (t) => {
  const { container } = await startedCosmos(t);
  const { etag } = await container.items.create({ id: "taken", pk: "a", n: 1 });
  const { code, statuses } = await run(container, [
    create("first"),
    { operationType: "Replace", id: "taken", resourceBody: { id: "taken", pk: "a", n: 2 } },
    create("taken"),
    create("last"),
  ]);
  assert.equal(code, 207);
  assert.deepEqual(statuses, [424, 424, 409, 424]);
  assert.equal((await container.item("first", "a").read()).statusCode, 404);
  assert.equal((await container.item("taken", "a").read()).etag, etag);
});

const failures: [what: string, operation: object, expected: number][] = [
  [
    "a stale ifMatch",
    { operationType: "Replace", id: "taken", resourceBody: { id: "taken", pk: "a" }, ifMatch: '"x"' },
    412,
  ],
  ["an absent document", { operationType: "Delete", id: "none" }, 404],
  ["a read of an absent document", { operationType: "Read", id: "none" }, 404],
  ["another partition's document", { operationType: "Create", resourceBody: { id: "1", pk: "b" } }, 400],
  ["a bad id", { operationType: "Create", resourceBody: { id: "a?b", pk: "a" } }, 400],
  ["an unknown operation", { operationType: "Merge", id: "taken" }, 400],
];

test("each way to fail has its own status in the batch, and nothing is stored", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "taken", pk: "a" });
  for (const [what, operation, expected] of failures) {
    await t.test(what, async () => {
      const { code, statuses } = await run(container, [create("before"), operation as OperationInput]);
      assert.deepEqual([code, statuses], [207, [424, expected]]);
      assert.equal((await container.item("before", "a").read()).statusCode, 404);
    });
  }
});

test("of concurrent batches with the same ifMatch exactly one wins, whole", async (t) => {
  const { container } = await startedCosmos(t);
  const { etag } = await container.items.create({ id: "state", pk: "a", by: -1 });
  const codes = await Promise.all(
    Array.from({ length: 10 }, async (_, by) => {
      const replace = {
        operationType: "Replace",
        id: "state",
        resourceBody: { id: "state", pk: "a", by },
        ifMatch: etag,
      };
      return (await run(container, [create(`event-${by}`), replace as OperationInput])).code;
    }),
  );
  assert.equal(codes.filter((code) => code === 200).length, 1);
  const by = codes.indexOf(200);
  const { resources } = await container.items
    .query<string>("SELECT VALUE c.id FROM c ORDER BY c.id")
    .fetchAll();
  assert.deepEqual(resources, [`event-${by}`, "state"]);
  assert.equal((await container.item("state", "a").read<{ by: number }>()).resource?.by, by);
});

test("a batch has at most 100 operations and 2 MB", async (t) => {
  const { server, container } = await startedCosmos(t);
  const many = (count: number): OperationInput[] => Array.from({ length: count }, (_, at) => create(`${at}`));
  assert.equal((await run(container, many(100))).code, 200);
  // The SDK itself would not send more than 100.
  const headers = {
    ...inPartitionA,
    "x-ms-cosmos-is-batch-request": "true",
    "x-ms-cosmos-batch-atomic": "true",
  };
  const send = (operations: OperationInput[]): Promise<Response> =>
    signedFetch(server, { method: "POST", path: documents, headers, body: JSON.stringify(operations) });
  assert.equal((await send(many(101))).status, 400);
  assert.equal((await send([])).status, 400);
  const pad = "x".repeat(700_000);
  await assert.rejects(
    run(
      container,
      ["x", "y", "z"].map((id) => create(id, { pad })),
    ),
    status(413),
  );
  assert.equal((await container.item("x", "a").read()).statusCode, 404);
});

test("bulk operations succeed or fail each for itself, over partitions", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "taken", pk: "a" });
  const results = await container.items.executeBulkOperations([
    { operationType: "Create", partitionKey: "a", resourceBody: { id: "1", pk: "a" } },
    { operationType: "Create", partitionKey: "a", resourceBody: { id: "taken", pk: "a" } },
    { operationType: "Upsert", partitionKey: "b", resourceBody: { id: "1", pk: "b" } },
    { operationType: "Read", partitionKey: "a", id: "none" },
    { operationType: "Delete", partitionKey: "a", id: "taken" },
  ]);
  const codes = results.map(({ response, error }) => response?.statusCode ?? error?.code);
  assert.deepEqual(codes, [201, 409, 201, 404, 204]);
  assert.equal((await container.item("1", "b").read()).statusCode, 200);
});

test("a batch that wants no content back gets none, but its ETags (return=minimal)", async (t) => {
  const { container } = await startedCosmos(t);
  const { result } = await container.items.batch([create("1")], "a", {
    contentResponseOnWriteEnabled: false,
  });
  const [only] = (result ?? []) as Result[];
  assert.deepEqual([only?.statusCode, only?.resourceBody], [201, undefined]);
  assert.equal(only?.eTag, (await container.item("1", "a").read()).etag);
});
