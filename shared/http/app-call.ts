import { circuitBreaker } from "../domain/circuit-breaker.ts";

/** Where the function of another context is; the key is that of its function, when it has one. */
export type AppSettings = { url: string; key?: string | undefined };

/** The trace in which a call is made. */
type Trace = { correlationid: string; traceparent?: string | undefined };

/** @throws CircuitOpen without asking; or that it did not answer in time, or not with a good answer */
export type AppCall = (body: object, trace: Trace) => Promise<void>;

/**
 * Calls a function of another context that only saves waiting: its events bring the same. A person waits meanwhile, so that it has a
 * deadline, and after three failures in a row is left alone for ten seconds.
 */
export const appCallTo = (
  { url, key }: AppSettings,
  { who, path, deadlineMs }: { who: string; path: string; deadlineMs: number },
): AppCall => {
  const address = `${url.replace(/\/$/, "")}/${path}`;
  const breaker = circuitBreaker({ failures: 3, openMs: 10_000, nowMs: () => performance.now() });
  const send = async (body: object, { correlationid, traceparent }: Trace): Promise<void> => {
    const response = await fetch(address, {
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
  return (body, trace) => breaker(() => send(body, trace));
};
