import assert from "node:assert/strict";
import { test } from "node:test";
import { interestMatching } from "./interests.ts";
import { assignWith } from "./assignment.ts";
import { holidaysWith } from "./holidays.ts";
import type { Instances } from "./instances.ts";
import { matchIdOf } from "./matches.ts";
import { profile } from "./people.fake.ts";
import { rosterOf } from "./roster.ts";
import { salesmanAggregateId } from "./salesmen.ts";
import { memoryStores } from "./stores.fake.ts";
import { wakeWaitingWith } from "./waiting.ts";
import { usualRules } from "./rules.fake.ts";

const monday = Date.parse("2027-03-01T01:00:00.000Z");
const origin = { at: new Date(monday), correlationid: "correlation-1" };

const nobody = { reasons: [], considered: [], others: 0 };

const aboutOf = (id: string) => {
  const subject = { type: "consultation", id } as const;
  const request = { eventId: `event-${id}`, requestedAt: origin.at.toISOString() };
  const wish = { projectname: "이음5G 실증사업", customerId: `customer-${id}`, content: "문의", request };
  return { matchId: matchIdOf(subject), subject, wish };
};

/** A roster of one salesman, and consultations that wait, in this order. */
const waitingRoom = async (capacity: number, waiting: readonly string[]) => {
  const { salesmen, matches } = memoryStores();
  let now = monday;
  const clock = () => new Date(now);
  const roster = rosterOf(salesmen, clock);
  const parts = {
    salesmen,
    matches,
    roster,
    clock,
    rules: usualRules({ holidays: holidaysWith([]) }),
  };
  const salesman = salesmanAggregateId("salesman-1");
  const register = (id: string) =>
    salesmen.execute(
      salesmanAggregateId(id),
      { type: "RegisterSalesman", profile: profile(id, { capacity }) },
      { origin },
    );
  await register("salesman-1");
  for (const [index, id] of waiting.entries()) {
    const about = aboutOf(id);
    const at = new Date(monday + index * 1_000);
    await matches.execute(about.matchId, { type: "Wait", about, at, ...nobody }, { origin });
  }
  // Matched to the salesman, handed back by him, and then there was nobody.
  const handBack = async (id: string): Promise<void> => {
    const [about, at] = [aboutOf(id), new Date(monday + 60_000)];
    const server = profile("salesman-1");
    const assign = { type: "AssignSalesman", salesman: server, consultant: null, deadlines: null } as const;
    const by = { choiceAfter: 1 };
    const because = { salesmanId: "salesman-1", because: "no time", heard: 3 };
    await matches.execute(about.matchId, { ...assign, about, at, by, ...nobody }, { origin });
    await matches.execute(about.matchId, { type: "NoteHandedBack", about, at, ...because }, { origin });
    await matches.execute(about.matchId, { type: "Wait", about, at, ...nobody }, { origin });
  };
  const woken: string[] = [];
  const instances: Instances = {
    start: () => Promise.resolve(),
    bringOn: ({ consultationId }) => {
      woken.push(consultationId);
      return Promise.resolve();
    },
    wake: () => Promise.resolve(),
  };
  const interests = interestMatching(parts, assignWith(parts));
  return {
    woken,
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
    register,
    handBack,
    reserve: (consultationId: string) =>
      salesmen.execute(
        salesman,
        { type: "ReserveCapacity", consultationId, at: new Date(monday), byHand: false },
        { origin },
      ),
    wake: () => wakeWaitingWith({ ...parts, interests })(instances),
  };
};

test("as many are woken as there are places, those who wait longest", async () => {
  const { wake, woken } = await waitingRoom(2, ["first", "second", "third"]);
  await wake();
  assert.deepEqual(woken, ["first", "second"]);
});

test("nobody is woken while there is no place", async () => {
  const { wake, woken, reserve } = await waitingRoom(1, ["first"]);
  await reserve("another");
  await wake();
  assert.deepEqual(woken, []);
});

test("who has a place already, and is about to be matched, takes no second one from who waits behind", async () => {
  const { wake, woken, reserve } = await waitingRoom(2, ["first", "second", "third"]);
  await reserve("first");
  await wake();
  assert.deepEqual(woken, ["second"]);
});

test("whoever let it pass keeps his place for a while: it is woken for another all the same", async () => {
  const { wake, woken, reserve, register, handBack } = await waitingRoom(1, ["first"]);
  await reserve("first");
  await handBack("first");
  await register("salesman-2");
  await wake();
  assert.deepEqual(woken, ["first"]);
});

test("a place that a try left behind that died keeps nobody asleep", async () => {
  const { wake, woken, reserve, pass } = await waitingRoom(2, ["first"]);
  await reserve("first");
  pass(61);
  await wake();
  assert.deepEqual(woken, ["first"]);
});
