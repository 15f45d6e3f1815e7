import { isSettled, type MatchState, openAttempt } from "./domain.ts";

/** What is to be done about a match now. `until` is null where only a person or an event can bring it on. */
export type NextStep =
  | { do: "end" }
  | { do: "choose"; excluded: readonly string[] }
  | { do: "remind"; attempt: number }
  | { do: "escalate" }
  | { do: "wait"; until: string | null };

/**
 * What is to be done about a consultation's match at that time: the whole plan from the request to the decision, as a pure
 * function of what is stored. Whoever wakes, for whatever reason and however often, asks this again.
 */
export const nextStep = (match: MatchState, now: Date, maxPasses: number): NextStep => {
  if (isSettled(match)) return { do: "end" };
  if (match.state === "escalated") return { do: "wait", until: null };
  const open = openAttempt(match);
  if (!open) return { do: "choose", excluded: match.excluded };
  if (!open.deadlines) return { do: "wait", until: null };
  const at = now.toISOString();
  const { remindAt, passAt } = open.deadlines;
  if (at >= passAt) {
    const isLast = open.byHand !== null || match.passes + 1 >= maxPasses;
    if (isLast) return { do: "escalate" };
    return {
      do: "choose",
      excluded: [...match.excluded, ...(open.salesmanId === null ? [] : [open.salesmanId])],
    };
  }
  if (open.remindedAt !== null) return { do: "wait", until: passAt };
  return at >= remindAt ? { do: "remind", attempt: open.number } : { do: "wait", until: remindAt };
};
