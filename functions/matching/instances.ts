import type { InvocationContext } from "@azure/functions";
import * as df from "durable-functions";
import {
  matchChanged,
  matchConsultation,
  type MatchConsultationInput,
} from "../../shared/contract/match-consultation.ts";
import { withSpan } from "../../shared/telemetry/tracing.ts";

/** The running matches: one instance for each consultation. */
export type Instances = {
  /** Starts the consultation's instance, or leaves the one that runs. */
  start: (input: MatchConsultationInput) => Promise<void>;
  /** Tells the instance that something has changed; one that should run but does not is started. */
  bringOn: (input: MatchConsultationInput) => Promise<void>;
  /** Tells the instance that something has changed. Nothing when none runs. */
  wake: (consultationId: string) => Promise<void>;
};

/** Those that an invocation with a durable client reaches. */
export const instancesOf = (context: InvocationContext): Instances => {
  const client = df.getClient(context);
  const isAlive = async (consultationId: string): Promise<boolean> => {
    try {
      const { runtimeStatus } = await client.getStatus(consultationId);
      return alive.has(runtimeStatus);
    } catch (error) {
      if (isNoInstance(error)) return false;
      throw error;
    }
  };
  const start = async (input: MatchConsultationInput): Promise<void> => {
    const attributes = { "durabletask.type": "orchestration", "durabletask.task.name": matchConsultation };
    await withSpan(`create_orchestration:${matchConsultation}`, { kind: "producer", attributes }, () =>
      client.startNew(matchConsultation, { instanceId: input.consultationId, input }),
    );
  };
  const raise = (consultationId: string): Promise<void> =>
    client.raiseEvent(consultationId, matchChanged, null);
  return {
    start: async (input) => {
      if (!(await isAlive(input.consultationId))) await start(input);
    },
    bringOn: async (input) => {
      await ((await isAlive(input.consultationId)) ? raise(input.consultationId) : start(input));
    },
    wake: async (consultationId) => {
      if (await isAlive(consultationId)) await raise(consultationId);
    },
  };
};

const alive = new Set<string>([
  df.OrchestrationRuntimeStatus.Running,
  df.OrchestrationRuntimeStatus.Pending,
  df.OrchestrationRuntimeStatus.ContinuedAsNew,
  df.OrchestrationRuntimeStatus.Suspended,
]);

// The client has no code for it, only this text.
const isNoInstance = (error: unknown): boolean =>
  error instanceof Error && /HTTP 404|No instance with ID/i.test(error.message);
