import assert from "node:assert/strict";
import test from "node:test";
import type { Container, FeedOptions } from "@azure/cosmos";
import { documents, signedFetch } from "./signed-fetch.ts";
import { startedCosmos } from "./started.ts";

const fill = async (container: Container, count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, (_, at) => String(at).padStart(5, "0"));
  for (let at = 0; at < count; at += 100) {
    const chunk = ids.slice(at, at + 100);
    const { code } = await container.items.batch(
      chunk.map((id) => ({
        operationType: "Create",
        resourceBody: { id, pk: "a", n: (Number(id) * 7) % 100, kind: Number(id) % 3, parts: [1, 2, 3] },
      })),
      "a",
    );
    assert.equal(code, 200);
  }
  return ids;
};

/** All pages of a query, each asked for with nothing but the token of the one before. */
const pages = async <T>(
  container: Container,
  query: string,
  options: FeedOptions,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<T[][]> => {
  const all: T[][] = [];
  let continuationToken: string | undefined;
  do {
    const given = continuationToken === undefined ? {} : { continuationToken };
    const page = await container.items.query<T>(query, { ...options, ...given }).fetchNext();
    all.push(page.resources);
    // The SDK's type says that there always is one.
    continuationToken = page.hasMoreResults ? page.continuationToken : undefined;
    await between();
  } while (continuationToken !== undefined);
  return all;
};

test("pages follow each other by their continuation tokens, full but for the last", async (t) => {
  const { container } = await startedCosmos(t);
  const ids = await fill(container, 250);
  const options = { maxItemCount: 100, partitionKey: "a" };
  const found = await pages<string>(container, "SELECT VALUE c.id FROM c", options);
  assert.deepEqual(
    found.map((page) => page.length),
    [100, 100, 50],
  );
  assert.deepEqual(found.flat(), ids);
});

const orders = ["c.n", "c.n DESC", "c.kind, c.n", "c.kind DESC, c.n DESC", "c.kind, c.n DESC", "c.id DESC"];

test("pages in any order are the one order cut apart, over ties too", async (t) => {
  const { container } = await startedCosmos(t);
  await fill(container, 200);
  for (const order of orders) {
    for (const options of [{ partitionKey: "a" }, {}]) {
      const query = `SELECT VALUE c.id FROM c WHERE c.n >= 0 ORDER BY ${order}`;
      const whole = await pages<string>(container, query, { ...options, maxItemCount: 1000 });
      const cut = await pages<string>(container, query, { ...options, maxItemCount: 17 });
      assert.equal(whole.flat().length, 200);
      assert.deepEqual(cut.flat(), whole.flat(), order);
    }
  }
});

test("TOP, OFFSET LIMIT, DISTINCT, GROUP BY and JOIN hold over pages", async (t) => {
  const { container } = await startedCosmos(t);
  const ids = await fill(container, 100);
  const cut = async (query: string, maxItemCount = 7): Promise<unknown[]> =>
    (await pages<unknown>(container, query, { maxItemCount })).flat();
  assert.deepEqual(await cut("SELECT TOP 30 VALUE c.id FROM c"), ids.slice(0, 30));
  assert.deepEqual(await cut("SELECT VALUE c.id FROM c ORDER BY c.id OFFSET 20 LIMIT 30"), ids.slice(20, 50));
  assert.deepEqual(await cut("SELECT DISTINCT VALUE c.kind FROM c ORDER BY c.kind DESC", 1), [2, 1, 0]);
  assert.deepEqual(await cut("SELECT c.kind, COUNT(1) AS n FROM c GROUP BY c.kind", 2), [
    { kind: 0, n: 34 },
    { kind: 1, n: 33 },
    { kind: 2, n: 33 },
  ]);
  assert.deepEqual(
    await cut("SELECT VALUE [c.id, p] FROM c JOIN p IN c.parts"),
    ids.flatMap((id) => [1, 2, 3].map((part) => [id, part])),
  );
});

test("a continuation neither repeats nor skips what stays, while documents come and go between pages", async (t) => {
  const { container } = await startedCosmos(t);
  const ids = await fill(container, 100);
  let round = 0;
  const disturb = async (): Promise<void> => {
    round += 1;
    // Before and after wherever the reader stands; what is deleted is the last document that it saw.
    await container.items.create({ id: `0-${round}`, pk: "a" });
    await container.items.create({ id: `z-${round}`, pk: "a" });
    await container.item(ids[round * 10 - 1] ?? "", "a").delete();
  };
  const options = { maxItemCount: 10, partitionKey: "a" };
  const seen: string[] = [];
  let continuationToken: string | undefined;
  for (let page = 0; page < 9; page += 1) {
    const given = continuationToken === undefined ? {} : { continuationToken };
    const answered = await container.items
      .query<string>("SELECT VALUE c.id FROM c ORDER BY c.id", { ...options, ...given })
      .fetchNext();
    seen.push(...answered.resources);
    continuationToken = answered.continuationToken;
    await disturb();
  }
  assert.deepEqual(seen, ids.slice(0, 90));
});

test("a page reads about as many documents as it shows, wherever in the partition it lies", async (t) => {
  const { container } = await startedCosmos(t);
  await fill(container, 1000);
  const queries = [
    "SELECT * FROM c WHERE c.id > @after ORDER BY c.id",
    "SELECT c.id FROM c WHERE c.kind = 1 AND c.id > @after ORDER BY c.id",
    "SELECT * FROM c WHERE c.n >= 42 ORDER BY c.n",
    "SELECT * FROM c WHERE c.kind = 2 ORDER BY c.n DESC",
  ];
  for (const query of queries) {
    const { headers, resources } = (await container.items
      .query(
        { query, parameters: [{ name: "@after", value: "00500" }] },
        { maxItemCount: 20, partitionKey: "a" },
      )
      .fetchNext()) as unknown as {
      headers: Record<string, Record<string, { retrievedDocumentCount: number }>>;
      resources: unknown[];
    };
    assert.equal(resources.length, 20);
    const read = headers["x-ms-documentdb-query-metrics"]?.["0"]?.retrievedDocumentCount;
    assert.ok(read !== undefined && read <= 21, `${query} read ${read}`);
  }
});

test("a page ends at 4 MB", async (t) => {
  const { container } = await startedCosmos(t);
  const pad = "x".repeat(1_000_000);
  for (const id of ["1", "2", "3", "4", "5", "6"]) await container.items.create({ id, pk: "a", pad });
  const found = await pages<{ id: string }>(container, "SELECT * FROM c", { maxItemCount: 100 });
  assert.deepEqual(
    found.map((page) => page.map(({ id }) => id)),
    [["1", "2", "3", "4", "5"], ["6"]],
  );
});

test("documents are listed without a query, page by page (GET)", async (t) => {
  const { server, container } = await startedCosmos(t);
  const ids = await fill(container, 150);
  const list = async (headers: Record<string, string>): Promise<{ ids: string[]; token: string | null }> => {
    const response = await signedFetch(server, { method: "GET", path: documents, headers });
    const { Documents: found } = (await response.json()) as { Documents: { id: string }[] };
    return { ids: found.map(({ id }) => id), token: response.headers.get("x-ms-continuation") };
  };
  const first = await list({});
  const second = await list({ "x-ms-continuation": first.token ?? "" });
  assert.deepEqual([first.ids.length, second.ids.length, second.token], [100, 50, null]);
  assert.deepEqual([...first.ids, ...second.ids], ids);
  const bad = await signedFetch(server, {
    method: "GET",
    path: documents,
    headers: { "x-ms-max-item-count": "0" },
  });
  assert.equal(bad.status, 400);
});

test("a partition key range that is not there is gone (410, substatus 1002), as after a split", async (t) => {
  const { server } = await startedCosmos(t);
  const headers = { "x-ms-documentdb-partitionkeyrangeid": "7" };
  const gone = await signedFetch(server, { method: "GET", path: documents, headers });
  assert.deepEqual([gone.status, gone.headers.get("x-ms-substatus")], [410, "1002"]);
});
