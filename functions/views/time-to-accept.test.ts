import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bucketOf, minutesToAccept } from "./time-to-accept.ts";

const countsOf = (minutes: readonly number[]): Record<string, number> => {
  const counts: Record<string, number> = { "accept seconds": 0 };
  for (const one of minutes) {
    const name = `accept ${bucketOf(one)}`;
    counts[name] = (counts[name] ?? 0) + 1;
    counts["accept seconds"] = (counts["accept seconds"] ?? 0) + one * 60;
  }
  return counts;
};

test("nobody accepted: nothing is said", () => {
  assert.deepEqual(minutesToAccept({}), { average: null, median: null, p90: null });
});

test("the average is exact, the quantiles are within their class", () => {
  const { average, median, p90 } = minutesToAccept(countsOf([3, 4, 4, 4, 50]));
  assert.equal(average, 13);
  assert.ok(median !== null && median > 2 && median <= 5, String(median));
  assert.ok(p90 !== null && p90 > 45 && p90 <= 60, String(p90));
});

test("whatever the times, each quantile lies in the class of the true one", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }), (times) => {
      const sorted = times.toSorted((one, other) => one - other);
      const { median, p90 } = minutesToAccept(countsOf(times));
      for (const [part, said] of [
        [0.5, median],
        [0.9, p90],
      ] as const) {
        const truth = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
        assert.ok(said !== null);
        // Longer than a week is one class, of which only the beginning is said; the first class begins at 0.
        const expected = Math.min(bucketOf(truth), 16);
        assert.ok([expected, expected - 1, expected + 1].includes(bucketOf(said)), `${said} for ${truth}`);
      }
    }),
  );
});
