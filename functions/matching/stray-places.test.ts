import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import { noAlarmRaiser } from "./alarm-raiser.ts";
import { assignByHandWith } from "./assign-by-hand.ts";
import { assignWith } from "./assignment.ts";
import { consultationMatching } from "./consultations.ts";
import type { Instances } from "./instances.ts";
import { giveBackLateWith } from "./late-places.ts";
import { profile } from "./people.fake.ts";
import { noReminder } from "./reminder.ts";
import { rosterOf } from "./roster.ts";
import type { Profile } from "./salesman.ts";
import { salesmanAggregateId } from "./salesmen.ts";
import { stepsOf } from "./steps.ts";
import { memoryStores } from "./stores.fake.ts";
import { usualRules } from "./rules.fake.ts";

// The app may die between a reserved place and its match, and whoever takes over may take somebody else: the place that was
// left behind must not stay taken.
const monday = Date.parse("2027-03-01T01:00:00.000Z");
const input: MatchConsultationInput = {
  consultationId: "consultation-1",
  projectname: "이음5G 실증사업",
  customerId: "customer-1",
  content: "문의",
  eventId: "event-1",
  requestedAt: new Date(monday).toISOString(),
  correlationid: "correlation-1",
};
const { consultationId } = input;

/** The stores with these people, and an app that has just started on them. */
const startedOn = async (...people: Profile[]) => {
  const { salesmen, matches } = memoryStores();
  let now = monday;
  const clock = () => new Date(now);
  const origin = () => ({ at: clock(), correlationid: "correlation-1" });
  const rules = usualRules();
  const parts = { salesmen, matches, roster: rosterOf(salesmen, clock), rules, clock };
  const assign = assignWith(parts);
  const steps = stepsOf({ ...parts, assign, alarm: noAlarmRaiser, reminder: noReminder });
  const heard = consultationMatching(parts);
  const assignByHand = assignByHandWith(parts, assign);
  const giveBackLate = giveBackLateWith(parts);
  for (const person of people) {
    const register = { type: "RegisterSalesman", profile: person } as const;
    await salesmen.execute(salesmanAggregateId(person.salesmanId), register, { origin: origin() });
  }
  const execute = (id: string, command: Parameters<typeof salesmen.execute>[1]) =>
    salesmen.execute(salesmanAggregateId(id), command, { origin: origin() });
  return {
    /** What another process stored before it died. */
    reserve: (id: string, of = consultationId) =>
      execute(id, { type: "ReserveCapacity", consultationId: of, at: clock(), byHand: false }),
    goesAway: (id: string) => execute(id, { type: "EditSalesmanProfile", changes: { available: false } }),
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
    match: async (): Promise<string> => {
      const plan = await steps.choose(input, false);
      assert.equal(plan.do, "assign");
      const waiting = await steps.assign(input, plan.chosen);
      assert.ok(waiting?.progress.salesmanId);
      return waiting.progress.salesmanId;
    },
    assignByHand: (salesmanId: string) =>
      assignByHand({ consultationId, salesmanId, staff: "staff-1" }, origin()),
    becomes: (
      step: "accepted" | "canceled",
      matchedsalesman: string,
      matchedconsultant: string | null = null,
    ) => heard.progressed(progressed(clock(), { step, matchedsalesman, matchedconsultant }), nobodyRuns),
    /** The change feed brings that a place was reserved, once more or for the first time. */
    hearsOfPlace: (id: string) => giveBackLate([reserved(salesmanAggregateId(id), clock())]),
    holders: () =>
      salesmen
        .states()
        .filter(({ serving }) => serving.some((place) => place.consultationId === consultationId))
        .map((state) => state.profile.salesmanId),
  };
};

const reserved = (subject: string, at: Date): AnyEvent => ({
  specversion: "1.0",
  id: "event-3",
  source: "/contexts/matching",
  type: "CapacityReserved",
  subject,
  time: at.toISOString(),
  datacontenttype: "application/json",
  dataversion: 1,
  aggregateversion: 2,
  correlationid: "correlation-1",
  data: { consultationId, at: at.toISOString() },
});

