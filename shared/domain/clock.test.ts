import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isDate, oneYearOn, seoulDate, seoulHour, seoulInstant } from "./clock.ts";

const instants = fc.date({
  min: new Date("1989-01-01T00:00:00Z"),
  max: new Date("2200-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const days = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

test("the day in Seoul changes at 15:00 UTC", () => {
  assert.equal(seoulDate(new Date("2027-03-01T14:59:59.999Z")), "2027-03-01");
  assert.equal(seoulDate(new Date("2027-03-01T15:00:00.000Z")), "2027-03-02");
  assert.equal(seoulDate(new Date("2027-12-31T15:00:00.000Z")), "2028-01-01");
});

test("day and hour in Seoul are those of the time zone database", () => {
  const seoul = new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Seoul",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
  });
  fc.assert(
    fc.property(instants, (at) => {
      assert.equal(`${seoulDate(at)}, ${String(seoulHour(at)).padStart(2, "0")}`, seoul.format(at));
    }),
  );
});

test("an hour of a day in Seoul is the instant that begins it", () => {
  assert.equal(seoulInstant("2027-03-02", 8).toISOString(), "2027-03-01T23:00:00.000Z");
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 23 }), (day, hour) => {
      const at = seoulInstant(day, hour);
      fc.pre(at.getUTCFullYear() > 0);
      assert.deepEqual([seoulDate(at), seoulHour(at)], [day, hour]);
    }),
  );
});

test("a day that the calendar does not have is none", () => {
  for (const day of ["2027-02-28", "2028-02-29", "2000-02-29", "2027-12-31"]) assert.ok(isDate(day), day);
  const none = [
    "2027-02-29",
    "2100-02-29",
    "2027-02-31",
    "2027-13-01",
    "2027-00-01",
    "2027-01-00",
    "2027-1-1",
  ];
  const odd = [
    "",
    "20270101",
    " 2027-01-01",
    "2027-01-01\n",
    "2027-01-01T00:00:00Z",
    "+2027-01-01",
    "２０２７-01-01",
  ];
  for (const day of [...none, ...odd]) assert.ok(!isDate(day), day);
});

test("a day is one of the calendar exactly when the calendar gives it back", () => {
  const two = (number: number): string => String(number).padStart(2, "0");
  const parts = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.nat(13), fc.nat(32));
  const agrees = ([year, month, day]: [number, number, number]): void => {
    const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
    const parsed = Date.parse(`${text}T00:00:00.000Z`);
    const given = Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString().slice(0, 10);
    assert.equal(isDate(text), given === text, text);
  };
  fc.assert(fc.property(parts, agrees));
  for (const year of [1900, 2000, 2027, 2028]) {
    for (let month = 1; month <= 12; month++) for (const day of [28, 29, 30, 31]) agrees([year, month, day]);
  }
});

test("one year on is the same day of the next year, but 29 February becomes the 28th", () => {
  assert.equal(oneYearOn("2027-03-02"), "2028-03-02");
  assert.equal(oneYearOn("2027-12-31"), "2028-12-31");
  assert.equal(oneYearOn("2027-02-28"), "2028-02-28");
  assert.equal(oneYearOn("2028-02-29"), "2029-02-28");
});

test("one year on is always a day of the calendar, a year of days later", () => {
  fc.assert(
    fc.property(days, (day) => {
      const next = oneYearOn(day);
      assert.ok(isDate(next), `${day} became ${next}`);
      const passed = (Date.parse(next) - Date.parse(day)) / 86_400_000;
      // ISO dates of four digits end with the year 9999: such a day stays.
      if (!day.startsWith("9999")) assert.ok(passed === 365 || passed === 366, `${passed} days`);
    }),
    { examples: [["9999-12-31"], ["2028-02-29"], ["0009-01-01"]] },
  );
});
