import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { projectname } from "../contract/fields.ts";
import { fromCursor, pageQuery, toCursor } from "./page.ts";
import { HttpRefusal } from "./problem.ts";

const query = z.strictObject(pageQuery);

test("a cursor brings its sort key back, and fits into a query", () => {
  const names = fc
    .string({ unit: fc.constantFrom("가", "힣", "|", "a", "😀", '"') })
    .filter((name) => projectname.safeParse(name).success);
  fc.assert(
    fc.property(names, (name) => {
      const sortKey = `7972|${name}|7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f`;
      const cursor = toCursor(sortKey);
      assert.equal(fromCursor(cursor), sortKey);
      assert.match(cursor, /^[\w-]+$/);
    }),
  );
  const longest = toCursor(`7972|${"가".repeat(200)}|7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f`);
  assert.ok(query.safeParse({ cursor: longest }).success);
});

test("without a cursor a list begins at its beginning", () => {
  assert.equal(fromCursor(undefined), undefined);
});

test("what is no cursor of ours is refused by name", () => {
  for (const cursor of ["%%%", "a b", "Zg==", "Zh", "_w", "가", "A"]) {
    assert.throws(
      () => fromCursor(cursor),
      (error) =>
        error instanceof HttpRefusal && error.kind === "invalid" && error.errors[0]?.path === "cursor",
      cursor,
    );
  }
});

test("a page has 1 to 100 items, 20 when nothing is said", () => {
  assert.equal(query.parse({}).limit, 20);
  for (const limit of ["1", "100"]) assert.equal(query.parse({ limit }).limit, Number(limit));
  for (const limit of ["0", "101", "-1", "1.5", "x", "", "1e9", "NaN"])
    assert.ok(!query.safeParse({ limit }).success, limit);
  assert.ok(!query.safeParse({ cursor: "" }).success);
  assert.ok(!query.safeParse({ cursor: "a".repeat(1025) }).success);
});
