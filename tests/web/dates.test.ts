import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  daysUntil,
  formatDay,
  formatDday,
  formatInstant,
  formatPeriod,
  seoulDay,
} from "../../web/i18n/dates.ts";

/** As it is read: what keeps a day on one line is not seen. */
const read = (text: string): string => text.replaceAll("\u00a0", " ").replaceAll("\u2060", "");

test("a day and an instant are written as Korean offices do, in Asia/Seoul", () => {
  assert.equal(read(formatDay("2026-03-02")), "2026. 3. 2.(월)");
  assert.equal(read(formatInstant("2026-03-01T15:05:00.000Z")), "2026. 3. 2.(월) 00:05");
});

test("a period may be open on either side", () => {
  assert.equal(read(formatPeriod("2026-03-02", "2026-03-31")), "2026. 3. 2.(월) ~ 2026. 3. 31.(화)");
  assert.equal(read(formatPeriod("2026-03-02", undefined)), "2026. 3. 2.(월) ~");
  assert.equal(read(formatPeriod(undefined, "2026-03-31")), "~ 2026. 3. 31.(화)");
  assert.equal(formatPeriod(undefined, undefined), "");
});

test("the day in Seoul begins nine hours before that of UTC", () => {
  assert.equal(seoulDay(new Date("2026-03-01T14:59:59Z")), "2026-03-01");
  assert.equal(seoulDay(new Date("2026-03-01T15:00:00Z")), "2026-03-02");
});

test("D-day counts days, whatever the months and leap years between them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -800, max: 800 }), (start, days) => {
      const day = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);
      assert.equal(daysUntil(day(start + days), day(start)), days);
    }),
  );
  assert.deepEqual([3, 0, -1].map(formatDday), ["D-3", "D-Day", "D+1"]);
});
