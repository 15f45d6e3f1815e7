import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Catalog } from "../../../local/cosmos/catalog.ts";
import type { Container } from "../../../local/cosmos/catalog.ts";
import { Documents } from "../../../local/cosmos/documents.ts";
import type { Json, JsonObject } from "../../../local/cosmos/json.ts";
import { compareSortValues, compareText, sortValue } from "../../../local/cosmos/query/compare.ts";
import { compileQuery, newFrame } from "../../../local/cosmos/query/program.ts";
import { runQuery } from "../../../local/cosmos/query/run.ts";
import { Store } from "../../../local/cosmos/store.ts";
import { tempDir } from "./started.ts";

const now = Date.UTC(2026, 2, 2);

// Texts that tempt: other planes, lone surrogates, NUL, quotes, what sorts differently in UTF-16 and UTF-8.
const text = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "b",
    "ab",
    "가",
    "\u{1F600}",
    "\uFFFD",
    "\uE000",
    "\uD800",
    "\0",
    "a\0b",
    "'",
    '"',
    "%",
    "1",
    "null",
  ),
  fc.string({ unit: "grapheme", maxLength: 3 }),
);
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.1,
    0.1 + 0.2,
    0.3,
    1e21,
    2 ** 53,
    2 ** 53 + 2,
    2 ** 60,
    1e300,
    -1e300,
    5e-324,
  ),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar = fc.oneof(text, number, fc.constantFrom(null, true, false));
const value = fc.option(
  fc.oneof({ weight: 6, arbitrary: scalar }, fc.constantFrom<Json>([], [1], {}, { x: 1 })),
  {
    nil: undefined,
  },
);

const document = fc.record({
  id: fc.oneof(
    fc.constantFrom("a", "b", "c", "\u{1F600}", "\uFFFD"),
    fc.string({ minLength: 1, maxLength: 2 }),
  ),
  pk: fc.constantFrom("p", "q", 1),
  v: value,
  w: value,
  o: fc.option(fc.oneof(fc.record({ x: value }), scalar), { nil: undefined }),
});

const path = fc.constantFrom("c.v", "c.w", "c.o.x", "c.id", "c.pk", "c.none");
const comparison = fc.constantFrom("=", "<", "<=", ">", ">=", "!=");
const condition = fc.oneof(
  fc.tuple(path, comparison).map(([of, sign]) => `${of} ${sign} @x`),
  fc.tuple(comparison, path).map(([sign, of]) => `@x ${sign} ${of}`),
  path.map((of) => `${of} IN (@x, @y)`),
  path.map((of) => `${of} BETWEEN @x AND @y`),
  path.map((of) => `STARTSWITH(${of}, @x)`),
  path.map((of) => `(${of} = @x OR ${of} > @y)`),
);
const order = fc.oneof(
  fc.constant<[string, boolean][]>([]),
  fc.array(fc.tuple(path as fc.Arbitrary<string>, fc.boolean()), { minLength: 1, maxLength: 3 }),
);

