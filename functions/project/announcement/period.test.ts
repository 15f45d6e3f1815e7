import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isDate } from "../../../shared/domain/clock.ts";
import { readPeriod } from "./period.ts";
import type { PeriodKind } from "./period.ts";

const understood: [
  text: string,
  kind: PeriodKind,
  startDate: string | undefined,
  endDate: string | undefined,
][] = [
  ["2027-01-11 ~ 2027-02-05", "range", "2027-01-11", "2027-02-05"],
  ["20270201 ~ 20270312", "range", "2027-02-01", "2027-03-12"],
  ["2027.3.2~2027.3.31", "range", "2027-03-02", "2027-03-31"],
  ["2027/03/02 ∼ 2027/03/31", "range", "2027-03-02", "2027-03-31"],
  ["2027. 3. 2.(화) 09:00 ~ 3. 31.(수) 18:00까지", "range", "2027-03-02", "2027-03-31"],
  ["2027년 3월 2일(화) ~ 3월 31일(수)", "range", "2027-03-02", "2027-03-31"],
  ["'27. 3. 2. ~ '27. 3. 31.", "range", "2027-03-02", "2027-03-31"],
  ["27.3.2 ~ 27.3.31", "range", "2027-03-02", "2027-03-31"],
  ["2027-03-02 09:00 ~ 03-31 오후 6시까지", "range", "2027-03-02", "2027-03-31"],
  ["접수기간 : 2027.3.2 ~ 3.31", "range", "2027-03-02", "2027-03-31"],
  ["２０２７．３．２ ～ ２０２７．３．３１", "range", "2027-03-02", "2027-03-31"],
  ["2027-03-02 ~ 2027-03-31 (예산 소진 시 조기 마감)", "range", "2027-03-02", "2027-03-31"],
  ["2027-03-02 ~ 2027-03-02", "range", "2027-03-02", "2027-03-02"],
  ["2027. 12. 20. ~ 2028. 1. 10.", "range", "2027-12-20", "2028-01-10"],
  ["~ 2027.3.31", "range", undefined, "2027-03-31"],
  ["2027.3.31까지", "range", undefined, "2027-03-31"],
  ["2027.03.02~", "open", "2027-03-02", undefined],
  ["2027.3.2부터", "open", "2027-03-02", undefined],
  ["2027-03-02 ~ 추후 공지", "open", "2027-03-02", undefined],
  ["2027.03.02 ~ 예산 소진 시까지", "budget", "2027-03-02", undefined],
  ["2027.1.1.~계속(예산 소진 시까지)", "budget", "2027-01-01", undefined],
  ["2027.1.1 ~ 상시", "always", "2027-01-01", undefined],
  ["예산 소진시까지", "budget", undefined, undefined],
  ["상시 접수 (예산 소진 시까지)", "budget", undefined, undefined],
  ["상시 접수", "always", undefined, undefined],
  ["수시모집", "always", undefined, undefined],
  ["차수별 상이", "words", undefined, undefined],
  ["추후 공지", "words", undefined, undefined],
];

for (const [text, kind, startDate, endDate] of understood) {
  test(`"${text}" is understood as ${kind}, ${startDate ?? "no start"} to ${endDate ?? "no end"}`, () => {
    assert.deepEqual(readPeriod(text, 2027), {
      kind,
      ...(startDate !== undefined && { startDate }),
      ...(endDate !== undefined && { endDate }),
      periodText: text,
      warnings: [],
    });
  });
}

