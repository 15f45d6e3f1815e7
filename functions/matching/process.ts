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
  /** Who served the customer before, as the choice knew it. */
  presentSalesman?: string;
};

/** There is nothing to do until then; null where only an event can bring it on. */
export type Waiting = { do: "wait"; until: string | null; progress: MatchProgress };

/**
 * What the activity `match` answers: what is to be done now, as it follows from what is stored. Somebody who was to be chosen is
 * chosen and assigned by then (`isNew`), or could not be had: then it is to be asked again.
 */
export type Plan =
  | (Waiting & { isNew: boolean })
  | { do: "remind"; attempt: number }
  | { do: "again" }
  | { do: "end"; progress: MatchProgress };

/** What the process asks of the world, one thing at a time. Each is an activity, but for `show` (the status) and `wait`. */
export type Effect =
  /** `first` in a run, before which nobody has looked; `fresh` when what the last one saw was too old. */
  | { do: "match"; first: boolean; fresh: boolean }
  | { do: "alarm"; progress: MatchProgress }
  | { do: "remind"; attempt: number }
  | { do: "show"; progress: MatchProgress }
  /** Until then, or until somebody says that something has changed. */
  | { do: "wait"; until: string | null };

/** What each of them answers. */
export type Answers = {
  match: Plan;
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
  for (let waits = 0, conflicts = 0, isFirst = true; ;) {
    const plan = yield* ask({ do: "match", first: isFirst, fresh: conflicts > 0 });
    isFirst = false;
    if (plan.do === "end") {
      yield* ask({ do: "show", progress: plan.progress });
      return { again: false, progress: plan.progress };
    }
    if (plan.do === "remind") {
      yield* ask({ do: "remind", attempt: plan.attempt });
      continue;
    }
    if (plan.do === "again") {
      conflicts += 1;
      if (conflicts < mostConflicts) continue;
      return { again: true, progress: nothing };
    }
    const { isNew, progress, until } = plan;
    if (isNew) {
      // Shown before its alarm has come, so that who waits saves the match meanwhile.
      yield* ask({ do: "show", progress: { ...progress, alarm: "raising" } });
      yield* ask({ do: "alarm", progress });
    }
    yield* ask({ do: "show", progress });
    const woken = yield* ask({ do: "wait", until });
    waits += 1;
    // A wait that its time ended is still open, and would swallow the next event: a new run has none. Nothing gets lost
    // with the old one, since the first thing that a run does is to look at what is stored.
    if (woken === "time" || waits === mostWaits) return { again: true, progress };
  }
}

const nothing: MatchProgress = { state: "matching", salesmanId: null, consultantId: null, version: 0 };

/** Asks for one thing. Whoever drives the process answers each effect with the answer of its kind. */
function* ask<Kind extends Effect["do"]>(
  effect: Extract<Effect, { do: Kind }>,
): Generator<Effect, Answers[Kind], Answers[Effect["do"]]> {
  return (yield effect) as Answers[Kind];
}