const filled = (
  catalog: Catalog,
  store: Store,
  documents: readonly object[],
): { container: Container; stored: JsonObject[] } => {
  for (const database of catalog.databases.values()) catalog.deleteDatabase(database);
  const container = catalog.createContainer(catalog.createDatabase("d"), {
    id: "c",
    partitionKey: { paths: ["/pk"] },
  });
  const writer = new Documents(container, now, () => false);
  const stored = new Map<string, JsonObject>();
  for (const each of documents) {
    const copy = JSON.parse(JSON.stringify(each)) as JsonObject;
    const id = copy["id"] as string;
    if (/[/\\?#]/.test(id) || !id.isWellFormed()) continue;
    const { body = "" } = store.transaction(
      (next) => writer.upsert(next, JSON.stringify(copy["pk"]), copy, {}),
      { savepoint: false },
    );
    stored.set(JSON.stringify([copy["pk"], id]), JSON.parse(body) as JsonObject);
  }
  return { container, stored: [...stored.values()] };
};

type Question = {
  where: string;
  orderBy: [string, boolean][];
  pk: string | undefined;
  parameters: { name: string; value: Json }[];
};

/** The same question answered by the evaluator alone, over all documents in memory. */
const expected = (
  stored: readonly JsonObject[],
  text: string,
  { pk, orderBy, parameters }: Question,
): JsonObject[] => {
  const program = compileQuery(text);
  const evaluate = (each: JsonObject): ReturnType<typeof newFrame> => {
    const frame = newFrame(
      Object.fromEntries(parameters.map(({ name, value: given }) => [name, given])),
      now,
    );
    frame.slots[0] = each;
    return frame;
  };
  const keyOf = (each: JsonObject): [string, string] => [JSON.stringify(each["pk"]), each["id"] as string];
  return stored
    .filter((each) => pk === undefined || JSON.stringify(each["pk"]) === pk)
    .filter((each) => program.conditions.every((one) => one.evaluate(evaluate(each)) === true))
    .sort((a, b) => {
      for (const { evaluate: of, descending } of program.orderBy) {
        const sign = compareSortValues(sortValue(of(evaluate(a))), sortValue(of(evaluate(b))));
        if (sign !== 0) return descending ? -sign : sign;
      }
      const [left, right] = [keyOf(a), keyOf(b)];
      const byKey = compareText(left[0], right[0]) || compareText(left[1], right[1]);
      return orderBy.at(-1)?.[1] === true ? -byKey : byKey;
    });
};

const paged = (
  container: Container,
  query: string,
  { pk, parameters }: Question,
  maxItemCount: number,
): JsonObject[] => {
  const results: JsonObject[] = [];
  let continuation: string | undefined;
  do {
    const page = runQuery(
      container,
      compileQuery(query),
      { text: query, parameters, pk, maxItemCount, continuation },
      now,
    );
    assert.ok(page.results.length <= maxItemCount);
    results.push(...page.results.map((result) => JSON.parse(result) as JsonObject));
    continuation = page.continuation;
  } while (continuation !== undefined);
  return results;
};

test("what is pushed down to SQLite answers as the evaluator alone does, in the same order, whatever the page size", (t) => {
  const folder = tempDir(t);
  const store = new Store(folder, () => undefined);
  t.after(() => {
    store.close();
  });
  const catalog = new Catalog(store, () => now);
  const question = fc.record({
    documents: fc.array(document, { maxLength: 12 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    orderBy: order,
    pk: fc.constantFrom(undefined, '"p"', "1"),
    x: fc.oneof(scalar, fc.constant<Json>([1])),
    y: scalar,
    maxItemCount: fc.constantFrom(1, 2, 3, 100),
  });
  fc.assert(
    fc.property(question, ({ documents, conditions, orderBy, pk, x, y, maxItemCount }) => {
      const { container, stored } = filled(catalog, store, documents);
      const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
      const by = orderBy.map(([of, descending]) => `${of}${descending ? " DESC" : ""}`).join(", ");
      const query = `SELECT * FROM c ${where} ${by === "" ? "" : `ORDER BY ${by}`}`;
      const used = [
        { name: "@x", value: x },
        { name: "@y", value: y },
      ];
      const asked = { where, orderBy, pk, parameters: used };
      const found = paged(container, query, asked, maxItemCount);
      const wanted = expected(stored, query, asked);
      // Without ORDER BY any order will do, as long as pages agree on it.
      const sorted = (all: JsonObject[]): string[] => all.map((each) => each["_rid"] as string);
      const [got, want] = [sorted(found), sorted(wanted)];
      assert.deepEqual(
        orderBy.length === 0 ? got.sort() : got,
        orderBy.length === 0 ? want.sort() : want,
        query,
      );
    }),
    { numRuns: 400 },
  );
});
