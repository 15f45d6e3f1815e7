import assert from "node:assert/strict";
import test from "node:test";
import type { Container, JSONValue } from "@azure/cosmos";
import { startedCosmos } from "./started.ts";

const documents = [
  {
    id: "1",
    pk: "a",
    n: 3,
    s: "x",
    tags: ["red", "blue"],
    lines: [
      { sku: "p", qty: 1 },
      { sku: "q", qty: 5 },
    ],
  },
  { id: "2", pk: "a", n: 1, s: "y", tags: ["red"], lines: [], o: { city: "서울" } },
  { id: "3", pk: "b", n: 2, s: "x", tags: "red", lines: [{ sku: "p", qty: 2 }] },
  { id: "4", pk: "b", n: "10", s: null },
  { id: "5", pk: "b", s: "z", n: null, "odd name": true },
];

const queries: [query: string, results: unknown[]][] = [
  ["SELECT VALUE c.id FROM c WHERE c.n > 1 ORDER BY c.id", ["1", "3"]],
  ["SELECT VALUE r.id FROM root r WHERE r.n >= 1 AND r.pk = 'a' ORDER BY r.id", ["1", "2"]],
  ["SELECT VALUE c.id FROM c WHERE c.n != 1 ORDER BY c.id", ["1", "3", "4", "5"]],
  ["SELECT VALUE c.id FROM c WHERE NOT IS_DEFINED(c.tags) ORDER BY c.id", ["4", "5"]],
  ["SELECT VALUE c.id FROM c WHERE c.o.city = '서울'", ["2"]],
  ["SELECT VALUE c.id FROM c WHERE c['odd name']", ["5"]],
  ["SELECT VALUE c.id FROM c WHERE c.id IN ('5', '1', 'none') ORDER BY c.id", ["1", "5"]],
  ["SELECT VALUE c.id FROM c WHERE STARTSWITH(c.s, 'x') ORDER BY c.id DESC", ["3", "1"]],
  // The order of types: undefined, null, false, true, numbers, texts.
  ["SELECT VALUE c.id FROM c ORDER BY c.n", ["5", "2", "3", "1", "4"]],
  ["SELECT VALUE c.id FROM c ORDER BY c.n DESC", ["4", "1", "3", "2", "5"]],
  ["SELECT VALUE c.id FROM c ORDER BY c.s, c.n DESC", ["4", "1", "3", "2", "5"]],
  ["SELECT VALUE c.id FROM c ORDER BY c.s DESC, c.id", ["5", "2", "1", "3", "4"]],
  ["SELECT TOP 2 VALUE c.id FROM c ORDER BY c.id", ["1", "2"]],
  ["SELECT VALUE c.id FROM c ORDER BY c.id OFFSET 1 LIMIT 2", ["2", "3"]],
  ["SELECT DISTINCT VALUE c.pk FROM c ORDER BY c.pk DESC", ["b", "a"]],
  ["SELECT DISTINCT c.s FROM c ORDER BY c.s", [{ s: null }, { s: "x" }, { s: "y" }, { s: "z" }]],
  [
    "SELECT c.id, c.n AS number, c.none, c.o.city FROM c WHERE c.id = '2'",
    [{ id: "2", number: 1, city: "서울" }],
  ],
  ["SELECT c.id, 1 + 1, UPPER(c.s) FROM c WHERE c.id = '2'", [{ id: "2", $2: 2, $3: "Y" }]],
  ["SELECT VALUE {'key': c.id, 'list': [c.n, c.none]} FROM c WHERE c.id = '2'", [{ key: "2", list: [1] }]],
  ["SELECT c.o FROM c WHERE c.id = '2'", [{ o: { city: "서울" } }]],
  // JOIN is within a document.
  ["SELECT VALUE l.sku FROM c JOIN l IN c.lines WHERE c.pk = 'a'", ["p", "q"]],
  [
    "SELECT c.id, l.qty FROM c JOIN l IN c.lines WHERE l.qty > 1 ORDER BY c.id",
    [
      { id: "1", qty: 5 },
      { id: "3", qty: 2 },
    ],
  ],
  [
    "SELECT VALUE [t, l.sku] FROM c JOIN t IN c.tags JOIN l IN c.lines WHERE c.id = '1'",
    [
      ["red", "p"],
      ["red", "q"],
      ["blue", "p"],
      ["blue", "q"],
    ],
  ],
  ["SELECT VALUE l.sku FROM l IN c.lines WHERE l.qty < 5", ["p", "p"]],
  ["SELECT VALUE city FROM c.o.city", ["서울"]],
  // Subqueries.
  ["SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE l FROM l IN c.lines WHERE l.qty = 5)", ["1"]],
  ["SELECT VALUE ARRAY(SELECT VALUE l.qty * 2 FROM l IN c.lines) FROM c WHERE c.id = '1'", [[2, 10]]],
  [
    "SELECT c.id, (SELECT VALUE COUNT(1) FROM l IN c.lines) AS lines FROM c WHERE c.pk = 'a' ORDER BY c.id",
    [
      { id: "1", lines: 2 },
      { id: "2", lines: 0 },
    ],
  ],
  [
    "SELECT VALUE s.total FROM c JOIN (SELECT VALUE {'total': SUM(l.qty)} FROM l IN c.lines) s WHERE c.id = '1'",
    [6],
  ],
  // Aggregates.
  ["SELECT VALUE COUNT(1) FROM c", [5]],
  ["SELECT VALUE COUNT(c.tags) FROM c", [3]],
  ["SELECT VALUE COUNT(1) FROM c WHERE c.pk = 'none'", [0]],
  ["SELECT VALUE SUM(c.n) FROM c WHERE c.pk = 'a'", [4]],
  ["SELECT VALUE SUM(c.n) FROM c", []],
  ["SELECT VALUE AVG(c.n) FROM c WHERE c.pk = 'a'", [2]],
  ["SELECT VALUE MIN(c.n) FROM c", [null]],
  ["SELECT VALUE MAX(c.n) FROM c", ["10"]],
  [
    "SELECT COUNT(1) AS count, MAX(c.n) - MIN(c.n) AS spread FROM c WHERE c.pk = 'a'",
    [{ count: 2, spread: 2 }],
  ],
  [
    "SELECT c.pk, COUNT(1) AS count FROM c GROUP BY c.pk",
    [
      { pk: "a", count: 2 },
      { pk: "b", count: 3 },
    ],
  ],
  [
    "SELECT c.pk, c.s, MAX(c.n) AS most FROM c WHERE c.s = 'x' GROUP BY c.pk, c.s",
    [
      { pk: "a", s: "x", most: 3 },
      { pk: "b", s: "x", most: 2 },
    ],
  ],
  ["SELECT VALUE UPPER(c.pk) FROM c GROUP BY UPPER(c.pk)", ["A", "B"]],
  // White space, comments and case.
  ['select value C.id -- a comment\nfrom C /* another */ where C.id = "1"', ["1"]],
];

