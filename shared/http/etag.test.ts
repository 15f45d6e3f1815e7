import assert from "node:assert/strict";
import { test } from "node:test";
import { etagOf, versionsIn } from "./etag.ts";
import { HttpRefusal } from "./problem.ts";

const allowed: [string | null, number[] | undefined][] = [
  [null, undefined], // no condition
  ["*", undefined],
  [" * ", undefined],
  [etagOf(7), [7]],
  ['"7"', [7]],
  ['"7", "8"', [7, 8]],
  ['"7" ,"8"', [7, 8]],
  ['"7",', [7]], // empty elements are passed over
  [', "7",, "8"', [7, 8]],
  ['W/"7"', []], // If-Match compares strongly: a weak tag matches nothing
  ['W/"7", "8"', [8]],
  ['"abc"', []], // a tag, but none of ours
  ['"a,b"', []], // a comma may be in a tag
  ['"7,8"', []],
  ['""', []],
  ['"07"', []], // tags are compared sign by sign
  ['"-7"', []],
  ['"7.0"', []],
  ['"1e1"', []],
  ['"9999999999999999999"', []],
];

for (const [header, versions] of allowed) {
  test(`If-Match ${header ?? "left out"} allows ${versions ? `[${versions.join(", ")}]` : "every version"}`, () => {
    assert.deepEqual(versionsIn(header), versions);
  });
}

for (const header of ["", "7", "'7'", '"7', '7"', '"7" "8"', '"7";"8"', 'w/"7"', '"a b"', '*, "7"']) {
  test(`If-Match ${JSON.stringify(header)} is no list of entity tags`, () => {
    assert.throws(
      () => versionsIn(header),
      (error) =>
        error instanceof HttpRefusal && error.kind === "invalid" && error.errors[0]?.path === "If-Match",
    );
  });
}

test("a long hostile header is answered at once", () => {
  const begun = performance.now();
  assert.throws(() => versionsIn(`${'"a",'.repeat(4_000)} x`), HttpRefusal);
  assert.throws(() => versionsIn(`"${" ".repeat(16_000)}`), HttpRefusal);
  assert.ok(performance.now() - begun < 1_000);
});
