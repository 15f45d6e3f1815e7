import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { holdUntil } from "./sms-window.ts";

const seoul = (time: string): Date => new Date(`${time}+09:00`);

const nights: [now: string, until: string | null][] = [
  ["2027-03-02T07:59:59.999", "2027-03-02T08:00:00.000"],
  ["2027-03-02T08:00:00.000", null],
  ["2027-03-02T12:00:00.000", null],
  ["2027-03-02T20:59:59.999", null],
  ["2027-03-02T21:00:00.000", "2027-03-03T08:00:00.000"],
  ["2027-03-02T23:59:59.999", "2027-03-03T08:00:00.000"],
  ["2027-03-03T00:00:00.000", "2027-03-03T08:00:00.000"],
  ["2027-12-31T22:00:00.000", "2028-01-01T08:00:00.000"],
  ["2028-02-28T21:00:00.000", "2028-02-29T08:00:00.000"],
];

for (const [now, until] of nights)
  test(`an advertisement at ${now} in Seoul ${until ? `waits until ${until}` : "goes out"}`, () => {
    assert.deepEqual(holdUntil(seoul(now), "ad", false), until === null ? null : seoul(until));
  });

test("an information never waits, nor an advertisement with the consent to the night", () => {
  for (const [now] of nights) {
    assert.equal(holdUntil(seoul(now), "info", false), null);
    assert.equal(holdUntil(seoul(now), "ad", true), null);
  }
});

test("a wait is shorter than eleven hours and ends when nothing needs to wait", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2024-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
      (now) => {
        const until = holdUntil(now, "ad", false);
        if (until === null) return;
        const hours = (until.getTime() - now.getTime()) / 3_600_000;
        assert.ok(hours > 0 && hours <= 11, `${hours}`);
        assert.equal(holdUntil(until, "ad", false), null);
      },
    ),
  );
});
