import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Catalog } from "../../../local/cosmos/catalog.ts";
import { compareText } from "../../../local/cosmos/query/compare.ts";
import { Store } from "../../../local/cosmos/store.ts";
import { expected, filled, ids, now, paged } from "./evaluator-model.ts";
import { tempDir } from "./started.ts";

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

test("texts that SQLite would change on their way in are paged in their place all the same", (t) => {
  const store = new Store(tempDir(t), () => undefined);
  t.after(() => {
    store.close();
  });
  const texts = ["\uD800", "\uD83D\uFFFF", "\uFFFD", "a\0b", "a", "\u{1F600}", "\uDE00"];
  const { container, stored } = filled(
    new Catalog(store, () => now),
    store,
    texts.map((v, at) => ({ id: `${at}`, pk: "p", v })),
  );
  for (const query of ["SELECT * FROM c ORDER BY c.v", "SELECT * FROM c ORDER BY c.v DESC"]) {
    const asked = { orderBy: [], pk: undefined, parameters: [] };
    assert.deepEqual(paged(container, query, asked, 1), expected(stored, query, asked), query);
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
