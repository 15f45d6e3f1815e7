import type { MatchProgress } from "../../shared/contract/match-consultation.ts";
import type { Chosen, Effect, Ending, Waiting } from "./process.ts";

/** What the activity `chooseSalesman` answers: what is to be done now, as it follows from what is stored. */
export type Plan1 =
  | { do: "assign"; chosen: Chosen }
  | { do: "remind"; attempt: number }
  | Waiting
  | { do: "end"; progress: MatchProgress };

/** What version 1 asks of the world: a choice and its assignment are two activities. */
export type Effect1 =
  Exclude<Effect, { do: "match" }> | { do: "choose"; fresh: boolean } | { do: "assign"; chosen: Chosen };

/** What each of them answers. */
export type Answers1 = {
  choose: Plan1;
  /** null when the choice could not be had: choose again. */
  assign: Waiting | null;
  alarm: null;
  remind: null;
  show: null;
  wait: "changed" | "time";
};

type Process<Result> = Generator<Effect1, Result, Answers1[Effect1["do"]]>;

const mostWaits = 20;
const mostConflicts = 20;

/**
 * Version 1 of the way of a consultation, for the instances that were started with it: it stays as it is until the last of
 * them has ended (docs/decisions/0010). process.ts tells what it is about.
 */
export function* matchingProcess1(): Process<Ending> {
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

function* assign(chosen: Chosen): Process<Answers1["assign"]> {
  const waiting = yield* ask({ do: "assign", chosen });
  if (waiting) yield* ask({ do: "alarm", progress: waiting.progress });
  return waiting;
}

/** Asks for one thing. Whoever drives the process answers each effect with the answer of its kind. */
function* ask<Kind extends Effect1["do"]>(
  effect: Extract<Effect1, { do: Kind }>,
): Generator<Effect1, Answers1[Kind], Answers1[Effect1["do"]]> {
  return (yield effect) as Answers1[Kind];
}
