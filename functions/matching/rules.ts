import type { Salesman } from "../../shared/contract/salesman.ts";
import type { Deadlines } from "./domain.ts";
import { addWorkingMinutes } from "./working-time.ts";

/** How long things may take. Minutes of working time, but for `retryMinutes` and `strayMinutes`, which the clock counts. */
export type MatchingRules = {
  /** A salesman who has not decided is reminded. */
  remindAfterMinutes: number;
  /** It goes on to the next best. */
  passAfterMinutes: number;
  /** So many may let it pass before staff have to see to it. */
  maxPasses: number;
  /** Where nobody was eligible, the choice is tried again, later and later up to an hour. */
  retryMinutes: number;
  /** A place that was reserved so long ago, and for which no match was saved, was left behind by a try that died. */
  strayMinutes: number;
  holidays: (date: string) => boolean;
};

/**
 * Until when a salesman may decide: his own working time counts, without his leave. But who goes away for long must not
 * keep a customer waiting: three times the minutes of work on which he could have been there are the most.
 */
export const deadlinesOf = (
  at: Date,
  { workingHours, leave }: Pick<Salesman, "workingHours" | "leave">,
  { remindAfterMinutes, passAfterMinutes, holidays }: MatchingRules,
): Deadlines => {
  const own = { workingHours, leave, holidays };
  const anyone = { workingHours, leave: [], holidays };
  const atMost = addWorkingMinutes(at, 3 * passAfterMinutes, anyone);
  const pass = addWorkingMinutes(at, passAfterMinutes, own);
  return {
    remindAt: addWorkingMinutes(at, remindAfterMinutes, own).toISOString(),
    passAt: (pass < atMost ? pass : atMost).toISOString(),
  };
};
