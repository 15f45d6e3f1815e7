/** One time that a salesman read all: whatever happened up to `upTo`, as far as it had arrived when he did, at `asOf`. */
export type Step = { upTo: string; asOf: string };

const stepsKept = 20;

/**
 * The steps after one more. Each is of an earlier `upTo` and a later `asOf` than the one before it: what another covers
 * goes. An instant to come is taken as now. At most 20 stay; beyond, late alarms between the lowest two are unread again.
 */
export const stepsAfter = (steps: readonly Step[], upTo: Date, at: Date): Step[] => {
  const step = {
    upTo: new Date(Math.min(upTo.getTime(), at.getTime())).toISOString(),
    asOf: at.toISOString(),
  };
  // Another instance's clock may be ahead: what it covered stays covered.
  if (covers(steps, { at: step.upTo, arrivedAt: step.asOf })) return [...steps];
  const uncovered = steps.filter(({ upTo, asOf }) => upTo > step.upTo || asOf > step.asOf);
  const all = [...uncovered, step].toSorted((one, other) => (one.upTo < other.upTo ? 1 : -1));
  return all.length > stepsKept ? all.toSpliced(-2, 1) : all;
};

/**
 * Whether an alarm is read by these steps. One that came after a step is not, however long ago it happened: nobody can
 * have read it (a late event, or a customer who came from another salesman).
 */
export const covers = (steps: readonly Step[], alarm: { at: string; arrivedAt: string }): boolean =>
  steps.some(({ upTo, asOf }) => alarm.at <= upTo && alarm.arrivedAt <= asOf);

/** Up to which instant all is read, or null when that was never said. */
export const readUpToOf = (steps: readonly Step[]): string | null => steps[0]?.upTo ?? null;
