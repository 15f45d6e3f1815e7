import assert from "node:assert/strict";
import { test } from "node:test";
import { waitingSince } from "./waiting.ts";

const since = "2027-03-02T00:00:00.000Z";
const after = (minutes: number): Date => new Date(Date.parse(since) + minutes * 60_000);

for (const [minutes, unit, count] of [
  [-5, "minutes", 0],
  [0.9, "minutes", 0],
  [1, "minutes", 1],
  [59.9, "minutes", 59],
  [60, "hours", 1],
  [47 * 60 + 59, "hours", 47],
  [48 * 60, "days", 2],
] as const) {
  test(`after ${minutes} minutes somebody has waited for ${count} ${unit}`, () => {
    assert.deepEqual(waitingSince(since, after(minutes)), { unit, count });
  });
}
