import assert from "node:assert/strict";
import { test } from "node:test";
import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import type { AlarmRaiser } from "./alarm-raiser.ts";
import { matchIdOf } from "./matches.ts";
import { profile } from "./people.fake.ts";
import type { Reminder } from "./reminder.ts";
import { rosterOf } from "./roster.ts";
import { usualRules } from "./rules.fake.ts";
import type { Profile } from "./salesman.ts";
import { salesmanAggregateId } from "./salesmen.ts";
import { stepsOf } from "./steps.ts";
import { memoryStores } from "./stores.fake.ts";

const begin = Date.parse("2027-03-01T01:00:00.000Z");
const input: MatchConsultationInput = {
  consultationId: "consultation-1",
  projectname: "이음5G 실증사업",
  customerId: "customer-1",
  content: "문의",
  eventId: "event-1",
  requestedAt: new Date(begin).toISOString(),
  correlationid: "correlation-1",
};
const subject = { type: "consultation", id: input.consultationId } as const;
const { projectname, customerId, content } = input;
const about = { matchId: matchIdOf(subject), subject, wish: { projectname, customerId, content } };

/** The steps over stores in memory. `meanwhile` happens right before, or after, it is noted that it waits. */
const stepsOn = async (...people: Profile[]) => {
  const { salesmen, matches } = memoryStores();
  let now = begin;
  const clock = () => new Date(now);
  const origin = () => ({ at: clock(), correlationid: "correlation-1" });
  const meanwhile: Record<"beforeWait" | "afterWait", () => Promise<unknown>> = {
    beforeWait: () => Promise.resolve(),
    afterWait: () => Promise.resolve(),
  };
  let looks = 0;
  const watched: typeof salesmen = {
    ...salesmen,
    all: () => {
      looks += 1;
      return salesmen.all();
    },
  };
  const alarms: string[] = [];
  const alarm: AlarmRaiser = {
    raise: ({ salesmanId }) => Promise.resolve(void alarms.push(salesmanId)),
  };
  const warned: string[] = [];
  const log = {
    info: () => undefined,
    warn: (said: string) => void warned.push(said),
    error: () => undefined,
  };
  const reminder: Reminder = { remind: () => Promise.reject(new Error("The carrier is down.")) };
  const parts = { salesmen: watched, roster: rosterOf(watched, clock), rules: usualRules(), clock };
  const steps = stepsOf({
    ...parts,
    ...{ alarm, reminder },
    matches: {
      ...matches,
      execute: async (id, command, options) => {
        if (command.type !== "Wait") return matches.execute(id, command, options);
        await meanwhile.beforeWait();
        const waiting = await matches.execute(id, command, options);
        await meanwhile.afterWait();
        return waiting;
      },
    },
  });
  const run = (id: string, command: Parameters<typeof salesmen.execute>[1]) =>
    salesmen.execute(salesmanAggregateId(id), command, { origin: origin() });
  const comes = (person: Profile) => run(person.salesmanId, { type: "RegisterSalesman", profile: person });
  for (const person of people) await comes(person);
  return {
    ...{ steps, meanwhile, alarms, warned, log, comes },
    match: (first = true, fresh = false) => steps.match(input, { first, fresh }),
    close: () =>
      matches.execute(
        about.matchId,
        { type: "Close", about, at: clock(), ending: "canceled" },
        { origin: origin() },
      ),
    stored: async () => (await matches.load(about.matchId))?.state,
    looks: () => looks,
    pass: (minutes: number) => {
      now += minutes * 60_000;
    },
  };
};

test("who becomes free at the moment in which nobody was found is found by the second look", async () => {
  const world = await stepsOn();
  world.meanwhile.afterWait = () => world.comes(profile("a"));
  const plan = await world.match();
  assert.ok(plan.do === "wait");
  assert.deepEqual([plan.progress.salesmanId, plan.isNew], ["a", true]);
});

test("a second look is for what begins to wait: what waits already looks once", async () => {
  const world = await stepsOn();
  await world.match();
  assert.equal(world.looks(), 2);
  world.pass(5);
  await world.match();
  assert.equal(world.looks(), 4);
});

test("what waits is tried again after as long as it has waited, five minutes at least and an hour at most", async () => {
  for (const [waited, next] of [
    [0, 5],
    [4, 5],
    [20, 20],
    [200, 60],
  ] as const) {
    const world = await stepsOn();
    await world.match();
    world.pass(waited);
    const plan = await world.match();
    assert.ok(plan.do === "wait");
    assert.equal(plan.until, new Date(begin + (waited + next) * 60_000).toISOString());
  }
});

test("a match that a try stored which died is new for a minute, and for the first look of a run alone", async () => {
  for (const [minutes, first, isNew] of [
    [0, true, true],
    [1, true, true],
    [2, true, false],
    [0, false, false],
  ] as const) {
    const world = await stepsOn(profile("a"));
    await world.match();
    world.pass(minutes);
    const plan = await world.match(first);
    assert.ok(plan.do === "wait");
    assert.equal(plan.isNew, isNew, `after ${minutes} minutes`);
  }
});

test("what begins to wait, or waits again, is not new: no alarm is for nobody", async () => {
  const world = await stepsOn();
  for (let look = 0; look < 2; look++) {
    const plan = await world.match();
    assert.ok(plan.do === "wait");
    assert.equal(plan.isNew, false);
    assert.equal(await world.steps.alarm(input, plan.progress, world.log), null);
  }
  assert.deepEqual(world.alarms, []);
});

test("what is decided while nobody is found ends, in both versions; a store that is down is told", async () => {
  for (const look of ["match", "choose"] as const) {
    const world = await stepsOn();
    world.meanwhile.beforeWait = world.close;
    const plan = look === "match" ? await world.match() : await world.steps.choose(input, false);
    assert.deepEqual([plan.do, (await world.stored())?.ending], ["end", "canceled"]);
  }
  const down = await stepsOn();
  await down.match();
  down.meanwhile.beforeWait = () => Promise.reject(new Error("The store is down."));
  await assert.rejects(down.match(), /down/);
});

test("a carrier that is down is warned of, and the reminder is noted all the same", async () => {
  const world = await stepsOn(profile("a"));
  await world.match();
  await world.steps.remind(input, 1, world.log);
  assert.equal(world.warned.length, 1);
  assert.notEqual((await world.stored())?.attempts.at(-1)?.remindedAt, null);
});

test("the salesman who served the customer before is handed on with the choice", async () => {
  const world = await stepsOn(profile("a"));
  await world.match();
  const again = await world.steps.choose({ ...input, consultationId: "consultation-2" }, false);
  assert.ok(again.do === "assign");
  assert.equal(again.chosen.presentSalesman, "a");
});
