import type { EventOf } from "../../shared/contract/events.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import type { Counts } from "./counts.ts";

/** What is known of the SMS of one start: the newest counts, and how many were sent by the end of each day so far. */
export type StartFacts = {
  version: number;
  outcomes: Counts;
  days: Readonly<Record<string, { version: number; sent: number }>>;
};

/** The facts once this event is known, too; the same object when it says nothing new. */
export const withNotified = (
  facts: StartFacts | undefined,
  { aggregateversion: version, data: { outcomes }, time }: EventOf<"CustomersNotified">,
): StartFacts => {
  const day = seoulDate(new Date(time));
  const isOld = facts !== undefined && version <= facts.version;
  const isOldOfDay = version <= (facts?.days[day]?.version ?? 0);
  if (facts && isOld && isOldOfDay) return facts;
  const days = isOldOfDay ? (facts?.days ?? {}) : { ...facts?.days, [day]: { version, sent: outcomes.sent } };
  return { ...(isOld ? facts : { version, outcomes }), days };
};

/** What it adds to its projectname. A day's messages are those by its end without those by the end of the day before. */
export const startCounts = (facts: StartFacts | undefined): Counts => {
  if (!facts) return {};
  const counts: Record<string, number> = {};
  for (const [outcome, count] of Object.entries(facts.outcomes)) {
    if (count !== 0) counts[`sms ${outcome}`] = count;
  }
  let before = 0;
  for (const [day, { sent }] of Object.entries(facts.days).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    if (sent !== before) counts[`${day} sent`] = sent - before;
    before = sent;
  }
  return counts;
};
