import { setTimeout as delay } from "node:timers/promises";
import type { HostFunction } from "./bindings.ts";
import { messageOf } from "./host-error.ts";
import type { Call, Invoker } from "./invoker.ts";
import type { RetryContext, RetryOptions } from "./rpc.ts";

/** How a series of attempts ended; "stopped" means that the host stops and the event is still to be handled. */
export type Outcome = "succeeded" | "failed" | "stopped";

/** The wait before the given retry (the first is 1): fixed, or doubling from the minimum up to the maximum. */
export const retryDelayMs = (policy: RetryOptions, retry: number): number => {
  if (policy.retryStrategy === "fixedDelay") return (policy.delayInterval?.seconds ?? 0) * 1000;
  const least = (policy.minimumInterval?.seconds ?? 5) * 1000;
  const most = (policy.maximumInterval?.seconds ?? 120) * 1000;
  return Math.min(most, least * 2 ** Math.min(retry - 1, 30));
};

/** Invokes, and again as the policy allows (maxRetryCount -1: for ever) until it succeeds or the signal aborts. */
export const invokeWithRetry = async (
  invoker: Invoker,
  target: HostFunction,
  call: Call,
  policy: RetryOptions | undefined,
  signal: AbortSignal,
): Promise<Outcome> => {
  let exception: RetryContext["exception"];
  for (let retry = 0; ; retry += 1) {
    try {
      const retryContext = policy && {
        retryCount: retry,
        maxRetryCount: policy.maxRetryCount,
        ...(exception && { exception }),
      };
      await invoker.invoke(target, { ...call, ...(retryContext && { retryContext }) });
      return "succeeded";
    } catch (error) {
      exception = {
        message: messageOf(error),
        ...(error instanceof Error && error.stack && { stackTrace: error.stack }),
      };
    }
    if (policy === undefined || (policy.maxRetryCount !== -1 && retry >= policy.maxRetryCount))
      return "failed";
    try {
      await delay(retryDelayMs(policy, retry + 1), undefined, { signal });
    } catch {
      return "stopped";
    }
  }
};
