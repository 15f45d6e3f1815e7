import { readWrittenDate, toCalendar, weekdayOf } from "./korean-date.ts";
import type { WrittenDate } from "./korean-date.ts";
import { asWritten, oneLine, shorten } from "./readable-text.ts";

/**
 * What the period says: "range" until a day, "open" from a day on with no end told, "budget" until the money is spent
 * (예산 소진), "always" (상시), "words" that name no day of ours, "none" when nothing is written.
 */
export type PeriodKind = "range" | "open" | "always" | "budget" | "words" | "none";

export type Period = {
  kind: PeriodKind;
  startDate?: string;
  endDate?: string;
  periodText?: string;
  warnings: string[];
};

const longestPeriodText = 500;
const budget = /소진/;
const always = /상시|수시|연중|계속/;
// What may stand between a day and the end of its half: the weekday, the hour, "부터"/"까지", a remark in parentheses.
const weekday = /^\(([월화수목금토일])(?:요일)?\)\s*/;
const hour =
  /^,?\s*(?:오전|오후|낮|밤)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}\s?시(?:\s?\d{1,2}\s?분)?|자정|정오)\s*/;
const particle = /^(?:부터|까지|한|限|이내|도착분|접수분|마감|\.|,)\s*/;
const remark = /^\([^()]*\)\s*/;
const heading = /^(?:(?:접수|신청|모집|공고|공모)\s?)?기간\s?:?\s*/;

/**
 * Reads an application period. Nothing is guessed and nothing corrected: a day that is impossible is left out, days that
 * run backwards are both left out, and what is not understood is only kept as `periodText`; each with a warning.
 */
export const readPeriod = (text: string | null | undefined, createdYear?: number): Period => {
  const raw = asWritten(text ?? "");
  if (raw === "") return { kind: "none", warnings: [] };
  const read = readRaw(oneLine(raw.normalize("NFKC").replace(/[∼〜–—―]/g, "~")).replace(heading, ""));
  const first = read.startDate ?? read.endDate;
  if (
    first !== undefined &&
    createdYear !== undefined &&
    Math.abs(Number(first.slice(0, 4)) - createdYear) > 2
  )
    read.warnings.push(`the period ${first} is far from ${createdYear}, when it was announced`);
  return { ...read, periodText: shorten(raw, longestPeriodText) };
};

const readRaw = (text: string): Period => {
  const [before = "", after, ...more] = text.split("~").map((half) => half.trim());
  if (more.length > 0) return inWords(text, "it names more than one period");
  if (after === undefined) return readSingle(text);
  if (before === "") return readUntil(after, text);
  const start = readHalf(before);
  if (!start) return inWords(text, "no day is understood in it");
  return readFrom(start, after, text);
};

/** A day with what follows it, when all of that is understood. */
type Half = { date: WrittenDate; weekday: string | undefined; until: boolean; from: boolean };

const readHalf = (text: string): Half | undefined => {
  const date = readWrittenDate(text);
  if (!date) return undefined;
  let rest = date.rest;
  const said = weekday.exec(rest)?.[1];
  for (let before = ""; before !== rest;) {
    before = rest;
    rest = [weekday, hour, particle].reduce((left, part) => left.replace(part, ""), rest);
    if (!/\d/.test(remark.exec(rest)?.[0] ?? "")) rest = rest.replace(remark, "");
  }
  if (rest !== "") return undefined;
  return { date, weekday: said, until: date.rest.includes("까지"), from: date.rest.includes("부터") };
};

const weekdayWarnings = (day: string, { weekday: said }: Half): string[] =>
  said === undefined || weekdayOf(day) === said
    ? []
    : [`${day} is not a ${said}요일 but a ${weekdayOf(day)}요일`];

const readSingle = (text: string): Period => {
  const half = readHalf(text);
  if (half?.until) return readUntil(text, text);
  if (half?.from) return readFrom(half, "", text);
  return inWords(
    text,
    half ? "one day alone does not say whether it begins or ends" : "no day is understood in it",
  );
};

const readUntil = (text: string, whole: string): Period => {
  const half = readHalf(text);
  if (half?.date.year === undefined) return inWords(whole, "no day with a year is understood in it");
  const endDate = toCalendar(half.date.year, half.date);
  if (endDate === undefined) return { kind: "range", warnings: [impossible(half.date)] };
  return { kind: "range", endDate, warnings: weekdayWarnings(endDate, half) };
};

const readFrom = (start: Half, after: string, whole: string): Period => {
  if (start.date.year === undefined) return inWords(whole, "its first day has no year");
  const startDate = toCalendar(start.date.year, start.date);
  const kept = startDate === undefined ? {} : { startDate };
  const warnings = startDate === undefined ? [impossible(start.date)] : weekdayWarnings(startDate, start);
  if (!/\d/.test(after)) return { kind: openKind(after), ...kept, warnings };
  const end = readHalf(after);
  if (!end) return inWords(whole, "its end is not understood");
  return readRange(start.date.year, startDate, end, warnings);
};

const readRange = (
  startYear: number,
  startDate: string | undefined,
  end: Half,
  warnings: string[],
): Period => {
  const kept = startDate === undefined ? {} : { startDate };
  const endDate = toCalendar(end.date.year ?? startYear, end.date);
  if (endDate === undefined) return { kind: "range", ...kept, warnings: [...warnings, impossible(end.date)] };
  if (startDate !== undefined && endDate < startDate)
    return end.date.year === undefined
      ? readOverNewYear(startDate, endDate, end, warnings)
      : { kind: "range", warnings: [...warnings, backwards(startDate, endDate)] };
  return { kind: "range", ...kept, endDate, warnings: [...warnings, ...weekdayWarnings(endDate, end)] };
};

/**
 * "2027. 12. 20. ~ 1. 10.": from the last quarter into the first, a day without a year can only be next year's. Any other
 * day without a year that lies before the first (4. 30. ~ 4. 1.) is as likely a slip, and both are left out.
 */
const readOverNewYear = (startDate: string, sameYear: string, end: Half, warnings: string[]): Period => {
  const next = toCalendar(Number(startDate.slice(0, 4)) + 1, end.date);
  const overNewYear = startDate.slice(5, 7) >= "10" && end.date.month <= 3;
  if (!overNewYear || next === undefined)
    return { kind: "range", warnings: [...warnings, backwards(startDate, sameYear)] };
  return {
    kind: "range",
    startDate,
    endDate: next,
    warnings: [...warnings, `the end has no year and is read as ${next}`, ...weekdayWarnings(next, end)],
  };
};

const openKind = (words: string): PeriodKind =>
  budget.test(words) ? "budget" : always.test(words) ? "always" : "open";

/** Words are half of all periods and need no warning; digits that no day was taken from do. */
const inWords = (text: string, why: string): Period => {
  const kind = budget.test(text) ? "budget" : always.test(text) ? "always" : "words";
  return { kind, warnings: /\d/.test(text) ? [`no date is taken from the period: ${why}`] : [] };
};

const impossible = (date: WrittenDate): string => `${date.text} is not a day of the calendar and is left out`;

const backwards = (start: string, end: string): string =>
  `the period runs backwards (${start} to ${end}) and both days are left out`;
