import type { AnyEvent } from "../contract/envelope.ts";
import type { Origin } from "../cosmos/aggregates.ts";
import { circuitBreaker, CircuitOpen } from "../domain/circuit-breaker.ts";
import type { Logger } from "../telemetry/log.ts";

/** Where the views context takes events; the key is that of its function, when it has one. */
export type ViewsSettings = { url: string; key?: string | undefined };

/**
 * Shows events that were just committed to the views, so that whoever gave the command finds the change on the next read. Never
 * fails: the change feed brings the same events a moment later.
 */
export type ShowEvents = (
  events: readonly AnyEvent[],
  call: { origin: Origin; log: Pick<Logger, "info" | "warn"> },
) => Promise<void>;

/** A person waits for the answer to the command, which is safe already. */
const deadlineMs = 500;

/** The views context over HTTP; after three failures in a row it is left alone for a while. Without settings, nothing is shown. */
export const showEventsTo = (settings: ViewsSettings | undefined): ShowEvents => {
  if (!settings) return () => Promise.resolve();
  const url = `${settings.url.replace(/\/$/, "")}/views/events`;
  const breaker = circuitBreaker({ failures: 3, openMs: 10_000, nowMs: () => performance.now() });
  const send = async (events: readonly AnyEvent[], { correlationid, traceparent }: Origin): Promise<void> => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-correlation-id": correlationid,
        ...(traceparent !== undefined && { traceparent }),
        ...(settings.key !== undefined && { "x-functions-key": settings.key }),
      },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The views answered ${response.status}.`);
  };
  return async (events, { origin, log }) => {
    if (events.length === 0) return;
    try {
      await breaker(() => send(events, origin));
    } catch (error) {
      const message = "What was committed shows a moment later.";
      if (error instanceof CircuitOpen) log.info(message, { reason: error.message });
      else log.warn(message, { error });
    }
  };
};
