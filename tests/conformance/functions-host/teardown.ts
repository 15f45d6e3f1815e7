import type { TestContext } from "node:test";

type Step = () => unknown;

const stacks = new WeakMap<TestContext, Step[]>();

/** Does the step after the test, the last one registered first: who opened last closes first (`t.after` keeps the order). */
export const teardown = (t: TestContext, step: Step): void => {
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
