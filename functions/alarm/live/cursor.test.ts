import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCursor, writeCursor } from "./cursor.ts";

test("property: a cursor is read as it was written", () => {
  const second = fc.integer({ min: 0, max: 10 ** 12 - 1 });
  fc.assert(
    fc.property(second, second, (everyone, own) => {
      assert.deepEqual(readCursor(writeCursor({ everyone, own })), { everyone, own });
    }),
  );
});

for (const id of ["", "1", "1-", "-1", "a-b", "1-2-3", " 1-2", "1.5-2", "1234567890123-1"]) {
  test(`${JSON.stringify(id)} is no cursor`, () => {
    assert.equal(readCursor(id), undefined);
  });
}
