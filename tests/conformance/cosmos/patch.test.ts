import assert from "node:assert/strict";
import test from "node:test";
import type { PatchOperation, PatchRequestBody } from "@azure/cosmos";
import { startedCosmos, status } from "./started.ts";

const before = { n: 1, tags: ["x", "y"], o: { a: 1 }, "a/b": 1, nothing: null };

const cases: [what: string, operations: PatchOperation[], after: object][] = [
  [
    "add makes a property",
    [{ op: "add", path: "/new", value: { deep: 1 } }],
    { ...before, new: { deep: 1 } },
  ],
  ["add takes a property's place", [{ op: "add", path: "/n", value: 2 }], { ...before, n: 2 }],
  [
    "add inserts into an array",
    [{ op: "add", path: "/tags/1", value: "z" }],
    { ...before, tags: ["x", "z", "y"] },
  ],
  [
    "add appends at the array's length",
    [{ op: "add", path: "/tags/2", value: "z" }],
    { ...before, tags: ["x", "y", "z"] },
  ],
  ["add appends at '-'", [{ op: "add", path: "/tags/-", value: "z" }], { ...before, tags: ["x", "y", "z"] }],
  ["set makes a property", [{ op: "set", path: "/o/b", value: 2 }], { ...before, o: { a: 1, b: 2 } }],
  [
    "set overwrites in an array",
    [{ op: "set", path: "/tags/1", value: "z" }],
    { ...before, tags: ["x", "z"] },
  ],
  ["replace takes a property's place", [{ op: "replace", path: "/o", value: 3 }], { ...before, o: 3 }],
  ["replace takes null's place", [{ op: "replace", path: "/nothing", value: 1 }], { ...before, nothing: 1 }],
  ["remove takes an item from an array", [{ op: "remove", path: "/tags/0" }], { ...before, tags: ["y"] }],
  [
    "remove takes a property away",
    [{ op: "remove", path: "/o" }],
    { n: 1, tags: ["x", "y"], "a/b": 1, nothing: null },
  ],
  ["incr adds", [{ op: "incr", path: "/n", value: 4 }], { ...before, n: 5 }],
  [
    "incr takes a negative number",
    [{ op: "incr", path: "/o/a", value: -1.5 }],
    { ...before, o: { a: -0.5 } },
  ],
  ["incr makes an absent property", [{ op: "incr", path: "/count", value: 4 }], { ...before, count: 4 }],
  ["a path escapes '/' as ~1", [{ op: "set", path: "/a~1b", value: 2 }], { ...before, "a/b": 2 }],
  [
    "operations follow each other",
    [
      { op: "set", path: "/o/list", value: [] },
      { op: "add", path: "/o/list/-", value: 1 },
      { op: "incr", path: "/o/list/0", value: 1 },
    ],
    { ...before, o: { a: 1, list: [2] } },
  ],
];

const refused: [what: string, operation: object][] = [
  ["add into an absent parent", { op: "add", path: "/none/x", value: 1 }],
  ["add beyond an array's length", { op: "add", path: "/tags/3", value: 1 }],
  ["replace of an absent property", { op: "replace", path: "/none", value: 1 }],
  ["remove of an absent property", { op: "remove", path: "/none" }],
  ["incr of a text", { op: "incr", path: "/tags/0", value: 1 }],
  ["incr by a text", { op: "incr", path: "/n", value: "1" }],
  ["set without a value", { op: "set", path: "/n" }],
  ["move of an absent property", { op: "move", from: "/none", path: "/n" }],
  ["move into itself", { op: "move", from: "/o", path: "/o/a/b" }],
  ["an unknown operation", { op: "copy", path: "/n", value: 1 }],
  ["the id", { op: "set", path: "/id", value: "2" }],
  ["the partition key", { op: "set", path: "/pk", value: "b" }],
  ["a system property", { op: "set", path: "/_etag", value: "x" }],
];

test("patch does what Azure documents for each operation, and nothing of a patch that cannot be done (400)", async (t) => {
  const { container } = await startedCosmos(t);
  for (const [what, operations, after] of cases) {
    await t.test(what, async () => {
      const id = what.replaceAll(/[/']/g, "");
      await container.items.create({ id, pk: "a", ...before });
      const patched = await container.item(id, "a").patch(operations);
      assert.equal(patched.statusCode, 200);
      const { resource } = await container.item(id, "a").read<Record<string, unknown>>();
      assert.deepEqual(
        Object.fromEntries(Object.entries(resource ?? {}).filter(([key]) => !/^(_|id$|pk$)/.test(key))),
        after,
      );
      assert.equal(resource?.["_etag"], patched.etag);
    });
  }
  await t.test("move takes a property elsewhere", async () => {
    await container.items.create({ id: "move", pk: "a", ...before });
    const body = [{ op: "move", from: "/o/a", path: "/moved" }] as unknown as PatchRequestBody;
    const { resource } = await container.item("move", "a").patch<{ o: object; moved: number }>(body);
    assert.deepEqual([resource?.o, resource?.moved], [{}, 1]);
  });
  const { etag } = await container.items.create({ id: "refused", pk: "a", ...before });
  for (const [what, operation] of refused) {
    await t.test(`refused: ${what}`, async () => {
      const body = [{ op: "set", path: "/first", value: 1 }, operation] as PatchRequestBody;
      await assert.rejects(container.item("refused", "a").patch(body), status(400));
      assert.equal((await container.item("refused", "a").read()).etag, etag);
    });
  }
});

test("a patch has at most 10 operations", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a", n: 0 });
  const operations = (count: number): PatchOperation[] =>
    Array.from({ length: count }, () => ({ op: "incr", path: "/n", value: 1 }));
  await assert.rejects(container.item("1", "a").patch(operations(11)), status(400));
  assert.equal((await container.item("1", "a").patch<{ n: number }>(operations(10))).resource?.n, 10);
  await assert.rejects(container.item("2", "a").patch(operations(1)), status(404));
});

test("a conditional patch is done when its filter predicate holds, else refused with 412", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a", step: "requested", n: 1 });
  const patch = (condition: string): ReturnType<typeof item.patch<{ step: string }>> =>
    item.patch({ condition, operations: [{ op: "set", path: "/step", value: "accepted" }] });
  const item = container.item("1", "a");
  await assert.rejects(patch("FROM c WHERE c.step = 'canceled'"), status(412));
  await assert.rejects(patch("WHERE this is no predicate"), status(400));
  assert.equal((await patch("FROM c WHERE c.step = 'requested' AND c.n < 2")).resource?.step, "accepted");
  await assert.rejects(patch("FROM c WHERE c.step = 'requested'"), status(412));
});
