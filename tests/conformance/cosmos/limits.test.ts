import assert from "node:assert/strict";
import test from "node:test";
import { documents, inPartitionA, signedFetch } from "./signed-fetch.ts";
import { startedCosmos, status } from "./started.ts";

test("a document beyond 2 MB is refused with 413 and not stored", async (t) => {
  const { container } = await startedCosmos(t);
  const pad = "x".repeat(2 * 1024 * 1024);
  await assert.rejects(container.items.create({ id: "1", pk: "a", pad }), status(413));
  assert.equal((await container.item("1", "a").read()).statusCode, 404);
  const fits = { id: "1", pk: "a", pad: pad.slice(2000) };
  assert.equal((await container.items.create(fits)).statusCode, 201);
  await assert.rejects(container.item("1", "a").replace({ ...fits, pad: "가".repeat(800_000) }), status(413));
  await assert.rejects(container.items.upsert({ id: "2", pk: "a", pad: "x".repeat(9_000_000) }), status(413));
});

test("an id must be a text of 1 to 255 characters without / \\ ? #", async (t) => {
  const { server, container } = await startedCosmos(t);
  // Sent past the SDK, which refuses some of them itself.
  const raw = async (document: object): Promise<number> => {
    const body = JSON.stringify(document);
    return (await signedFetch(server, { method: "POST", path: documents, headers: inPartitionA, body }))
      .status;
  };
  for (const id of ["a/b", "a\\b", "a?b", "a#b", "", 5, null, "x".repeat(256)]) {
    assert.equal(await raw({ id, pk: "a" }), 400, JSON.stringify(id));
  }
  for (const id of ["x".repeat(255), "공고 2026 100%", "a'b\"c", "é.%2F"]) {
    await container.items.create({ id, pk: "a" });
    assert.equal((await container.item(id, "a").read<{ id: string }>()).resource?.id, id);
  }
});

test("a number beyond a double and nesting beyond 128 levels are refused with 400", async (t) => {
  const { server, container } = await startedCosmos(t);
  let deep: unknown = 1;
  for (let level = 0; level < 128; level += 1) deep = [deep];
  await assert.rejects(container.items.create({ id: "1", pk: "a", deep }), status(400, /128/));
  const body = '{"id":"1","pk":"a","n":1e400}';
  const huge = await signedFetch(server, { method: "POST", path: documents, headers: inPartitionA, body });
  assert.equal(huge.status, 400);
});

test("a body that is no JSON, no valid UTF-8 or no object is refused with 400", async (t) => {
  const { server } = await startedCosmos(t);
  for (const body of ["{", "[]", "1", '"text"', "", Buffer.from([0x22, 0xff, 0x22])]) {
    const refused = await signedFetch(server, {
      method: "POST",
      path: documents,
      headers: inPartitionA,
      body,
    });
    assert.equal(refused.status, 400, String(body));
    assert.equal(((await refused.json()) as { code: string }).code, "BadRequest");
  }
});

test("a document's ttl must be -1 or whole seconds of at least 1", async (t) => {
  const { container } = await startedCosmos(t);
  for (const ttl of [0, -2, 1.5, "60", 2 ** 31]) {
    const document: object = { id: "1", pk: "a", ttl };
    await assert.rejects(container.items.create(document), status(400, /ttl/));
  }
});
