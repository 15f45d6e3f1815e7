const minuteMs = 60_000;

/** A time in one unit. */
export type Waiting = { unit: "minutes" | "hours" | "days"; count: number };

/** How long somebody has waited since: minutes up to an hour, hours up to two days, then days. */
export const waitingSince = (since: string, now: Date): Waiting => {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / minuteMs));
  if (minutes < 60) return { unit: "minutes", count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { unit: "hours", count: hours } : { unit: "days", count: Math.floor(hours / 24) };
};
