import type { MatchProgress } from "../../shared/contract/match-consultation.ts";
import type { Reason } from "./reasons.ts";
import type { Considered } from "./choose.ts";

/** A choice on its way to be assigned; `after` is the number of tries that it knew of. */
export type Chosen = {
  salesmanId: string;
  consultantId: string | null;
  after: number;
  reasons: Reason[];
  considered: Considered[];
  others: number;
};

/** What the activity `choose` answers: what is to be done now, as it follows from what is stored. */
export type Plan =
  | { do: "assign"; chosen: Chosen }
  | { do: "remind"; attempt: number }
  | { do: "wait"; until: string | null; progress: MatchProgress }
  | { do: "end"; progress: MatchProgress };

/** What the process asks of the world, one thing at a time. Each is an activity, but for `show` (the status) and `wait`. */
export type Effect =
  | { do: "choose"; fresh: boolean }
  | { do: "assign"; chosen: Chosen }
  | { do: "alarm"; progress: MatchProgress }
  | { do: "remind"; attempt: number }
  | { do: "show"; progress: MatchProgress }
  /** Until then, or until somebody says that something has changed. */
  | { do: "wait"; until: string | null };

/** What each of them answers. */
export type Answers = {
  choose: Plan;
  /** null when the choice could not be had: choose again. */
  assign: Extract<Plan, { do: "wait" }> | null;
  alarm: null;
  remind: null;
  show: null;
  wait: "changed" | "time";
};

/** How a run of the process ends: for good, or to begin again with an empty history. */
export type Ending = { again: boolean; progress: MatchProgress };

type Process<Result> = Generator<Effect, Result, Answers[Effect["do"]]>;

const mostWaits = 20;
const mostConflicts = 20;

/**
 * The way of a consultation from its request to its decision. It holds no truth itself: what is to be done follows, each time,
 * from what is stored (next-step.ts), so that an event that is lost, doubled or late does no harm, and a wake-up is only
 * that. It asks for one thing after the other, and the same answers always lead to the same questions.
 */
export function* matchingProcess(): Process<Ending> {
  for (let waits = 0, conflicts = 0; ;) {
    const plan = yield* ask({ do: "choose", fresh: conflicts > 0 });
    if (plan.do === "end") {
      yield* ask({ do: "show", progress: plan.progress });
      return { again: false, progress: plan.progress };
    }
    if (plan.do === "remind") {
      yield* ask({ do: "remind", attempt: plan.attempt });
      continue;
    }
    const waiting = plan.do === "assign" ? yield* assign(plan.chosen) : plan;
    if (!waiting) {
      conflicts += 1;
      if (conflicts < mostConflicts) continue;
      return { again: true, progress: nothing };
    }
    yield* ask({ do: "show", progress: waiting.progress });
    const woken = yield* ask({ do: "wait", until: waiting.until });
    waits += 1;
    // A wait that its time ended is still open, and would swallow the next event: a new run has none. Nothing gets lost
    // with the old one, since the first thing that a run does is to look at what is stored.
    if (woken === "time" || waits === mostWaits) return { again: true, progress: waiting.progress };
  }
}

const nothing: MatchProgress = { state: "matching", salesmanId: null, consultantId: null, version: 0 };

function* assign(chosen: Chosen): Process<Answers["assign"]> {
  const waiting = yield* ask({ do: "assign", chosen });
  if (waiting) yield* ask({ do: "alarm", progress: waiting.progress });
  return waiting;
}

/** Asks for one thing. Whoever drives the process answers each effect with the answer of its kind. */
function* ask<Kind extends Effect["do"]>(
  effect: Extract<Effect, { do: Kind }>,
): Generator<Effect, Answers[Kind], Answers[Effect["do"]]> {
  return (yield effect) as Answers[Kind];
}
