import assert from "node:assert/strict";
import test from "node:test";
import { startedCosmos, status } from "./started.ts";

const refused: [query: string, names: RegExp][] = [
  ["SELECT", /Syntax error/],
  ["SELEC * FROM c", /SELECT is expected/],
  ["SELECT * FROM c WHERE", /an expression is expected/],
  ["SELECT * FROM c WHERE c.a = 'open", /this is no token/],
  ["SELECT * FROM c WHERE c.n = 1 extra", /the query should end here/],
  ["SELECT * FROM c WHERE c.order = 1", /'order' is a reserved word.*\["order"\]/],
  ["SELECT c.value FROM c", /'value' is a reserved word/],
  ["SELECT * FROM c WHERE d.n = 1", /Identifier 'd' could not be resolved/],
  ["SELECT * FROM c JOIN l IN c.lines", /SELECT \*/],
  ["SELECT c.a, d.a FROM c JOIN d IN c.d", /same property name twice/],
  ["SELECT * FROM c WHERE c.n = @missing", /parameter @missing/],
  ["SELECT TOP -1 * FROM c", /a number is expected/],
  ["SELECT * FROM c OFFSET 1", /LIMIT is expected/],
  ["SELECT * FROM c ORDER BY LOWER(c.name)", /could not be mapped to a document path/],
  ["SELECT VALUE l FROM c JOIN l IN c.lines ORDER BY l.qty", /could not be mapped to a document path/],
  ["SELECT c.id, COUNT(1) FROM c", /not contained in either an aggregate function or the GROUP BY/],
  ["SELECT * FROM c WHERE COUNT(1) > 1", /aggregate COUNT/],
  ["SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk ORDER BY c.pk", /ORDER BY together with GROUP BY/],
  ["SELECT VALUE LENGTH(c.id, 1) FROM c", /LENGTH is called with 2 arguments/],
  [
    "SELECT VALUE ST_DISTANCE(c.a, c.b) FROM c",
    /function ST_DISTANCE .*not supported by the local Cosmos DB/,
  ],
  ["SELECT VALUE VectorDistance(c.v, [1]) FROM c", /VECTORDISTANCE .*not supported/],
  ["SELECT TOP 1 * FROM c WHERE FullTextContains(c.text, 'a')", /FULLTEXTCONTAINS .*not supported/],
  ["SELECT VALUE udf.tax(c.n) FROM c", /user-defined function/],
  ["SELECT VALUE c.n & 1 FROM c", /bitwise operator '&'/],
  ["SELECT VALUE ~c.n FROM c", /bitwise operator '~'/],
  ["SELECT * FROM c ORDER BY RANK FullTextScore(c.t, 'a')", /RANK .*not supported/],
  ["SELECT c.pk FROM c GROUP BY c.pk HAVING COUNT(1) > 1", /HAVING .*not supported/],
  ["SELECT VALUE EXISTS(SELECT TOP 1 VALUE l FROM l IN c.lines) FROM c", /TOP in a subquery/],
  ["SELECT VALUE (SELECT VALUE l FROM l IN c.lines ORDER BY l) FROM c", /ORDER BY in a subquery/],
  ["UPDATE c SET c.n = 1", /UPDATE .*not supported/],
  ["DELETE FROM c", /DELETE .*not supported/],
  [`SELECT * FROM c WHERE ${"(".repeat(5000)}1${")".repeat(5000)}`, /nests/],
  [`SELECT * FROM c WHERE ${"NOT ".repeat(100_000)} true`, /nests/],
];

test("a query that is wrong or not supported is refused with 400 and says why", async (t) => {
  const { container } = await startedCosmos(t);
  for (const [query, names] of refused) {
    await assert.rejects(container.items.query(query).fetchAll(), status(400, names), query.slice(0, 80));
  }
});

test("a continuation token of another query, or of none, is refused with 400", async (t) => {
  const { container } = await startedCosmos(t);
  for (const id of ["1", "2", "3"]) await container.items.create({ id, pk: "a" });
  const options = { maxItemCount: 1, partitionKey: "a" };
  const { continuationToken } = await container.items.query("SELECT * FROM c", options).fetchNext();
  assert.equal(typeof continuationToken, "string");
  const again = (query: string, token: string): Promise<unknown> =>
    container.items.query(query, { ...options, continuationToken: token }).fetchNext();
  await again("SELECT * FROM c", continuationToken);
  await assert.rejects(
    again("SELECT * FROM c WHERE c.id > '1'", continuationToken),
    status(400, /another query/),
  );
  await assert.rejects(again("SELECT * FROM c", "rubbish"), status(400, /malformed/));
});
