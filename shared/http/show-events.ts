import type { AnyEvent } from "../contract/envelope.ts";
import type { Origin } from "../cosmos/aggregates.ts";
import { CircuitOpen } from "../domain/circuit-breaker.ts";
import type { Logger } from "../telemetry/log.ts";
import { appCallTo, type AppSettings, type OwnFunction } from "./app-call.ts";

/**
 * Shows events that were just committed to the views, so that whoever gave the command finds the change on the next read. Never
 * fails: the change feed brings the same events a moment later.
 */
export type ShowEvents = (
  events: readonly AnyEvent[],
  call: { origin: Origin; log: Logger },
) => Promise<void>;

/** A person waits for the answer to the command, which is safe already. */
const deadlineMs = 500;

/** The views context, in this app or in another; after three failures in a row it is left alone for a while. Without it, nothing is shown. */
export const showEventsTo = (
  views: OwnFunction<{ events: readonly AnyEvent[] }> | AppSettings | undefined,
): ShowEvents => {
  if (!views) return () => Promise.resolve();
  const call = appCallTo(views, { who: "The views", path: "views/events", deadlineMs });
  return async (events, { origin, log }) => {
    if (events.length === 0) return;
    try {
      await call({ events }, { ...origin, log });
    } catch (error) {
      const message = "What was committed shows a moment later.";
      if (error instanceof CircuitOpen) log.info(message, { reason: error.message });
      else log.warn(message, { error });
    }
  };
};
