import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { seoulDate } from "../../shared/domain/clock.ts";
import { holidaysWith } from "./holidays.ts";
import { deadlinesOf } from "./rules.ts";
import { addWorkingMinutes, isWorkingDay, type WorkCalendar } from "./working-time.ts";
import { usualRules } from "./rules.fake.ts";

const office: WorkCalendar = {
  workingHours: { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" },
  leave: [],
  holidays: holidaysWith([]),
};
const seoul = (text: string): Date => new Date(`${text}:00+09:00`);
const after = (from: string, minutes: number, calendar = office): string =>
  new Date(addWorkingMinutes(seoul(from), minutes, calendar).getTime() + 9 * 3_600_000)
    .toISOString()
    .slice(0, 16);

const cases: [string, string, number, string, WorkCalendar][] = [
  ["inside a day, the clock counts", "2027-03-03T10:00", 30, "2027-03-03T10:30", office],
  ["before the day, it begins with the day", "2027-03-03T03:00", 30, "2027-03-03T09:30", office],
  ["the evening does not count", "2027-03-03T17:50", 30, "2027-03-04T09:20", office],
  ["a day can be used up to its last minute", "2027-03-03T17:30", 30, "2027-03-03T18:00", office],
  ["the weekend does not count", "2027-03-05T17:50", 30, "2027-03-08T09:20", office],
  ["the 1st of March is a holiday, a Monday in 2027", "2027-02-26T17:50", 30, "2027-03-02T09:20", office],
  [
    "an announced holiday does not count",
    "2027-02-05T17:50",
    30,
    "2027-02-10T09:20",
    { ...office, holidays: holidaysWith(["2027-02-08", "2027-02-09"]) },
  ],
  [
    "leave does not count, its last day included",
    "2027-03-03T17:50",
    30,
    "2027-03-09T09:20",
    { ...office, leave: [{ from: "2027-03-04", to: "2027-03-08" }] },
  ],
  ["more than a day's work takes days", "2027-03-03T09:00", 9 * 60 + 1, "2027-03-04T09:01", office],
];
for (const [why, from, minutes, then, calendar] of cases) {
  test(`working time: ${why}`, () => {
    assert.equal(after(from, minutes, calendar), then);
  });
}

test("of somebody who never comes back, an end is known too", () => {
  const away = { ...office, leave: [{ from: "2000-01-01", to: "2099-12-31" }] };
  const end = addWorkingMinutes(seoul("2027-03-03T10:00"), 1, away);
  assert.ok(end > seoul("2030-01-01T00:00") && end < seoul("2031-01-01T00:00"));
});

test("who goes away before deciding keeps the customer waiting for three times the work at most", () => {
  const rules = usualRules({ holidays: office.holidays });
  const there = deadlinesOf(seoul("2027-03-03T10:00"), office, rules);
  assert.deepEqual(there, { remindAt: "2027-03-03T01:30:00.000Z", passAt: "2027-03-03T02:00:00.000Z" });
  const leave = [{ from: "2027-03-04", to: "2027-06-30" }];
  const away = deadlinesOf(seoul("2027-03-03T17:30"), { ...office, leave }, rules);
  assert.equal(away.passAt, seoul("2027-03-04T11:30").toISOString());
});

const minuteMs = 60_000;
const instants = fc
  .integer({
    min: seoul("2027-01-01T00:00").getTime() / minuteMs,
    max: seoul("2027-12-01T00:00").getTime() / minuteMs,
  })
  .map((minute) => new Date(minute * minuteMs));
const days = fc.integer({ min: 1, max: 330 }).map((day) => seoulDate(new Date(Date.UTC(2027, 0, day))));
const times = fc
  .tuple(fc.integer({ min: 0, max: 1438 }), fc.integer({ min: 1, max: 1439 }))
  .filter(([from, to]) => from < to)
  .map(([from, to]) => ({ from: clock(from), to: clock(to) }));
const calendars: fc.Arbitrary<WorkCalendar> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    times,
    leave: fc.array(
      fc.tuple(days, days).map(([one, other]) => ({ from: min(one, other), to: min(one, other) })),
      {
        maxLength: 3,
      },
    ),
    holidays: fc.array(days, { maxLength: 5 }),
  })
  .map((it) => ({
    workingHours: { days: it.days, ...it.times },
    leave: it.leave,
    holidays: holidaysWith(it.holidays),
  }));

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
function min(one: string, other: string): string {
  return one < other ? one : other;
}

/** Minute by minute, as somebody with a calendar and a lot of time would count. */
const worked = (from: Date, to: Date, calendar: WorkCalendar): number => {
  let minutes = 0;
  for (let at = from.getTime(); at < to.getTime(); at += minuteMs) {
    const local = new Date(at + 9 * 3_600_000).toISOString();
    const time = local.slice(11, 16);
    const { from: begin, to: end } = calendar.workingHours;
    if (isWorkingDay(local.slice(0, 10), calendar) && begin <= time && time < end) minutes += 1;
  }
  return minutes;
};

test("up to the end exactly so many minutes were worked, and the last of them was the minute before", () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 300 }), calendars, (from, minutes, calendar) => {
      const end = addWorkingMinutes(from, minutes, calendar);
      if (end.getTime() - from.getTime() > 60 * 24 * 60 * minuteMs) return;
      assert.equal(worked(from, end, calendar), minutes);
      assert.equal(worked(from, new Date(end.getTime() - minuteMs), calendar), minutes - 1);
    }),
    { numRuns: 60 },
  );
});

test("two waits one after the other are one long one", () => {
  const minutes = fc.integer({ min: 1, max: 2_000 });
  fc.assert(
    fc.property(instants, minutes, minutes, calendars, (from, one, other, calendar) => {
      // Further on than it looks ahead, it is only known that it takes too long.
      fc.pre(addWorkingMinutes(from, one + other, calendar) < seoul("2029-01-01T00:00"));
      const twice = addWorkingMinutes(addWorkingMinutes(from, one, calendar), other, calendar);
      assert.deepEqual(twice, addWorkingMinutes(from, one + other, calendar));
    }),
  );
});
