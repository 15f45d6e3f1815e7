import { onEvents } from "../../shared/servicebus/subscribe.ts";
import type { Alarms } from "./alarms.ts";
import { raise, rematch } from "./delivery.ts";
import type { AlarmEvent } from "./domain.ts";

/** RaiseAlarm: every event becomes an alarm, and a match decides who sees those of its subject. */
export const alarmPolicies = (alarms: Alarms): void => {
  const raised = (event: AlarmEvent): Promise<void> => raise(alarms, event);
  onEvents("raiseProjectAlarm", "project-events", "alarm", {
    ProjectCreated: raised,
    ProjectEdited: raised,
    ProjectStarted: raised,
    ProjectEnded: raised,
  });
  onEvents("raiseInterestAlarm", "interest-events", "alarm", {
    InterestCreated: raised,
    InterestUpdated: raised,
  });
  onEvents("raiseConsultationAlarm", "consultation-events", "alarm", {
    ConsultationCreated: raised,
    ConsultationEdited: raised,
    ConsultationProgressed: raised,
    ConsultationHandedBack: raised,
  });
  onEvents("moveAlarms", "matching-events", "alarm", {
    SalesmanMatched: (event) => rematch(alarms, event),
  });
};
