import { circuitBreaker } from "../../shared/domain/circuit-breaker.ts";
import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import type { RaiseAlarm } from "../../shared/contract/raise-alarm.ts";
import { activeTraceparent } from "../../shared/telemetry/tracing.ts";

/** A consultation that was given to a salesman, by that version of its match. */
export type Assigned = MatchConsultationInput & { salesmanId: string; version: number };

/** Lets the salesman see his new consultation at once, instead of when the events have come. Rejects when it can't. */
export type AlarmRaiser = { raise: (assigned: Assigned) => Promise<void> };

/** Where the alarm context takes alarms; the key is that of its function, when it has one. */
export type AlarmSettings = { url: string; key?: string | undefined };

const deadlineMs = 1_000;

/**
 * The alarm context over HTTP. Who waits for the answer is a customer: after a second it is left to
 * the events, and after three of them in a row for a while without the second.
 */
export const httpAlarmRaiser = ({ url, key }: AlarmSettings): AlarmRaiser => {
  const breaker = circuitBreaker({ failures: 3, openMs: 10_000, nowMs: () => performance.now() });
  const raise = async (assigned: Assigned): Promise<void> => {
    const traceparent = activeTraceparent();
    const response = await fetch(`${url.replace(/\/$/, "")}/alarms`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-correlation-id": assigned.correlationid,
        ...(traceparent !== undefined && { traceparent }),
        ...(key !== undefined && { "x-functions-key": key }),
      },
      body: JSON.stringify(alarmOf(assigned)),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The alarm side answered ${response.status}.`);
  };
  return { raise: (assigned) => breaker(() => raise(assigned)) };
};

/** Where no alarm side is set: the alarm comes with the events. */
export const noAlarmRaiser: AlarmRaiser = { raise: () => Promise.resolve() };

const alarmOf = (assigned: Assigned): RaiseAlarm => {
  const { consultationId, projectname, salesmanId, version, eventId, requestedAt } = assigned;
  return {
    eventId,
    at: requestedAt,
    subject: { type: "consultation", id: consultationId },
    projectname,
    salesmanId,
    version,
  };
};
