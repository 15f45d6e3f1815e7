import { smsOutcomes, type SmsOutcomeCounts } from "../../shared/contract/notification.ts";
import type { Step } from "../../shared/contract/consultation.ts";

/** Numbers by name; a name that is not there is 0, and none is kept that is 0. */
export type Counts = Readonly<Record<string, number>>;

/** `counts` after what one contributor adds has become `now` from `before`. */
export const moved = (counts: Counts, before: Counts, now: Counts): Counts => {
  const next = new Map(Object.entries(counts));
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const count = (next.get(name) ?? 0) + (now[name] ?? 0) - (before[name] ?? 0);
    if (count === 0) next.delete(name);
    else next.set(name, count);
  }
  return Object.fromEntries(next);
};

/** The sum of some counts. */
export const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce((sum, counts) => moved(sum, {}, counts), {});

/** Those whose name has this beginning, without it. */
export const below = (counts: Counts, beginning: string): Counts =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) =>
      name.startsWith(beginning) ? [[name.slice(beginning.length), count]] : [],
    ),
  );

/** Those whose name is chosen. */
export const only = (counts: Counts, chosen: (name: string) => boolean): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => chosen(name)));

export const steps: readonly Step[] = ["requested", "accepted", "canceled", "in progress", "success", "fail"];

/** Consultations by step, as the contract says them. */
export const byStep = (counts: Counts): Record<Step, number> =>
  Object.fromEntries(steps.map((step) => [step, counts[step] ?? 0])) as Record<Step, number>;

/** SMS outcomes, as the contract says them. */
export const byOutcome = (counts: Counts): SmsOutcomeCounts =>
  Object.fromEntries(smsOutcomes.map((outcome) => [outcome, counts[outcome] ?? 0])) as SmsOutcomeCounts;

/** What part of those that ended was a success; null before one has ended. */
export const successRateOf = ({ success = 0, fail = 0 }: Counts): number | null =>
  success + fail === 0 ? null : success / (success + fail);
