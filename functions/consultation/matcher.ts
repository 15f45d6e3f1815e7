import type { InvocationContext } from "@azure/functions";
import { getClient, type DurableClient, type OrchestrationRuntimeStatus as Status } from "durable-functions";
import {
  matchConsultation,
  matchProgress,
  type MatchConsultationInput,
  type MatchProgress,
} from "../../shared/contract/match-consultation.ts";
import { circuitBreaker, CircuitOpen } from "../../shared/domain/circuit-breaker.ts";
import { within } from "../../shared/domain/within.ts";
import { withSpan } from "../../shared/telemetry/tracing.ts";
import { admission } from "./admission.ts";
import { lookingPattern, type Looking } from "./looking-pattern.ts";

/** A consultation that was matched while its customer waited. */
export type Matched = {
  progress: MatchProgress;
  /** Resolves once the salesman sees it, or that has failed or takes too long. */
  alarmed: Promise<void>;
};

/** Has a consultation matched while its customer waits. */
export type Matcher = {
  /** Starts the matching (the same consultation again starts nothing) and waits a moment for it. @throws when it is not matched by then */
  matched: (input: MatchConsultationInput, context: InvocationContext) => Promise<Matched>;
};

/** It is not matched, and nothing is wrong: nobody is free, or staff have to decide. */
export class NotMatchedNow extends Error {
  override name = "NotMatchedNow";
}

/**
 * The Durable orchestration `matchConsultation`. What keeps it from answering in time, be it Durable, the bus or the app that
 * runs it, costs a customer `waitMs` at most, and after three customers nothing: the breaker leaves it alone for a while. Where
 * it only has too much to do, as many wait as it can match in time, and the others are answered at once.
 */
export const durableMatcher = ({ waitMs, openMs }: { waitMs: number; openMs: number }): Matcher => {
  const breaker = circuitBreaker({ failures: 3, openMs, nowMs: () => performance.now() });
  const { admit } = admission({
    first: 32,
    least: 4,
    most: 256,
    isInVain: (error) => !(error instanceof CircuitOpen),
  });
  const beginMatch = lookingPattern();
  const beginAlarm = lookingPattern();
  return {
    matched: async (input, context) => {
      const client = getClient(context);
      const wait = { client, id: input.consultationId, deadline: performance.now() + waitMs, waitMs };
      const progress = await admit(() =>
        breaker(async () => {
          const looking = beginMatch();
          await start(wait, input);
          return look(wait, looking, ({ state }) => state !== "matching");
        }),
      );
      if (progress.state !== "matched") throw new NotMatchedNow(`It is ${progress.state}.`);
      return { progress, alarmed: alarmedBy(wait, progress, beginAlarm()) };
    },
  };
};

const attributes = { "durabletask.type": "orchestration", "durabletask.task.name": matchConsultation };

type Wait = { client: DurableClient; id: string; deadline: number; waitMs: number };

const start = async ({ client, id, waitMs }: Wait, input: MatchConsultationInput): Promise<void> => {
  await withSpan(`create_orchestration:${matchConsultation}`, { kind: "producer", attributes }, () =>
    within(
      client.startNew(matchConsultation, { instanceId: id, input }).catch(async (error: unknown) => {
        // Started before: by the policy, or by this request's twin.
        if (!(await client.getStatus(id).catch(() => undefined))) throw error;
      }),
      waitMs,
    ),
  );
};

/** Looks again and again until it shows what is wanted. @throws when its time is over, or it has ended without */
const look = async (
  { client, id, deadline, waitMs }: Wait,
  looking: Looking,
  isWanted: (progress: MatchProgress) => boolean,
): Promise<MatchProgress> => {
  for (;;) {
    const pauseMs = looking.pauseMs();
    const left = deadline - performance.now();
    if (left <= 0) throw new Error(`It was not matched within ${waitMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, left)));
    const status = await within(client.getStatus(id), Math.max(1, deadline - performance.now()));
    const progress = matchProgress.safeParse(status.customStatus);
    if (progress.success && isWanted(progress.data)) {
      looking.seen();
      return progress.data;
    }
    if (ended.has(status.runtimeStatus)) throw new Error(`The matching ended as ${status.runtimeStatus}.`);
  }
};

const alarmedBy = async (wait: Wait, { alarm }: MatchProgress, looking: Looking): Promise<void> => {
  if (alarm === undefined) return;
  try {
    await look(wait, looking, (progress) => progress.alarm === undefined);
  } catch {
    // The match is true all the same, and its alarm comes with the events at the latest.
  }
};

const ended: ReadonlySet<Status | string> = new Set(["Completed", "Failed", "Terminated", "Canceled"]);
