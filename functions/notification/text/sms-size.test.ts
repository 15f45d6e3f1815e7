import assert from "node:assert/strict";
import { test } from "node:test";
import { smsSize, unitsOfParts } from "./sms-size.ts";

const sizes: [what: string, text: string, units: number, parts: number][] = [
  ["70 units of Hangul are one part", "가".repeat(70), 70, 1],
  ["71 are two", "가".repeat(71), 71, 2],
  ["134 are two", "가".repeat(134), 134, 2],
  ["135 are three", "가".repeat(135), 135, 3],
  ["one Hangul makes every character UCS-2", `가${"a".repeat(70)}`, 71, 2],
  ["160 units of GSM-7 are one part", "a".repeat(160), 160, 1],
  ["161 are two", "a".repeat(161), 161, 2],
  ["306 are two", "a".repeat(306), 306, 2],
  ["307 are three", "a".repeat(307), 307, 3],
  ["a brace costs two units of GSM-7", "{}".repeat(40), 160, 1],
  [
    "an escape is not cut in two, so the first part ends early",
    `${"a".repeat(152)}{${"a".repeat(152)}`,
    306,
    3,
  ],
  [
    "a surrogate pair is not cut in two, so the first part ends early",
    `${"가".repeat(66)}😀${"가".repeat(66)}`,
    134,
    3,
  ],
  ["nothing is one part", "", 0, 1],
];

for (const [what, text, units, parts] of sizes)
  test(what, () => {
    assert.deepEqual(smsSize(text), { units, parts });
  });

test("so many parts have room for so many units, and for no more", () => {
  for (const parts of [1, 2, 3, 5]) {
    assert.equal(smsSize("가".repeat(unitsOfParts(parts))).parts, parts);
    assert.equal(smsSize("가".repeat(unitsOfParts(parts) + 1)).parts, parts + 1);
  }
});
