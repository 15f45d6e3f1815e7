/** What the steps come after: a test, or with `after` of node:test the whole file. */
export type Scope = { after: (step: () => Promise<void>) => unknown };

type Step = () => unknown;

const stacks = new WeakMap<Scope, Step[]>();

/** Does the step after the test, the last one registered first: who opened last closes first (`t.after` keeps the order). */
export const teardown = (t: Scope, step: Step): void => {
  const known = stacks.get(t);
  if (known !== undefined) {
    known.push(step);
    return;
  }
  const steps = [step];
  stacks.set(t, steps);
  t.after(async () => {
    for (const next of steps.toReversed()) await next();
  });
};
