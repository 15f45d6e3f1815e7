import type { InvocationContext } from "@azure/functions";
import { getClient, type OrchestrationRuntimeStatus as Status } from "durable-functions";
import {
  matchConsultation,
  matchProgress,
  type MatchConsultationInput,
  type MatchProgress,
} from "../../shared/contract/match-consultation.ts";
import { circuitBreaker } from "../../shared/domain/circuit-breaker.ts";
import { withSpan } from "../../shared/telemetry/tracing.ts";

/** Has a consultation matched while its customer waits. */
export type Matcher = {
  /** Starts the matching (the same consultation again starts nothing) and waits a moment for it. @throws when it is not matched by then */
  matched: (input: MatchConsultationInput, context: InvocationContext) => Promise<MatchProgress>;
};

/** It is not matched, and nothing is wrong: nobody is free, or staff have to decide. */
export class NotMatchedNow extends Error {
  override name = "NotMatchedNow";
}

const firstPauseMs = 15;
const longestPauseMs = 100;

/**
 * The Durable orchestration `matchConsultation`. What keeps it from answering in time, be it Durable, the bus or the app that
 * runs it, costs a customer `waitMs` at most, and after three customers nothing: the breaker leaves it alone for a while.
 */
export const durableMatcher = ({ waitMs, openMs }: { waitMs: number; openMs: number }): Matcher => {
  const breaker = circuitBreaker({ failures: 3, openMs, nowMs: () => performance.now() });
  return {
    matched: async (input, context) => {
      const progress = await breaker(() => start(input, context, waitMs));
      if (progress.state !== "matched") throw new NotMatchedNow(`It is ${progress.state}.`);
      return progress;
    },
  };
};

const attributes = { "durabletask.type": "orchestration", "durabletask.task.name": matchConsultation };

const start = async (
  input: MatchConsultationInput,
  context: InvocationContext,
  waitMs: number,
): Promise<MatchProgress> => {
  const client = getClient(context);
  const deadline = performance.now() + waitMs;
  const instanceId = input.consultationId;
  await withSpan(`create_orchestration:${matchConsultation}`, { kind: "producer", attributes }, () =>
    within(
      client.startNew(matchConsultation, { instanceId, input }).catch(async (error: unknown) => {
        // Started before: by the policy, or by this request's twin.
        if (!(await client.getStatus(instanceId).catch(() => undefined))) throw error;
      }),
      waitMs,
    ),
  );
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    const left = deadline - performance.now();
    if (left <= 0) throw new Error(`It was not matched within ${waitMs} ms.`);
    const status = await within(client.getStatus(instanceId, { showInput: false }), left);
    const progress = matchProgress.safeParse(status.customStatus);
    if (progress.success && progress.data.state !== "matching") return progress.data;
    if (ended.has(status.runtimeStatus)) throw new Error(`The matching ended as ${status.runtimeStatus}.`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, left)));
  }
};

const ended: ReadonlySet<Status | string> = new Set(["Completed", "Failed", "Terminated", "Canceled"]);

const within = async <Result>(work: Promise<Result>, ms: number): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer within ${Math.round(ms)} ms.`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
