import type { RaiseAlarm } from "../../shared/contract/raise-alarm.ts";
import type { OwnFunction } from "../../shared/http/app-call.ts";
import { watchConnections } from "../../shared/http/connection.ts";
import type { Platform } from "../../shared/platform.ts";
import { cosmosAlarms } from "./alarms.ts";
import { alarmHttp } from "./http.ts";
import { alarmPolicies } from "./policies.ts";
import { raiseAtOnce } from "./delivery.ts";
import { alarmRaising } from "./raise-http.ts";
import { changeFeedOf } from "./live/feed.ts";
import { liveAlarmHttp, type LiveSettings } from "./live/http.ts";
import { cosmosMissedChanges } from "./live/missed.ts";
import { openPages } from "./live/open-pages.ts";
import { cosmosSalesmanPage } from "./salesman-page.ts";

/** Registers the functions of the context `alarm`; answers how an alarm is raised at once. */
export const registerAlarm = (
  { database, endpoint, clock }: Platform,
  live: LiveSettings,
): OwnFunction<RaiseAlarm> => {
  const container = database.container("salesman-view");
  alarmHttp(endpoint, cosmosSalesmanPage(container));
  watchConnections();
  liveAlarmHttp(endpoint, {
    pages: openPages(changeFeedOf(container, { pollMs: 250 }), { beatMs: 15_000 }),
    missedChanges: cosmosMissedChanges(container),
    settings: live,
  });
  const alarms = cosmosAlarms(container, clock);
  const raise: OwnFunction<RaiseAlarm> = (alarm) => raiseAtOnce(alarms, alarm);
  alarmRaising(endpoint, raise);
  alarmPolicies(alarms);
  return raise;
};
