import type { Origin } from "../cosmos/aggregates.ts";
import { activeTraceparent } from "../telemetry/tracing.ts";

/** The origin of a command that follows from an event: the same request began both, and the event is its cause. */
export const followingFrom = (event: { id: string; correlationid: string }, at: Date): Origin => {
  const traceparent = activeTraceparent();
  return {
    at,
    correlationid: event.correlationid,
    causationid: event.id,
    ...(traceparent !== undefined && { traceparent }),
  };
};
