import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Catalog } from "../../../local/cosmos/catalog.ts";
import type { Json, JsonObject } from "../../../local/cosmos/json.ts";
import { Store } from "../../../local/cosmos/store.ts";
import { expected, filled, ids, now, paged } from "./evaluator-model.ts";
import { tempDir } from "./started.ts";

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
