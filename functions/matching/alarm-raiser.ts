import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import type { RaiseAlarm } from "../../shared/contract/raise-alarm.ts";
import { appCallTo, type AppSettings, type OwnFunction } from "../../shared/http/app-call.ts";
import type { Logger } from "../../shared/telemetry/log.ts";
import { activeTraceparent } from "../../shared/telemetry/tracing.ts";

/** A consultation that was given to a salesman, by that version of its match. */
export type Assigned = MatchConsultationInput & { salesmanId: string; version: number };

/** Lets the salesman see his new consultation at once, instead of when the events have come. Rejects when it can't. */
export type AlarmRaiser = { raise: (assigned: Assigned, log: Logger) => Promise<void> };

const deadlineMs = 1_000;

/**
 * The alarm context, in this app or in another. Who waits for the answer is a customer: after a second it is left to
 * the events, and after three of them in a row for a while without the second.
 */
export const alarmRaiserTo = (alarm: OwnFunction<RaiseAlarm> | AppSettings): AlarmRaiser => {
  const call = appCallTo(alarm, { who: "The alarm side", path: "alarms", deadlineMs });
  return {
    raise: (assigned, log) => {
      const { correlationid } = assigned;
      return call(alarmOf(assigned), { correlationid, traceparent: activeTraceparent(), log });
    },
  };
};

/** Where there is no alarm side: the alarm comes with the events. */
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
