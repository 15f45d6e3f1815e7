import { setTimeout as delay } from "node:timers/promises";

/** Waits until the condition gives something true, and gives that back; fails, naming what it waited for, after the deadline. */
export const until = async <T>(
  what: string,
  condition: () => T | Promise<T>,
  deadlineMs = 20_000,
): Promise<Exclude<T, undefined | null | false>> => {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false) {
      return value as Exclude<T, undefined | null | false>;
    }
    if (Date.now() > end) throw new Error(`Waited ${deadlineMs} ms in vain until ${what}.`);
    await delay(15);
  }
};
