import * as df from "durable-functions";
import type { ActivityHandler, OrchestrationContext, OrchestrationHandler } from "durable-functions";
import {
  matchChanged,
  matchConsultation,
  type MatchConsultationInput,
  type MatchProgress,
} from "../../shared/contract/match-consultation.ts";
import { loggerFor, type Logger } from "../../shared/telemetry/log.ts";
import { countOrchestrationFailure } from "../../shared/telemetry/metrics.ts";
import { withSpan } from "../../shared/telemetry/tracing.ts";
import { type Answers1, type Effect1, matchingProcess1 } from "./process-1.ts";
import { type Answers, type Chosen, type Effect, type Ending, matchingProcess } from "./process.ts";
import type { Steps } from "./steps.ts";

/** The inputs of the activities, as they stand in the histories of running instances: fields are only added, as optional ones. */
type ActivityInputs = {
  matchSalesman: { input: MatchConsultationInput; first: boolean; fresh: boolean };
  chooseSalesman: { input: MatchConsultationInput; fresh: boolean };
  assignSalesman: { input: MatchConsultationInput; chosen: Chosen };
  raiseAlarm: { input: MatchConsultationInput; progress: MatchProgress };
  remindSalesman: { input: MatchConsultationInput; attempt: number };
};

const afterFailureMs = 30_000;

// The first tries come fast, since a customer waits for the answer. Whoever is down longer is waited for by a timer.
const retries = () => {
  const options = new df.RetryOptions(250, 4);
  options.backoffCoefficient = 3;
  return options;
};

/**
 * The orchestration: each effect of the process is one call of Durable, in the same order for the same answers. How running
 * instances survive a new version of this: docs/decisions/0010.
 */
const orchestrator = (start: () => AnyProcess): OrchestrationHandler =>
  function* (context) {
    const input = context.df.getInput<MatchConsultationInput>();
    const process = start();
    try {
      let next = process.next();
      while (!next.done) next = process.next((yield* perform(context, input, next.value)) as null);
      if (next.value.again) context.df.continueAsNew(input);
      return next.value.progress;
    } catch (error) {
      // A dependency is down for longer than an activity tries: nothing is lost, it is tried again from what is stored.
      if (!isActivityFailure(error)) throw error;
      const until = new Date(context.df.currentUtcDateTime.getTime() + afterFailureMs);
      yield context.df.createTimer(until);
      context.df.continueAsNew(input);
      return undefined;
    }
  };

type AnyProcess = Generator<Effect | Effect1, Ending, Answers[Effect["do"]] & Answers1[Effect1["do"]]>;

function* perform(
  context: OrchestrationContext,
  input: MatchConsultationInput,
  effect: Effect | Effect1,
): Generator<df.Task, unknown, unknown> {
  switch (effect.do) {
    case "match":
      return yield* call(context, "matchSalesman", { input, first: effect.first, fresh: effect.fresh });
    case "choose":
      return yield* call(context, "chooseSalesman", { input, fresh: effect.fresh });
    case "assign":
      return yield* call(context, "assignSalesman", { input, chosen: effect.chosen });
    case "alarm":
      return yield* call(context, "raiseAlarm", { input, progress: effect.progress });
    case "remind":
      return yield* call(context, "remindSalesman", { input, attempt: effect.attempt });
    case "show":
      context.df.setCustomStatus(effect.progress);
      return null;
    case "wait":
      return yield* wait(context, effect.until);
  }
}

function* call<Name extends keyof ActivityInputs>(
  context: OrchestrationContext,
  name: Name,
  input: ActivityInputs[Name],
): Generator<df.Task, unknown, unknown> {
  try {
    return yield context.df.callActivityWithRetry(name, retries(), input);
  } catch (error) {
    throw new ActivityFailure(name, { cause: error });
  }
}

function* wait(
  context: OrchestrationContext,
  until: string | null,
): Generator<df.Task, Answers["wait"], unknown> {
  const changed = context.df.waitForExternalEvent(matchChanged);
  if (until === null) {
    yield changed;
    return "changed";
  }
  const timer = context.df.createTimer(new Date(until));
  const first = yield context.df.Task.any([changed, timer]);
  if (first === timer) return "time";
  timer.cancel();
  return "changed";
}

class ActivityFailure extends Error {
  constructor(name: string, options: ErrorOptions) {
    super(`The activity ${name} failed again and again.`, options);
  }
}

const isActivityFailure = (error: unknown): boolean => error instanceof ActivityFailure;

/** The name of version 1, until its last instance has ended. */
const matchConsultation1 = "matchConsultation";

/** Registers the orchestration in its versions, and its activities. */
export const matchingOrchestration = (steps: Steps): void => {
  df.app.orchestration(matchConsultation, orchestrator(matchingProcess));
  df.app.orchestration(matchConsultation1, orchestrator(matchingProcess1));
  activity("matchSalesman", ({ input, first, fresh }) => steps.match(input, { first, fresh }));
  activity("chooseSalesman", ({ input, fresh }) => steps.choose(input, fresh));
  activity("assignSalesman", ({ input, chosen }) => steps.assign(input, chosen));
  activity("raiseAlarm", ({ input, progress }, log) => steps.alarm(input, progress, log));
  activity("remindSalesman", ({ input, attempt }, log) => steps.remind(input, attempt, log));
};

const activity = <Name extends keyof ActivityInputs>(
  name: Name,
  handler: (input: ActivityInputs[Name], log: Logger) => Promise<unknown>,
): void => {
  const traced: ActivityHandler = (given: ActivityInputs[Name], context) => {
    const { correlationid, consultationId, traceparent } = given.input;
    const log = loggerFor(context, { correlationid, consultationId, operation: name });
    const attributes = {
      "durabletask.type": "activity",
      "durabletask.task.name": name,
      "durabletask.task.instance_id": consultationId,
      "faas.invocation_id": context.invocationId,
      "ktgg.function": name,
      "ktgg.correlation_id": correlationid,
    };
    return withSpan(`activity:${name}`, { kind: "server", traceparent, attributes }, () =>
      handler(given, log),
    ).catch((error: unknown) => {
      countOrchestrationFailure(name, error instanceof Error ? error.name : "error");
      throw error;
    });
  };
  df.app.activity(name, { handler: traced });
};
