import type { Allowance } from "./policy.ts";
import { Refusal } from "./problem.ts";

type Use = { at: number[]; day: number; today: number };

const dayMs = 86_400_000;
const tidyAbove = 10_000;

/** Counts what each caller has used, in this process's memory. `now` is in ms; `dayStarts` is when some day of the quota began. */
export class Limits {
  readonly #uses = new Map<string, Use>();
  readonly #dayStarts: number;

  constructor(dayStarts: string) {
    this.#dayStarts = Date.parse(dayStarts);
  }

  /** Takes one call from each of the caller's allowances, or from none. Throws a Refusal 429 that says when to come again. */
  take(allowances: readonly { key: string; allowance: Allowance }[], now: number): void {
    if (this.#uses.size > tidyAbove) this.#tidy(now);
    const uses = allowances.map(({ key, allowance }) => {
      const use = this.#useOf(key, now, allowance);
      refuseWhenUsedUp(use, allowance, now, this.#nextDay(now));
      return use;
    });
    for (const use of uses) {
      use.at.push(now);
      use.today += 1;
    }
  }

  #useOf(key: string, now: number, { seconds }: Allowance): Use {
    const use = this.#uses.get(key) ?? { at: [], day: this.#dayOf(now), today: 0 };
    this.#uses.set(key, use);
    const since = now - seconds * 1000;
    const first = use.at.findIndex((at) => at > since);
    use.at.splice(0, first < 0 ? use.at.length : first);
    if (use.day !== this.#dayOf(now)) Object.assign(use, { day: this.#dayOf(now), today: 0 });
    return use;
  }

  #dayOf(now: number): number {
    return Math.floor((now - this.#dayStarts) / dayMs);
  }

  #nextDay(now: number): number {
    return this.#dayStarts + (this.#dayOf(now) + 1) * dayMs;
  }

  #tidy(now: number): void {
    for (const [key, use] of this.#uses) if (use.day !== this.#dayOf(now)) this.#uses.delete(key);
  }
}

const refuseWhenUsedUp = (
  { at, today }: Use,
  { calls, seconds, callsPerDay }: Allowance,
  now: number,
  nextDay: number,
): void => {
  const [oldest = now] = at;
  if (at.length >= calls) {
    const wait = waitOf(oldest + seconds * 1000 - now);
    throw new Refusal(
      "too-many-requests",
      `At most ${calls} calls in ${seconds} seconds. Come again in ${wait} seconds.`,
      { "retry-after": wait },
    );
  }
  if (today >= callsPerDay) {
    throw new Refusal("quota-exceeded", `At most ${callsPerDay} calls a day.`, {
      "retry-after": waitOf(nextDay - now),
    });
  }
};

const waitOf = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));