const warned: [
  text: string,
  kind: PeriodKind,
  startDate: string | undefined,
  endDate: string | undefined,
  warning: RegExp,
][] = [
  ["2027-02-15 ~ 2027-02-31", "range", "2027-02-15", undefined, /2027-02-31 is not a day of the calendar/],
  ["2027-02-30 ~ 2027-03-10", "range", undefined, "2027-03-10", /2027-02-30 is not a day/],
  ["~ 2027-02-30", "range", undefined, undefined, /2027-02-30 is not a day/],
  ["2027.4.30~2027.4.1", "range", undefined, undefined, /runs backwards .* both days are left out/],
  ["20270301~20270201", "range", undefined, undefined, /runs backwards/],
  ["2027.4.30 ~ 4.1", "range", undefined, undefined, /runs backwards/],
  ["2027. 5. 20. ~ 1. 10.", "range", undefined, undefined, /runs backwards/],
  ["2027. 12. 20. ~ 4. 1.", "range", undefined, undefined, /runs backwards/],
  ["2027. 12. 20. ~ 1. 10.", "range", "2027-12-20", "2028-01-10", /no year and is read as 2028-01-10/],
  [
    "2027. 3. 2.(월) ~ 3. 31.(수)",
    "range",
    "2027-03-02",
    "2027-03-31",
    /2027-03-02 is not a 월요일 but a 화요일/,
  ],
  [
    "2027. 3. 2.(화) ~ 3. 31.(금)",
    "range",
    "2027-03-02",
    "2027-03-31",
    /2027-03-31 is not a 금요일 but a 수요일/,
  ],
  ["2027-03-02", "words", undefined, undefined, /one day alone/],
  ["3.2 ~ 3.31", "words", undefined, undefined, /first day has no year/],
  ["3.31까지", "words", undefined, undefined, /no day with a year/],
  ["1차 1.18.(월)~2.19.(금), 2차 5.3.(월)~5.28.(금)", "words", undefined, undefined, /more than one period/],
  ["2027-03-02 ~ 2027-03-31, 2027-05-01 ~ 2027-05-20", "words", undefined, undefined, /more than one period/],
  ["2027년 3월 중", "words", undefined, undefined, /no day is understood/],
  ["2027-03-02 ~ 10:00", "words", undefined, undefined, /end is not understood/],
  ["2027-03-02 ~ 2027-03-31 또는 2027-04-30", "words", undefined, undefined, /end is not understood/],
  ["2072-01-11 ~ 2072-02-05", "range", "2072-01-11", "2072-02-05", /2072-01-11 is far from 2027/],
];

for (const [text, kind, startDate, endDate, warning] of warned) {
  test(`"${text}" is read as ${startDate ?? "no start"} to ${endDate ?? "no end"}, with a warning`, () => {
    const period = readPeriod(text, 2027);
    assert.deepEqual(
      [period.kind, period.startDate, period.endDate, period.periodText],
      [kind, startDate, endDate, text],
    );
    assert.equal(period.warnings.length, 1, period.warnings.join("; "));
    assert.match(period.warnings[0] ?? "", warning);
  });
}

test("a period of blanks, or none at all, is none", () => {
  for (const text of [" ", "", "\n\t", "\u200b", null, undefined])
    assert.deepEqual(readPeriod(text), { kind: "none", warnings: [] });
});

test("the raw text is kept, trimmed and readable", () => {
  assert.equal(readPeriod("  상시  접수\r\n(전화)\u202e ").periodText, "상시  접수\n(전화)");
  assert.equal(readPeriod("가".repeat(600)).periodText?.length, 500);
});

test("every range of real days is read back from every way of writing it", () => {
  const day = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2039-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  const ways: ((date: string) => string)[] = [
    (date) => date,
    (date) => date.replaceAll("-", ""),
    (date) => date.replaceAll("-", "."),
    (date) => `${Number(date.slice(0, 4))}. ${Number(date.slice(5, 7))}. ${Number(date.slice(8))}.`,
    (date) => `${date.slice(0, 4)}년 ${Number(date.slice(5, 7))}월 ${Number(date.slice(8))}일 18:00`,
  ];
  fc.assert(
    fc.property(
      day,
      day,
      fc.constantFrom(...ways),
      fc.constantFrom("~", " ~ ", " ∼ ", "～"),
      (one, other, way, between) => {
        const [start = "", end = ""] = [one, other].sort();
        const { startDate, endDate, warnings } = readPeriod(`${way(start)}${between}${way(end)}`);
        assert.deepEqual({ startDate, endDate, warnings }, { startDate: start, endDate: end, warnings: [] });
      },
    ),
  );
});

test("whatever is written, the days are of the calendar and in order", () => {
  const piece = fc.constantFrom(
    ..."2027 . - ~ 3 31 02 1 (화) 18:00 까지 예산 소진 상시 년 월 일 부터 ' 20270301 13 /".split(" "),
    " ",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(text, (written) => {
      const { startDate, endDate } = readPeriod(written, 2027);
      if (startDate !== undefined) assert.ok(isDate(startDate));
      if (endDate !== undefined) assert.ok(isDate(endDate));
      if (startDate !== undefined && endDate !== undefined) assert.ok(startDate <= endDate);
    }),
    { numRuns: 2000 },
  );
});
