import type { MatchingRules } from "./rules.ts";

/** The rules as they are by default, and a year without days off, but for what is said otherwise. */
export const usualRules = (more: Partial<MatchingRules> = {}): MatchingRules => ({
  remindAfterMinutes: 30,
  passAfterMinutes: 60,
  maxPasses: 3,
  retryMinutes: 5,
  strayMinutes: 1,
  holidays: () => false,
  ...more,
});
