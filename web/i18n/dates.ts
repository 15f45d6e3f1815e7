import { language } from "./language.ts";

// By hand: Intl's ko-KR prints "2026. 03. 02. (월)" and "PM 2:30" differently from one engine to the next.

const dayMs = 86_400_000;
const seoulOffsetMs = 9 * 60 * 60 * 1000; // No summer time since 1988.
const weekdays = { ko: "일월화수목금토", en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] } as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The day in Asia/Seoul, `YYYY-MM-DD`: the only day that the business knows. */
export const seoulDay = (at: Date): string =>
  new Date(at.getTime() + seoulOffsetMs).toISOString().slice(0, 10);

/** A day for people: `2026. 3. 2.(월)`, in English `Mon 2 Mar 2026`. */
export const formatDay = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`);
  const [year, month, number] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const weekday = weekdays[language()][date.getUTCDay()] ?? "";
  const text =
    language() === "ko"
      ? `${year}. ${month + 1}. ${number}.\u2060(${weekday})`
      : `${weekday} ${number} ${months[month] ?? ""} ${year}`;
  // A day is not broken over two lines.
  return text.replaceAll(" ", "\u00a0");
};

/** An instant for people, in Asia/Seoul: `2026. 3. 2.(월) 14:30`. */
export const formatInstant = (instant: string): string => {
  const seoul = new Date(new Date(instant).getTime() + seoulOffsetMs).toISOString();
  return `${formatDay(seoul.slice(0, 10))} ${seoul.slice(11, 16)}`;
};

/** From the first to the last day; either may be open. */
export const formatPeriod = (from: string | undefined, to: string | undefined): string => {
  if (from === undefined && to === undefined) return "";
  return `${from === undefined ? "" : formatDay(from)} ~ ${to === undefined ? "" : formatDay(to)}`.trim();
};

/** Days from one day to another: 3 when it is in three days, -1 when it was yesterday. */
export const daysUntil = (day: string, today: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / dayMs);

/** `D-3`, `D-Day`, `D+1`, as Korean announcements count. */
export const formatDday = (days: number): string => {
  if (days === 0) return "D-Day";
  return days > 0 ? `D-${days}` : `D+${-days}`;
};

/** Days of the week for people, ISO numbers in their order: `월~금`, `월, 수`. */
export const weekdayWords = (days: readonly number[]): string => {
  const sorted = days.toSorted((one, other) => one - other);
  const words = sorted.map((day) => weekdays[language()][day % 7] ?? "");
  const [first, last] = [sorted[0], sorted.at(-1)];
  const inRow = first !== undefined && last !== undefined && last - first === sorted.length - 1;
  return inRow && sorted.length > 2 ? `${words[0] ?? ""}~${words.at(-1) ?? ""}` : words.join(", ");
};
