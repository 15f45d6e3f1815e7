import type { Counts } from "./counts.ts";

// The name of a count that belongs to a day begins with that day (`2027-03-02 sent`). Such counts are kept by month, there as
// `02 sent`: a page that shows ninety days reads four documents, and a count that changes writes one.
const ofDay = /^(\d{4}-\d{2})-(\d{2} .+)$/;

/** Whether a count belongs to a day. */
export const isOfDay = (name: string): boolean => ofDay.test(name);

/** The counts that belong to a day, by month. */
export const byMonth = (counts: Counts): Map<string, Counts> => {
  const months = new Map<string, Record<string, number>>();
  for (const [name, count] of Object.entries(counts)) {
    const [, month, rest] = ofDay.exec(name) ?? [];
    if (month === undefined || rest === undefined) continue;
    const ofMonth = months.get(month) ?? {};
    ofMonth[rest] = count;
    months.set(month, ofMonth);
  }
  return months;
};

const dayMs = 24 * 60 * 60 * 1000;

/** So many days up to that one, the oldest first. */
export const lastDays = (today: string, count: number): string[] => {
  const end = Date.parse(`${today}T00:00:00.000Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(end - (count - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
};

/** The months in which these days are. */
export const monthsOf = (days: readonly string[]): string[] => [
  ...new Set(days.map((day) => day.slice(0, 7))),
];
