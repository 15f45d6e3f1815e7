/** The breaker is open: the dependency was not asked. */
export class CircuitOpen extends Error {
  override name = "CircuitOpen";
}

export type BreakerOptions = {
  /** Failures in a row that open it. */
  failures: number;
  /** How long it stays open before one call may try again, in ms. */
  openMs: number;
  nowMs: () => number;
};

/**
 * Keeps a dead dependency from costing each caller the full wait: after so many failures in a row it is not asked any more,
 * until one call finds that it works again. Source: Nygard, Release It!, chapter 5.
 */
export const circuitBreaker = ({ failures, openMs, nowMs }: BreakerOptions) => {
  let inARow = 0;
  let openUntilMs = 0;
  let trying = false;

  /** @throws CircuitOpen without doing the work, or what the work throws */
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const half = inARow >= failures;
    if (half && (nowMs() < openUntilMs || trying))
      throw new CircuitOpen("The last calls failed; it is left alone.");
    if (half) trying = true;
    try {
      const result = await work();
      inARow = 0;
      return result;
    } catch (error) {
      inARow += 1;
      openUntilMs = nowMs() + openMs;
      throw error;
    } finally {
      if (half) trying = false;
    }
  };
};
