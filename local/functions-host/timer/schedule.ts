import { HostError } from "../host-error.ts";
import { parseTimeSpan } from "../time-span.ts";

/** When a timer fires; all times are UTC, as in Azure without WEBSITE_TIME_ZONE. */
export type Schedule = {
  /** The first occurrence after the moment (both in ms since 1970). */
  next: (after: number) => number;
};

type Fields = {
  seconds: ReadonlySet<number>;
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
};

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Parses an NCRONTAB expression (six fields, or five without seconds) or a TimeSpan; throws, naming `where`. */
export const parseSchedule = (text: string, where: string): Schedule => {
  const interval = parseTimeSpan(text);
  if (interval !== undefined) {
    if (interval <= 0) throw new HostError(`${where}: the schedule "${text}" must be longer than zero.`);
    return { next: (after) => after + interval };
  }
  const parts = text.trim().split(/\s+/);
  if (parts.length === 5) parts.unshift("0");
  if (parts.length !== 6) {
    throw new HostError(
      `${where}: the schedule "${text}" is neither six NCRONTAB fields {second} {minute} {hour} {day} {month} {day-of-week} nor a TimeSpan hh:mm:ss.`,
    );
  }
  const field = (index: number, least: number, most: number, names: readonly string[] = []): Set<number> =>
    parseField(parts[index] ?? "", { least, most, names }, `${where}: the schedule "${text}"`);
  const fields: Fields = {
    seconds: field(0, 0, 59),
    minutes: field(1, 0, 59),
    hours: field(2, 0, 23),
    days: field(3, 1, 31),
    months: field(4, 1, 12, monthNames),
    weekdays: field(5, 0, 6, weekdayNames),
  };
  const schedule = {
    next: (after: number) => nextOccurrence(fields, after, `${where}: the schedule "${text}"`),
  };
  schedule.next(Date.now());
  return schedule;
};

type Range = { least: number; most: number; names: readonly string[] };

const parseField = (text: string, { least, most, names }: Range, where: string): Set<number> => {
  const wrong = (): HostError =>
    new HostError(`${where} has the field "${text}", which is not within ${least}-${most}.`);
  const number = (part: string): number => {
    const named = names.indexOf(part.toLowerCase().slice(0, 3));
    const value = named >= 0 ? named + least : /^\d+$/.test(part) ? Number(part) : NaN;
    if (!(value >= least && value <= most)) throw wrong();
    return value;
  };
  const values = new Set<number>();
  for (const item of text.split(",")) {
    const [range = "", stepText] = item.split("/");
    const step = stepText === undefined ? 1 : Number(stepText);
    if (!Number.isInteger(step) || step < 1) throw wrong();
    let from = least;
    let to = most;
    if (range !== "*") {
      const [first = "", last] = range.split("-");
      from = number(first);
      to = last === undefined ? (stepText === undefined ? from : most) : number(last);
      if (to < from) throw wrong();
    }
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
};

const dayMs = 86_400_000;
// The longest a valid expression can pause is eight years (29 February across a century that is no leap year).
const horizonDays = 366 * 9;

const nextOccurrence = (fields: Fields, after: number, where: string): number => {
  const start = Math.floor(after / 1000) * 1000 + 1000;
  const midnight = Math.floor(start / dayMs) * dayMs;
  for (let day = 0; day < horizonDays; day += 1) {
    const date = new Date(midnight + day * dayMs);
    const fits =
      fields.months.has(date.getUTCMonth() + 1) &&
      fields.days.has(date.getUTCDate()) &&
      fields.weekdays.has(date.getUTCDay());
    if (!fits) continue;
    const found = timeOfDay(fields, day === 0 ? (start - midnight) / 1000 : 0);
    if (found !== undefined) return date.getTime() + found * 1000;
  }
  throw new HostError(`${where} never occurs.`);
};

// The first matching second of a day that is not before `from` (both in seconds since midnight).
const timeOfDay = ({ hours, minutes, seconds }: Fields, from: number): number | undefined => {
  for (const hour of ascending(hours)) {
    if (hour * 3600 + 3599 < from) continue;
    for (const minute of ascending(minutes)) {
      const base = hour * 3600 + minute * 60;
      if (base + 59 < from) continue;
      const second = ascending(seconds).find((value) => base + value >= from);
      if (second !== undefined) return base + second;
    }
  }
  return undefined;
};

const ascending = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);