const nobodyRuns: Instances = {
  start: () => Promise.resolve(),
  bringOn: () => Promise.resolve(),
  wake: () => Promise.resolve(),
};

const progressed = (
  at: Date,
  decided: Pick<EventOf<"ConsultationProgressed">["data"], "step" | "matchedsalesman" | "matchedconsultant">,
): EventOf<"ConsultationProgressed"> => {
  const { projectname, customerId, content, requestedAt } = input;
  const asked = {
    projectname,
    customerId,
    content,
    requestedAt,
    customername: "김하늘",
    phone: "010-0000-0011",
  };
  return {
    specversion: "1.0",
    id: "event-2",
    source: "/contexts/consultation",
    type: "ConsultationProgressed",
    subject: consultationId,
    time: at.toISOString(),
    datacontenttype: "application/json",
    dataversion: 1,
    aggregateversion: 3,
    correlationid: "correlation-1",
    data: { consultationId, ...asked, ...decided, from: "requested" },
  };
};

test("the next try takes whom the one that died had reserved, although he is no longer the longest idle", async () => {
  const app = await startedOn(profile("a"), profile("b"));
  await app.reserve("a");
  app.pass(1);
  assert.equal(await app.match(), "a");
  assert.deepEqual(app.holders(), ["a"]);
});

test("his own place does not make him full", async () => {
  const app = await startedOn(profile("a", { capacity: 1 }));
  await app.reserve("a");
  assert.equal(await app.match(), "a");
});

test("a place that was left behind for more than a minute is given back before the next choice, a younger one is not", async () => {
  for (const [seconds, holders] of [
    [59, ["a", "b"]],
    [61, ["b"]],
  ] as const) {
    const app = await startedOn(profile("a"), profile("b"));
    await app.reserve("a");
    await app.goesAway("a");
    app.pass(seconds);
    assert.equal(await app.match(), "b");
    assert.deepEqual(app.holders(), holders, `after ${seconds} s`);
  }
});

test("a place for another consultation is nobody's stray", async () => {
  const app = await startedOn(profile("a"), profile("b"));
  await app.reserve("b", "consultation-2");
  app.pass(3_600);
  assert.equal(await app.match(), "a");
  await app.becomes("canceled", "a");
  await assert.doesNotReject(app.reserve("b", "consultation-2"));
});

for (const step of ["accepted", "canceled"] as const) {
  test(`${step}: whoever else has a place for it, salesman or consultant, has it no longer, however young`, async () => {
    const app = await startedOn(
      profile("a"),
      profile("b"),
      profile("c", { kind: "consultant" }),
      profile("d", { kind: "consultant", available: false }),
    );
    assert.equal(await app.match(), "a");
    await app.reserve("b");
    app.pass(1);
    await app.assignByHand("a");
    await app.becomes(step, "a", "c");
    assert.deepEqual(app.holders(), step === "accepted" ? ["a", "c"] : []);
  });
}

test("staff name somebody, the app dies before that is saved, they name another: the first has no place once it is accepted", async () => {
  const app = await startedOn(profile("a"), profile("b"), profile("c"));
  assert.equal(await app.match(), "a");
  await app.reserve("b");
  app.pass(1);
  await app.assignByHand("c");
  await app.becomes("accepted", "c");
  assert.deepEqual(app.holders(), ["c"]);
});

test("a place that lands after the end is given back when the feed brings it; before the end it stays", async () => {
  const app = await startedOn(profile("a"), profile("b"));
  assert.equal(await app.match(), "a");
  await app.hearsOfPlace("a");
  assert.deepEqual(app.holders(), ["a"]);
  await app.becomes("canceled", "a");
  await app.reserve("b");
  assert.deepEqual(app.holders(), ["b"], "the end had read the places before");
  await app.hearsOfPlace("b");
  await app.hearsOfPlace("b");
  assert.deepEqual(app.holders(), []);
});
