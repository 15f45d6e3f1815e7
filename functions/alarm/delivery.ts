import type { RaiseAlarm } from "../../shared/contract/raise-alarm.ts";
import type { Alarms } from "./alarms.ts";
import {
  alarmOf,
  everyone,
  homeOf,
  isNews,
  partitionOfSalesman,
  partitionOfSubject,
  type AlarmEvent,
  type Match,
  type RaisedAlarm,
  type Subject,
} from "./domain.ts";
import { requestedText } from "./text.ts";

/** RaiseAlarm: keeps the event's alarm, and brings it to whom it concerns: everyone, or the subject's salesman once there is one. */
export const raise = async (alarms: Alarms, event: AlarmEvent): Promise<void> => {
  if (!isNews(event)) return;
  const alarm = alarmOf(event);
  const home = homeOf(event);
  if (home === everyone) return alarms.put(home, alarm);
  await settle(
    async () => {
      await alarms.put(home, alarm);
      return alarms.matchOf(home);
    },
    (match) => deliver(alarms, match, [alarm]),
  );
};

/** RaiseAlarm at once: what ConsultationCreated and SalesmanMatched will say when they come, which then change nothing. */
export const raiseAtOnce = async (
  alarms: Alarms,
  { eventId, at, subject, projectname, salesmanId, version }: RaiseAlarm,
): Promise<void> => {
  const home = partitionOfSubject(subject);
  const mine = partitionOfSalesman(salesmanId);
  const alarm: RaisedAlarm = {
    alarmId: eventId,
    type: "ConsultationCreated",
    at: new Date(at).toISOString(),
    subject: subject.id,
    text: requestedText(projectname),
    projectname,
  };
  // The match last: whoever is matched after it finds him as the one before, and takes from him what is there by then.
  await Promise.all([alarms.put(home, alarm), alarms.put(mine, alarm)]);
  const match = await alarms.settleMatch(home, { salesmanId, version });
  if (match.salesmanId === salesmanId) return;
  await alarms.take(mine, eventId);
  await rematch(alarms, { aggregateversion: version, data: { subject, salesmanId } });
};

/** What of a SalesmanMatched is of interest here. */
type Matched = { aggregateversion: number; data: { subject: Subject; salesmanId: string } };

/** Brings all alarms of a subject to the salesman whom it is matched to, and takes them from those before. */
export const rematch = async (
  alarms: Alarms,
  { aggregateversion, data: { subject, salesmanId } }: Matched,
): Promise<void> => {
  const home = partitionOfSubject(subject);
  await settle(
    () => alarms.settleMatch(home, { salesmanId, version: aggregateversion }),
    async (match) => {
      for await (const page of alarms.pagesOf(home)) await deliver(alarms, match, page);
    },
  );
};

/**
 * Acts on the present match, until the one it acted on is still the present one. No lock is needed, in any interleaving:
 * - `present` writes its own part (the alarm, or the match) before it reads, each time, in the subject's one partition. So of an
 *   alarm and a match that are handled at once, at least one handler sees the other. Under Session consistency a read
 *   shows at least all that came before the reader's own last write there: no replica can hide a match from it.
 * - Whoever acted on a match that was replaced meanwhile acts again on the newer one, which knows every salesman before.
 *   What the last one does is thus right, and a handler that died comes back with its message and does all of it again.
 */
const settle = async (
  present: () => Promise<Match | undefined>,
  act: (match: Match) => Promise<void>,
): Promise<void> => {
  let acted = 0;
  for (let match = await present(); match && match.version !== acted; match = await present()) {
    await act(match);
    acted = match.version;
  }
};

// To the new salesman first: an alarm is with two for a moment rather than with nobody.
const deliver = async (alarms: Alarms, match: Match, page: readonly RaisedAlarm[]): Promise<void> => {
  const present = partitionOfSalesman(match.salesmanId);
  await Promise.all(page.map((alarm) => alarms.put(present, alarm)));
  for (const former of match.formers.map(partitionOfSalesman)) {
    await Promise.all(page.map(({ alarmId }) => alarms.take(former, alarmId)));
  }
};
