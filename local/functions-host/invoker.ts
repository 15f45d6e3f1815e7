import { randomUUID } from "node:crypto";
import type { BindingData } from "./binding-expressions.ts";
import { returnBinding, type HostFunction } from "./bindings.ts";
import { HostError, stackOf } from "./host-error.ts";
import type { Log } from "./log.ts";
import type { InvocationResult, RetryContext, TraceContext, TypedData } from "./rpc.ts";
import type { Worker } from "./worker.ts";

/** One event for a function. */
export type Call = {
  invocationId?: string;
  input: TypedData;
  triggerMetadata: Record<string, TypedData>;
  /** Asked for only when a binding has an expression to fill. */
  bindingData: () => BindingData;
  traceParent?: string | undefined;
  traceState?: string | undefined;
  retryContext?: RetryContext;
  /** What the log says of a failure; absent means its stack. */
  tellFailure?: (error: unknown) => string;
};

/** Runs functions with their bindings, their time-out and their log lines, and counts what is in flight. */
export type Invoker = {
  /** Rejects with whatever made the invocation fail: an input, the handler, the time-out or an output. */
  invoke: (target: HostFunction, call: Call) => Promise<InvocationResult>;
  /** Resolves once nothing is in flight, or after the deadline; gives back how many are still running. */
  drain: (deadlineMs: number) => Promise<number>;
};

/** Creates the one way in which every trigger runs its function. */
export const createInvoker = (worker: Worker, timeoutMs: number | undefined, log: Log): Invoker => {
  let inFlight = 0;
  let onIdle: (() => void) | undefined;
  const execute = async (
    target: HostFunction,
    call: Call,
    invocationId: string,
  ): Promise<InvocationResult> => {
    const inputData = [{ name: target.triggerName, data: call.input }];
    for (const input of target.inputs) {
      const data = await input.fetch(call.bindingData());
      if (data !== undefined) inputData.push({ name: input.name, data });
    }
    const result = await withTimeout(
      worker.invoke(target.id, {
        invocationId,
        inputData,
        triggerMetadata: call.triggerMetadata,
        traceContext: childTrace(call.traceParent, call.traceState),
        ...(call.retryContext && { retryContext: call.retryContext }),
      }),
      timeoutMs,
    );
    for (const output of target.outputs) {
      const value =
        output.name === returnBinding
          ? result.returnValue
          : result.outputData.find(({ name }) => name === output.name)?.data;
      if (value !== undefined) await output.write(value, call.bindingData());
    }
    return result;
  };
  return {
    invoke: async (target, call) => {
      const invocationId = call.invocationId ?? randomUUID();
      const started = performance.now();
      inFlight += 1;
      try {
        const result = await execute(target, call, invocationId);
        log("debug", `Function.${target.name}`, `Executed (Succeeded, ${took(started)})`, invocationId);
        return result;
      } catch (error) {
        log(
          "error",
          `Function.${target.name}`,
          `Executed (Failed, ${took(started)}) ${(call.tellFailure ?? stackOf)(error)}`,
          invocationId,
        );
        throw error;
      } finally {
        inFlight -= 1;
        if (inFlight === 0) onIdle?.();
      }
    },
    drain: async (deadlineMs) => {
      if (inFlight === 0) return 0;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
        timer = setTimeout(resolve, deadlineMs);
      });
      clearTimeout(timer);
      return inFlight;
    },
  };
};

const took = (started: number): string => `${(performance.now() - started).toFixed(1)} ms`;

/** The handler ran longer than host.json's functionTimeout. It may still be running: in-process code cannot be ended. */
export class FunctionTimeout extends HostError {
  override name = "FunctionTimeout";

  constructor(timeoutMs: number) {
    super(
      `Timeout value of ${timeoutMs / 1000} s was exceeded by the function (functionTimeout in host.json).`,
    );
  }
}

const withTimeout = <T>(work: Promise<T>, timeoutMs: number | undefined): Promise<T> => {
  if (timeoutMs === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new FunctionTimeout(timeoutMs));
    }, timeoutMs);
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
};

const traceParentPattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

// The host's own span under the caller's trace, or a new trace: what the function sees is never the caller's span.
const childTrace = (parent: string | undefined, state: string | undefined): TraceContext => {
  const match = parent === undefined ? null : traceParentPattern.exec(parent);
  if (match === null) return { traceParent: `00-${randomHex()}-${randomHex().slice(0, 16)}-00` };
  const [, traceId = "", flags = ""] = match;
  return {
    traceParent: `00-${traceId}-${randomHex().slice(0, 16)}-${flags}`,
    ...(state !== undefined && { traceState: state }),
  };
};

// 32 digits; far cheaper than randomBytes, which does not draw from a pool.
const randomHex = (): string => randomUUID().replaceAll("-", "");
