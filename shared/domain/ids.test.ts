import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { id } from "../contract/fields.ts";
import { idFrom, newId } from "./ids.ts";

test("the same words give the same id in every process, and it is an id of the contract", () => {
  // Written down, since ids that are stored already must never change.
  assert.equal(
    idFrom("annual", "이음5G 융합서비스 실증사업", "2028"),
    "63243b9c-ecc9-518e-ba8e-7778c895b0f2",
  );
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), ([first = "", ...rest]) => {
      assert.equal(idFrom(first, ...rest), idFrom(first, ...rest));
      assert.ok(id.safeParse(idFrom(first, ...rest)).success);
    }),
  );
});

test("other words give another id, wherever one word ends and the next begins", () => {
  assert.notEqual(idFrom("interest", "a", "bc"), idFrom("interest", "ab", "c"));
  assert.notEqual(idFrom("interest", "a,b"), idFrom("interest", "a", "b"));
  assert.notEqual(idFrom("interest", 'a","b'), idFrom("interest", "a", "b"));
  assert.notEqual(idFrom("annual", "a", "2027"), idFrom("interest", "a", "2027"));
});

test("a new id is new each time, and an id of the contract", () => {
  const ids = Array.from({ length: 100 }, newId);
  assert.equal(new Set(ids).size, 100);
  for (const one of ids) assert.ok(id.safeParse(one).success);
});
