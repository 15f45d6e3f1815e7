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
    "\u{10FFFF}",
    "a\u{10FFFF}",
    "\uD83D\uFFFF",
    "\uD800",
    "\0",
    "a\0b",
    "'",
    '"',
    "%",
    "1",
    "null",
  ),
  fc.string({ unit: "grapheme", maxLength: 2 }),
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

// Values come from a small pool, so that documents and questions often have the same ones.
const pool = fc.array(scalar, { minLength: 1, maxLength: 4 });
const others: (Json | undefined)[] = [undefined, [], [1], {}, { x: 1 }];

/** Which of the pool or of the others a place has. */
const pick = fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, fc.integer({ min: -others.length, max: -1 }));
const value = (from: readonly Json[], at: number): Json | undefined =>
  at < 0 ? others.at(at) : from[at % from.length];

const ids = ["a", "b", "ab", "\u{1F600}", "\uFFFD", "a\u{10FFFF}"];
const place = fc.record({
  id: fc.constantFrom(...ids),
  pk: fc.constantFrom("p", "q", 1),
  v: pick,
  w: pick,
  x: pick,
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
    const { body = "" } = store.transaction(
      (next) => writer.upsert(next, JSON.stringify(copy["pk"]), copy, {}),
      { savepoint: false },
    );
    stored.set(JSON.stringify([copy["pk"], id]), JSON.parse(body) as JsonObject);
  }
  return { container, stored: [...stored.values()] };
};

type Question = {
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
    values: pool,
    places: fc.array(place, { maxLength: 12 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    orderBy: order,
    pk: fc.constantFrom(undefined, '"p"', "1"),
    // A question about an id would seldom hit one by a value of the pool.
    x: fc.oneof(fc.nat(3), fc.constantFrom(...ids)),
    y: fc.oneof(fc.nat(3), fc.constantFrom(...ids)),
    maxItemCount: fc.constantFrom(1, 2, 3, 100),
  });
  fc.assert(
    fc.property(question, ({ values, places, conditions, orderBy, pk, x, y, maxItemCount }) => {
      const documents = places.map((at) => ({
        id: at.id,
        pk: at.pk,
        v: value(values, at.v),
        w: value(values, at.w),
        o: { x: value(values, at.x) },
      }));
      const { container, stored } = filled(catalog, store, documents);
      const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
      const by = orderBy.map(([of, descending]) => `${of}${descending ? " DESC" : ""}`).join(", ");
      const query = `SELECT * FROM c ${where} ${by === "" ? "" : `ORDER BY ${by}`}`;
      const given = (at: number | string): Json =>
        typeof at === "string" ? at : (values[at % values.length] ?? null);
      const parameters = [
        { name: "@x", value: given(x) },
        { name: "@y", value: given(y) },
      ];
      const asked = { orderBy, pk, parameters };
      const found = paged(container, query, asked, maxItemCount);
      const wanted = expected(stored, query, asked);
      // Without ORDER BY any order will do, as long as pages agree on it.
      const rids = (all: JsonObject[]): string[] => all.map((each) => each["_rid"] as string);
      const [got, want] = [rids(found), rids(wanted)];
      assert.deepEqual(
        orderBy.length === 0 ? got.sort() : got,
        orderBy.length === 0 ? want.sort() : want,
        query,
      );
    }),
    { numRuns: 400 },
  );
});

test("every question about ids answers the same in SQLite as in the evaluator", (t) => {
  const store = new Store(tempDir(t), () => undefined);
  t.after(() => {
    store.close();
  });
  const all = [...ids, "a\0", "b", "가", "\u{10FFFF}"];
  const { container, stored } = filled(
    new Catalog(store, () => now),
    store,
    all.map((id) => ({ id, pk: "p" })),
  );
  const conditions = [
    "c.id = @x",
    "c.id < @x",
    "c.id <= @x",
    "c.id > @x",
    "c.id >= @x",
    "STARTSWITH(c.id, @x)",
  ];
  for (const condition of [...conditions, "c.id IN (@x, 'ab')", "c.id BETWEEN 'a' AND @x"]) {
    for (const x of [...all, "", 1, null]) {
      const query = `SELECT * FROM c WHERE ${condition} ORDER BY c.id`;
      const asked = { orderBy: [], pk: undefined, parameters: [{ name: "@x", value: x }] };
      const found = paged(container, query, asked, 2).map((each) => each["id"]);
      const wanted = expected(stored, query, asked).map((each) => each["id"]);
      assert.deepEqual(found, wanted, `${condition} with ${JSON.stringify(x)}`);
    }
  }
});

test("texts are ordered by code point", () => {
  const points = (whole: string): number[] => Array.from(whole).map((sign) => sign.codePointAt(0) ?? 0);
  const byPoints = (a: number[], b: number[]): number => {
    const at = a.findIndex((point, place) => point !== b[place]);
    return at === -1 ? a.length - b.length : (a[at] ?? -1) - (b[at] ?? -1);
  };
  const unit = fc.constantFrom("a", "b", "\uD83D", "\uDE00", "\uE000", "\uFFFF");
  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit, maxLength: 4 }));
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      assert.equal(Math.sign(compareText(a, b)), Math.sign(byPoints(points(a), points(b))));
    }),
    { numRuns: 1000 },
  );
});
