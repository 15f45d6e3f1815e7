import type { Salesman } from "../../shared/contract/salesman.ts";
import { seoulDate, seoulInstant } from "../../shared/domain/clock.ts";

/** When a person works; `holidays` are days off for everyone. */
export type WorkCalendar = Pick<Salesman, "workingHours" | "leave"> & { holidays: (date: string) => boolean };

const minuteMs = 60_000;

// Somebody who does not work for three years is not waited for any longer.
const daysLookedAhead = 3 * 366;

/**
 * The instant at which so many minutes of the person's working time have gone by, in Asia/Seoul: nights, days that are not
 * worked, holidays and leave do not count.
 */
export const addWorkingMinutes = (from: Date, minutes: number, calendar: WorkCalendar): Date => {
  let leftMs = minutes * minuteMs;
  let date = seoulDate(from);
  for (let looked = 0; looked < daysLookedAhead; looked++, date = nextDate(date)) {
    if (!isWorkingDay(date, calendar)) continue;
    const begin = Math.max(from.getTime(), timeOfDay(date, calendar.workingHours.from));
    const workedMs = timeOfDay(date, calendar.workingHours.to) - begin;
    if (workedMs <= 0) continue;
    if (workedMs >= leftMs) return new Date(begin + leftMs);
    leftMs -= workedMs;
  }
  return seoulInstant(date, 0);
};

/** Whether the person works on that day at all. */
export const isWorkingDay = (date: string, { workingHours, leave, holidays }: WorkCalendar): boolean =>
  workingHours.days.includes(isoWeekday(date)) && !holidays(date) && !isOnLeave(leave, date);

/** Whether the day lies in one of the leaves, their first and last days included. */
export const isOnLeave = (leave: Salesman["leave"], date: string): boolean =>
  leave.some(({ from, to }) => from <= date && date <= to);

const timeOfDay = (date: string, time: string): number =>
  seoulInstant(date, Number(time.slice(0, 2))).getTime() + Number(time.slice(3)) * minuteMs;

/** 1 is Monday, as in ISO 8601. */
const isoWeekday = (date: string): number => new Date(`${date}T00:00:00.000Z`).getUTCDay() || 7;

const nextDate = (date: string): string => seoulDate(seoulInstant(date, 24));
