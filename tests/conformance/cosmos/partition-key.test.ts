import assert from "node:assert/strict";
import test from "node:test";
import { startedCosmos, status } from "./started.ts";

test("a partition key may be a text, a number, a boolean, null or missing, and each is a partition of its own", async (t) => {
  const { container } = await startedCosmos(t);
  const documents = [
    { id: "x", pk: "1" },
    { id: "x", pk: 1 },
    { id: "x", pk: 1.5 },
    { id: "x", pk: true },
    { id: "x", pk: null },
    { id: "x" },
  ];
  for (const document of documents) await container.items.create(document);
  for (const document of documents) {
    const item = container.item("x", document.pk);
    const { resource } = await item.read<{ pk?: unknown }>();
    assert.deepEqual(resource?.pk, document.pk);
  }
  assert.equal((await container.items.query("SELECT VALUE COUNT(1) FROM c").fetchAll()).resources[0], 6);
});

test("a query within a partition sees that partition alone", async (t) => {
  const { container } = await startedCosmos(t);
  for (const pk of ["a", "b"]) for (const id of ["1", "2"]) await container.items.create({ id, pk });
  const { resources } = await container.items
    .query<{ pk: string }>("SELECT * FROM c", { partitionKey: "a" })
    .fetchAll();
  assert.deepEqual(
    resources.map(({ pk }) => pk),
    ["a", "a"],
  );
});

test("a nested path is a partition key too", async (t) => {
  const { container } = await startedCosmos(t, { partitionKey: { paths: ["/address/city"] } });
  await container.items.create({ id: "1", address: { city: "서울" } });
  assert.equal((await container.item("1", "서울").read()).statusCode, 200);
  await assert.rejects(
    container.item("1", "서울").replace({ id: "1", address: { city: "부산" } }),
    status(400),
  );
});

test("a key in the header that is not the document's is refused with 400", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  await assert.rejects(
    container.item("1", "a").replace({ id: "1", pk: "b" }),
    (error: { substatus?: number }) => {
      assert.equal(error.substatus, 1001);
      return status(400, /PartitionKey extracted from document doesn't match/)(error);
    },
  );
  assert.equal((await container.item("1", "a").read<{ pk: string }>()).resource?.pk, "a");
});

test("an object or an array is no partition key (400)", async (t) => {
  const { container } = await startedCosmos(t);
  await assert.rejects(container.items.create({ id: "1", pk: { a: 1 } }), status(400));
  await assert.rejects(container.items.create({ id: "1", pk: ["a"] }), status(400));
});

test("a partition key of 2048 bytes is taken, a longer one refused (400)", async (t) => {
  const { container } = await startedCosmos(t);
  assert.equal((await container.items.create({ id: "1", pk: "k".repeat(2048) })).statusCode, 201);
  await assert.rejects(container.items.create({ id: "1", pk: "k".repeat(2049) }), status(400, /2048/));
});

test("several values for the partition key (hierarchical keys) are refused by name", async (t) => {
  const { container } = await startedCosmos(t);
  await assert.rejects(container.item("1", ["a", "b"]).read(), status(400, /hierarchical/));
});
