import { isDate } from "../../../shared/domain/clock.ts";

/** A day as written: the year may be missing; `text` is what was read, `rest` what follows it. */
export type WrittenDate = {
  year: number | undefined;
  month: number;
  day: number;
  text: string;
  rest: string;
};

const weekdays = ["일", "월", "화", "수", "목", "금", "토"] as const;

const compact = /^(20\d{2})(\d{2})(\d{2})(?!\d)/;
// 2027-03-02, 2027. 3. 2., 2027년 3월 2일, '27.3.2.
const withYear =
  /^(?:(20\d{2})|['’‘]?(\d{2}))\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})(?!\d)\s?(?:일|\.(?!\d))?/;
const withoutYear = /^(\d{1,2})\s?[-./월]\s?(\d{1,2})(?![\d.-]*\d)\s?(?:일|\.)?/;

/** Reads the day that the text begins with, in the ways in which Korean notices write one. */
export const readWrittenDate = (text: string): WrittenDate | undefined => {
  const found = compact.exec(text);
  if (found) return written(text, found[0], Number(found[1]), found[2], found[3]);
  const full = withYear.exec(text);
  if (full)
    return written(text, full[0], full[1] ? Number(full[1]) : 2000 + Number(full[2]), full[3], full[4]);
  const short = withoutYear.exec(text);
  return short ? written(text, short[0], undefined, short[1], short[2]) : undefined;
};

const written = (
  whole: string,
  text: string,
  year: number | undefined,
  month: string | undefined,
  day: string | undefined,
): WrittenDate => ({
  year,
  month: Number(month),
  day: Number(day),
  text: text.trim(),
  rest: whole.slice(text.length).trim(),
});

/** The day as `YYYY-MM-DD`, or undefined when no calendar has it. */
export const toCalendar = (year: number, date: WrittenDate): string | undefined => {
  const day = `${year}-${String(date.month).padStart(2, "0")}-${String(date.day).padStart(2, "0")}`;
  return isDate(day) ? day : undefined;
};

/** The weekday of a `YYYY-MM-DD`, as notices abbreviate it. */
export const weekdayOf = (date: string): string => weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "";
