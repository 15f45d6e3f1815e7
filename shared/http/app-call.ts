import { circuitBreaker } from "../domain/circuit-breaker.ts";
import { within } from "../domain/within.ts";
import type { Logger } from "../telemetry/log.ts";
import { withSpan } from "../telemetry/tracing.ts";

/** Where the function of another context is, when another app runs it; the key is that of the function, when it has one. */
export type AppSettings = { url: string; key?: string | undefined };

/** The function itself, when this very app runs the context: no detour over the network then. */
export type OwnFunction<Body> = (body: Body, log: Logger) => Promise<unknown>;

/** Whose work the call is part of. */
type Caller = { correlationid: string; traceparent?: string | undefined; log: Logger };

/** @throws CircuitOpen without asking; TimeoutError; or that it did not answer well */
export type AppCall<Body> = (body: Body, caller: Caller) => Promise<void>;

/**
 * Calls a function of another context that only saves waiting: its events bring the same. A person waits meanwhile, so that it has a
 * deadline, and after three failures in a row is left alone for ten seconds.
 */
export const appCallTo = <Body extends object>(
  side: OwnFunction<Body> | AppSettings,
  { who, path, deadlineMs }: { who: string; path: string; deadlineMs: number },
): AppCall<Body> => {
  const breaker = circuitBreaker({ failures: 3, openMs: 10_000, nowMs: () => performance.now() });
  const call =
    typeof side === "function"
      ? (body: Body, { log }: Caller) =>
          withSpan(`call ${path}`, { kind: "internal" }, async () => {
            await within(side(body, log), deadlineMs);
          })
      : (body: Body, caller: Caller) => send(body, caller, side);

  const send = async (
    body: Body,
    { correlationid, traceparent }: Caller,
    { url, key }: AppSettings,
  ): Promise<void> => {
    const response = await fetch(`${url.replace(/\/$/, "")}/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-correlation-id": correlationid,
        ...(traceparent !== undefined && { traceparent }),
        ...(key !== undefined && { "x-functions-key": key }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${who} answered ${response.status}.`);
  };

  return (body, caller) => breaker(() => call(body, caller));
};