const ask = async (
  container: Container,
  query: string,
  parameters: [string, JSONValue][] = [],
): Promise<unknown[]> => {
  const given = parameters.map(([name, value]) => ({ name, value }));
  return (await container.items.query<unknown>({ query, parameters: given }).fetchAll()).resources;
};

test("queries over documents answer what Azure documents", async (t) => {
  const { container } = await startedCosmos(t);
  for (const document of documents) await container.items.create(document);
  for (const [query, expected] of queries) assert.deepEqual(await ask(container, query), expected, query);
});

test("parameters stand for any JSON value, and TOP, OFFSET and LIMIT take them too", async (t) => {
  const { container } = await startedCosmos(t);
  for (const document of documents) await container.items.create(document);
  assert.deepEqual(await ask(container, "SELECT VALUE c.id FROM c WHERE c.n = @n", [["@n", 3]]), ["1"]);
  assert.deepEqual(
    await ask(container, "SELECT VALUE c.id FROM c WHERE c.o = @o", [["@o", { city: "서울" }]]),
    ["2"],
  );
  assert.deepEqual(
    await ask(container, "SELECT VALUE c.id FROM c WHERE ARRAY_CONTAINS(@ids, c.id)", [["@ids", ["2"]]]),
    ["2"],
  );
  assert.deepEqual(
    await ask(container, "SELECT VALUE c.id FROM c ORDER BY c.id OFFSET @from LIMIT @count", [
      ["@from", 3],
      ["@count", 1],
    ]),
    ["4"],
  );
});

test("the clock's functions tell the server's time", async (t) => {
  const now = Date.UTC(2026, 2, 2, 1, 2, 3, 4);
  const { container } = await startedCosmos(t, { clock: () => now });
  assert.deepEqual(await ask(container, "SELECT VALUE GetCurrentTimestamp()"), [now]);
  assert.deepEqual(await ask(container, "SELECT VALUE GetCurrentDateTime()"), [
    "2026-03-02T01:02:03.0040000Z",
  ]);
});

test("a client that evaluates the query plan itself gets the same results", async (t) => {
  const { container } = await startedCosmos(t);
  for (const document of documents) await container.items.create(document);
  const query = "SELECT VALUE c.id FROM c ORDER BY c.n";
  const { resources } = await container.items
    .query(query, { forceQueryPlan: true, maxItemCount: 2 })
    .fetchAll();
  assert.deepEqual(resources, ["5", "2", "3", "1", "4"]);
});
