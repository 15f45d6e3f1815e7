import type { EventOf } from "../../shared/contract/events.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import type { Counts } from "./counts.ts";

export type InterestEvent = EventOf<"InterestCreated"> | EventOf<"InterestUpdated">;

/** What is known of one interest: its newest value, and the day on which it was saved first. */
export type InterestFacts = { version: number; interest: 1 | 0; savedOn?: string };

/** The facts once this event is known, too; the same object when it says nothing new. */
export const withInterest = (facts: InterestFacts | undefined, event: InterestEvent): InterestFacts => {
  const { aggregateversion, data, time } = event;
  const savedOn =
    event.type === "InterestCreated" && data.interest === 1 ? seoulDate(new Date(time)) : facts?.savedOn;
  const isOld = facts !== undefined && aggregateversion <= facts.version;
  if (isOld && savedOn === facts.savedOn) return facts;
  return {
    ...(isOld ? facts : { version: aggregateversion, interest: data.interest }),
    ...(savedOn !== undefined && { savedOn }),
  };
};

/** What it adds to its projectname. */
export const interestCounts = (facts: InterestFacts | undefined): Counts =>
  facts
    ? {
        ...(facts.interest === 1 && { interested: 1 }),
        ...(facts.savedOn !== undefined && { [`${facts.savedOn} interests`]: 1 }),
      }
    : {};
