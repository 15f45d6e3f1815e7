import type { RaiseAlarm } from "../../shared/contract/raise-alarm.ts";
import type { AppSettings, OwnFunction } from "../../shared/http/app-call.ts";
import type { Platform } from "../../shared/platform.ts";
import { acsSmsSender, type AcsSettings } from "../../shared/sms/acs-sms-sender.ts";
import { alarmRaiserTo, noAlarmRaiser } from "./alarm-raiser.ts";
import { assignByHandWith } from "./assign-by-hand.ts";
import { assignWith } from "./assignment.ts";
import { consultationMatching } from "./consultations.ts";
import { matchingFeed } from "./feed.ts";
import { holidaysWith } from "./holidays.ts";
import { matchHttp } from "./http.ts";
import { interestMatching } from "./interests.ts";
import { giveBackLateWith } from "./late-places.ts";
import { cosmosMatches } from "./matches.ts";
import { matchingOrchestration } from "./orchestration.ts";
import { matchingPolicies } from "./policies.ts";
import { noReminder, smsReminder } from "./reminder.ts";
import { rosterHttp } from "./roster-http.ts";
import { rosterOf } from "./roster.ts";
import { cosmosSalesmen } from "./salesmen.ts";
import { stepsOf } from "./steps.ts";
import { waitingFigures } from "./waiting-figures.ts";
import { wakeWaitingWith } from "./waiting.ts";

export type MatchingSettings = {
  /** Minutes of working time, but for `retryMinutes` and `strayMinutes`. See rules.ts. */
  remindAfterMinutes: number;
  passAfterMinutes: number;
  maxPasses: number;
  retryMinutes: number;
  strayMinutes: number;
  /** Days on which nobody works, beside the public holidays that fall on the same day each year. */
  holidays: readonly string[];
  /** The app that runs the context alarm, when it is another one. */
  alarm: AppSettings | undefined;
  /** By which carrier salesmen are reminded; without it the reminder is only noted. */
  sms: AcsSettings | undefined;
};

/** Registers the functions of the context `matching`. Without any alarm side, the alarms come with the events. */
export const registerMatching = async (
  { database, bus, endpoint, clock }: Platform,
  { alarm, sms, holidays, ...minutes }: MatchingSettings,
  ownAlarm: OwnFunction<RaiseAlarm> | undefined,
): Promise<void> => {
  const container = database.container("matching");
  const alarmSide = alarm ?? ownAlarm;
  const salesmen = cosmosSalesmen(container);
  const matches = cosmosMatches(container);
  const roster = rosterOf(salesmen, clock);
  const parts = { salesmen, matches, roster, clock, rules: { ...minutes, holidays: holidaysWith(holidays) } };
  const assign = assignWith(parts);
  const interests = interestMatching(parts, assign);

  rosterHttp(endpoint, salesmen, roster);
  matchHttp(endpoint, { matches, roster, assignByHand: assignByHandWith(parts, assign) });
  matchingOrchestration(
    stepsOf({
      ...parts,
      assign,
      alarm: alarmSide ? alarmRaiserTo(alarmSide) : noAlarmRaiser,
      reminder: sms ? smsReminder(await acsSmsSender(sms)) : noReminder,
    }),
  );
  matchingPolicies(interests, consultationMatching(parts), clock);
  matchingFeed(bus, wakeWaitingWith({ ...parts, interests }), giveBackLateWith(parts));
  waitingFigures(container);
};
