import assert from "node:assert/strict";
import { test } from "node:test";
import { noSmsOutcomes } from "../../shared/contract/notification.ts";
import { eventOf } from "./events.fake.ts";
import { interestCounts, withInterest, type InterestFacts } from "./interest-facts.ts";
import { startCounts, withNotified, type StartFacts } from "./start-facts.ts";

const notified = (version: number, sent: number, waiting: number, hour: number) =>
  eventOf(
    "CustomersNotified",
    "p1",
    version,
    { projectId: "p1", projectname: "가 사업", outcomes: { ...noSmsOutcomes(), sent, waiting } },
    hour,
  );

test("the SMS of a start: the newest counts, and on each day those that were sent on it", () => {
  const events = [notified(1, 40, 8, 0), notified(2, 90, 8, 1), notified(3, 98, 0, 11)];
  for (const order of [events, events.toReversed(), [...events, ...events]]) {
    const facts = order.reduce<StartFacts | undefined>(withNotified, undefined);
    assert.deepEqual(startCounts(facts), { "sms sent": 98, "2027-03-01 sent": 90, "2027-03-02 sent": 8 });
  }
});

test("an interest counts as its newest event says, and on the day on which it was saved", () => {
  const data = {
    interestId: "i1",
    projectname: "가 사업",
    interest: 1 as 0 | 1,
    customerId: "customer-1",
    customername: "김하늘",
    phone: "010-0000-0001",
    adConsent: false,
    nightConsent: false,
    matchedsalesman: null,
  };
  // At one in the morning in Seoul, when it is still the day before in UTC.
  const saved = eventOf("InterestCreated", "i1", 1, data, 4);
  const taken = eventOf("InterestUpdated", "i1", 2, { ...data, interest: 0 });
  for (const order of [
    [saved, taken],
    [taken, saved],
    [saved, taken, saved],
  ]) {
    const facts = order.reduce<InterestFacts | undefined>(withInterest, undefined);
    assert.deepEqual(interestCounts(facts), { "2027-03-02 interests": 1 });
  }
  assert.deepEqual(interestCounts(withInterest(undefined, saved)), {
    interested: 1,
    "2027-03-02 interests": 1,
  });
});
