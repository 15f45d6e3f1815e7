import type { ActivityOutcome } from "../../durable/activity-work.ts";
import type { DurableFunctions, EntityAnswer, FunctionKind, Run } from "../../durable/functions.ts";
import type { OrchestratorState } from "../../durable/wire.ts";
import { stateOfFailure } from "../../durable/wire.ts";
import type { BindingData } from "../binding-expressions.ts";
import type { HostFunction } from "../bindings.ts";
import { messageOf } from "../host-error.ts";
import type { Invoker } from "../invoker.ts";
import type { InvocationResult, TypedData } from "../rpc.ts";
import { failureDetailsOf } from "./failure-details.ts";

/** The durable functions of this host by kind and name; names go without regard to case, as in Azure. */
export type FunctionRegistry = DurableFunctions & {
  add: (kind: FunctionKind, target: HostFunction) => void;
  isEmpty: () => boolean;
};

export const createFunctionRegistry = (invoker: Invoker): FunctionRegistry => {
  const functions: Record<FunctionKind, Map<string, HostFunction>> = {
    orchestrator: new Map(),
    activity: new Map(),
    entity: new Map(),
  };
  const run = (
    kind: FunctionKind,
    { name, instanceId, trace }: Run,
    input: TypedData,
  ): Promise<InvocationResult> => {
    const target = functions[kind].get(name.toLowerCase());
    if (target === undefined) {
      const known = [...functions[kind].values()].map((each) => each.name).join(", ");
      throw new Error(`The ${kind} function '${name}' doesn't exist or is disabled. Known: ${known}`);
    }
    const triggerMetadata = { instanceId: { string: instanceId } };
    const bindingData = (): BindingData => ({ instanceId });
    return invoker.invoke(target, {
      ...{ input, triggerMetadata, bindingData, tellFailure },
      traceParent: trace ?? undefined,
    });
  };
  return {
    add: (kind, target) => {
      functions[kind].set(target.name.toLowerCase(), target);
    },
    isEmpty: () => Object.values(functions).every(({ size }) => size === 0),
    has: (kind, name) => functions[kind].has(name.toLowerCase()),
    names: (kind) => [...functions[kind].values()].map(({ name }) => name),
    orchestrate: async (each, trigger) => {
      try {
        const result = await run("orchestrator", each, { json: trigger });
        return { state: JSON.parse(jsonOf(result.returnValue)) as OrchestratorState };
      } catch (error) {
        const state = stateOfFailure(messageOf(error));
        return state === undefined
          ? { broken: messageOf(error), stack: stackOf(error) }
          : { state, stack: stackOf(error) };
      }
    },
    act: async (each, input): Promise<ActivityOutcome> => {
      try {
        const { returnValue } = await run("activity", each, { json: input });
        return { result: jsonOf(returnValue) };
      } catch (error) {
        const failure = failureDetailsOf(messageOf(error));
        const message = failure?.ErrorMessage ?? messageOf(error);
        const outcome = {
          reason: `Activity function '${each.name}' failed: ${message}`,
          details: stackOf(error),
        };
        return failure === undefined ? outcome : { ...outcome, failure };
      }
    },
    operate: async (name, trigger) => {
      const { returnValue } = await run("entity", { name, instanceId: name, trace: null }, { json: trigger });
      return JSON.parse(jsonOf(returnValue)) as EntityAnswer;
    },
  };
};

// A failed orchestrator's message is all of its state, which nobody wants to read in a log.
const tellFailure = (error: unknown): string => stateOfFailure(messageOf(error))?.error ?? stackOf(error);

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? "") : "");

/** The JSON text of what a function gave back. */
const jsonOf = (value: TypedData | undefined): string => {
  if (value === undefined) return "null";
  if (value.json !== undefined) return value.json;
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString("base64"));
  return JSON.stringify(value.string ?? value.int ?? value.double ?? null);
};
