import type { Platform } from "../../shared/platform.ts";
import { cosmosAlarms } from "./alarms.ts";
import { alarmHttp } from "./http.ts";
import { alarmPolicies } from "./policies.ts";
import { alarmRaising } from "./raise-http.ts";
import { cosmosSalesmanPage } from "./salesman-page.ts";

/** Registers the functions of the context `alarm`. */
export const registerAlarm = ({ database, endpoint, clock }: Platform): void => {
  const container = database.container("salesman-view");
  alarmHttp(endpoint, cosmosSalesmanPage(container));
  const alarms = cosmosAlarms(container, clock);
  alarmRaising(endpoint, alarms);
  alarmPolicies(alarms);
};
