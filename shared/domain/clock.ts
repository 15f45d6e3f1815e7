/** The present instant. Tests hand in their own. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const seoulOffsetMs = 9 * 60 * 60 * 1000; // Korea has had no summer time since 1988.

/** The calendar day in Asia/Seoul, `YYYY-MM-DD`: the only day that the business knows. */
export const seoulDate = (at: Date): string =>
  new Date(at.getTime() + seoulOffsetMs).toISOString().slice(0, 10);

/** The hour in Asia/Seoul, 0 to 23. */
export const seoulHour = (at: Date): number => new Date(at.getTime() + seoulOffsetMs).getUTCHours();

/** The instant at which that hour of that day begins in Asia/Seoul. */
export const seoulInstant = (date: string, hour: number): Date =>
  new Date(Date.parse(`${date}T00:00:00.000Z`) - seoulOffsetMs + hour * 60 * 60 * 1000);

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. Counted out, as every request asks it of every date that it names. */
export const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** The same day one year on; 29 February becomes 28 February, and the year 9999, the last that we can write, stays. */
export const oneYearOn = (date: string): string => {
  const year = Math.min(Number(date.slice(0, 4)) + 1, 9999);
  const next = `${String(year).padStart(4, "0")}${date.slice(4)}`;
  return isDate(next) ? next : `${next.slice(0, 8)}28`;
};
