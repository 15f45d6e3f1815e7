import type { ActivityOutcome } from "./activity-work.ts";
import type { Answer } from "./turn.ts";

export type FunctionKind = "orchestrator" | "activity" | "entity";

/** What an entity function answers to a batch of operations, as durable-functions gives it. */
export type EntityAnswer = {
  entityExists: boolean;
  entityState?: string;
  results: { isError: boolean; result?: string }[];
  signals: { target: { name: string; key: string }; name: string; input: string; requestId?: string }[];
};

/** What is run and for which orchestration; `trace` is the W3C traceparent of its start. */
export type Run = { name: string; instanceId: string; trace: string | null };

/** The app's functions as the engine runs them. Triggers are the JSON texts that durable-functions takes. */
export type DurableFunctions = {
  has: (kind: FunctionKind, name: string) => boolean;
  names: (kind: FunctionKind) => string[];
  /** Never rejects: whatever breaks is the answer. */
  orchestrate: (run: Run, trigger: string) => Promise<Answer>;
  /** Never rejects; `input` is a JSON text. */
  act: (run: Run, input: string) => Promise<ActivityOutcome>;
  /** Rejects when the function as a whole fails; an operation that fails is in the answer. */
  operate: (name: string, trigger: string) => Promise<EntityAnswer>;
};
