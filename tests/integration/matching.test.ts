import type { Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { test } from "node:test";
import { noAlarmRaiser } from "../../functions/matching/alarm-raiser.ts";
import { assignByHandWith } from "../../functions/matching/assign-by-hand.ts";
import { assignWith } from "../../functions/matching/assignment.ts";
import { consultationMatching } from "../../functions/matching/consultations.ts";
import { holidaysWith } from "../../functions/matching/holidays.ts";
import type { Instances } from "../../functions/matching/instances.ts";
import { interestMatching } from "../../functions/matching/interests.ts";
import { cosmosMatches, matchIdOf } from "../../functions/matching/matches.ts";
import { matchingProcess } from "../../functions/matching/process.ts";
import { noReminder } from "../../functions/matching/reminder.ts";
import { rosterOf } from "../../functions/matching/roster.ts";
import { NotFree, type Profile } from "../../functions/matching/salesman.ts";
import { cosmosSalesmen, salesmanAggregateId } from "../../functions/matching/salesmen.ts";
import { stepsOf } from "../../functions/matching/steps.ts";
import { wakeWaitingWith } from "../../functions/matching/waiting.ts";
import type { MatchConsultationInput, MatchProgress } from "../../shared/contract/match-consultation.ts";
import { systemClock } from "../../shared/domain/clock.ts";
import { Contended, IdempotencyKeyReused } from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startMatchingContainer } from "./matching-container.ts";
import { usualRules } from "../../functions/matching/rules.fake.ts";

const cosmos = startMatchingContainer();
const rules = usualRules({ holidays: holidaysWith([]) });
const origin = () => ({ at: new Date(), correlationid: "correlation-1" });
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** One instance of the app: its own connection, its own view of the roster. */
const appOn = (container: Container) => {
  const salesmen = cosmosSalesmen(container);
  const matches = cosmosMatches(container);
  const roster = rosterOf(salesmen, systemClock);
  const parts = { salesmen, matches, roster, rules, clock: systemClock };
  const assign = assignWith(parts);
  const steps = stepsOf({ ...parts, assign, alarm: noAlarmRaiser, reminder: noReminder });
  const interests = interestMatching(parts, assign);

  /** The process up to where it waits: what a customer waits for. */
  const request = async (input: MatchConsultationInput): Promise<MatchProgress> => {
    const process = matchingProcess();
    let next = process.next();
    while (!next.done) {
      const effect = next.value;
      if (effect.do === "show") {
        if (effect.progress.alarm === undefined) return effect.progress;
        next = process.next(null);
        continue;
      }
      if (effect.do === "match") {
        const { first, fresh } = effect;
        next = process.next(await again(() => steps.match(input, { first, fresh })));
      } else if (effect.do === "alarm")
        next = process.next(await steps.alarm(input, effect.progress, silent));
      else throw new Error(`The process asks for ${effect.do} before it shows anything.`);
    }
    return next.value.progress;
  };
  return {
    ...parts,
    steps,
    interests,
    request,
    heard: consultationMatching(parts),
    assignByHand: assignByHandWith(parts, assign),
    wakeWaiting: wakeWaitingWith({ ...parts, interests }),
  };
};

/** As Durable's retry policy does. */
const again = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Contended) || attempt === 5) throw error;
    }
  }
};

const apps = () => {
  const [one, other] = cosmos.instances();
  return [appOn(one), appOn(other)] as const;
};
type App = ReturnType<typeof appOn>;

const someone = (more: Partial<Profile> = {}): Profile => ({
  salesmanId: `salesman-${newId()}`,
  name: "한상우",
  phone: "010-0000-0021",
  kind: "salesman",
  specialties: [],
  regions: [],
  capacity: 10,
  available: true,
  workingHours: { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "23:59" },
  leave: [],
  ...more,
});
/** A world of its own within the one container: only these people serve that word's region. */
const register = async (app: App, ...people: Profile[]): Promise<void> => {
  for (const { state } of await app.salesmen.all()) {
    const { salesmanId, available } = state.profile;
    if (!available) continue;
    const away = { type: "EditSalesmanProfile", changes: { available: false } } as const;
    await app.salesmen.execute(salesmanAggregateId(salesmanId), away, { origin: origin() });
  }
  for (const profile of people) {
    const command = { type: "RegisterSalesman", profile } as const;
    await app.salesmen.execute(salesmanAggregateId(profile.salesmanId), command, { origin: origin() });
  }
};
const input = (more: Partial<MatchConsultationInput> = {}): MatchConsultationInput => {
  const consultationId = newId();
  return {
    consultationId,
    projectname: "이음5G 실증사업",
    customerId: `customer-${newId()}`,
    content: "상의하고 싶습니다.",
    eventId: newId(),
    requestedAt: new Date().toISOString(),
    correlationid: "correlation-1",
    ...more,
  };
};
const loads = async (app: App): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await app.salesmen.all()).map(({ state }) => [state.profile.salesmanId, state.serving.length]),
  );
const matchOf = async (app: App, consultationId: string) =>
  (await app.matches.load(matchIdOf({ type: "consultation", id: consultationId })))?.state;

test("of 500 requests at once over two instances, as many are matched as there are places, and nobody gets more", async (t) => {
  const [one, other] = apps();
  const people = Array.from({ length: 16 }, () => someone({ capacity: 25 }));
  await register(one, ...people); // 400 places
  const requests = Array.from({ length: 500 }, () => input());
  const began = performance.now();
  const shown = await Promise.all(requests.map((each, index) => (index % 2 ? one : other).request(each)));
  t.diagnostic(`500 requests in ${Math.round(performance.now() - began)} ms`);
  const load = await loads(one);
  for (const { salesmanId } of people) assert.equal(load[salesmanId], 25);
  const states = Object.groupBy(shown, ({ state }) => state);
  assert.deepEqual([states.matched?.length, states.waiting?.length], [400, 100]);
  const waiting = await one.matches.listIn("waiting", { limit: 100 });
  assert.equal(waiting.length, 100, "and staff see those who wait");
});

test("while there is room for all, a burst is spread over the people", async () => {
  const [one] = apps();
  const people = Array.from({ length: 10 }, () => someone({ capacity: 50 }));
  await register(one, ...people);
  await Promise.all(Array.from({ length: 100 }, () => one.request(input())));
  const load = await loads(one);
  const counts = people.map(({ salesmanId }) => load[salesmanId] ?? 0);
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    100,
  );
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join());
});

test("what is matched twice at once, on two instances, is matched once and takes one place", async () => {
  const [one, other] = apps();
  const people = [someone(), someone(), someone()];
  await register(one, ...people);
  for (let round = 0; round < 10; round++) {
    const asked = input();
    const shown = await Promise.all([one, other, one, other].map((app) => app.request(asked)));
    const match = await matchOf(one, asked.consultationId);
    assert.equal(match?.attempts.length, 1);
    for (const { salesmanId } of shown) assert.equal(salesmanId, match.salesmanId);
  }
  const taken = Object.values(await loads(one)).reduce((sum, count) => sum + count, 0);
  const before = 500; // of the two tests before: 400 and 100
  assert.equal(taken - before, 10);
});

test("an assignment that crashed between the place and the match, and comes again, takes one place", async () => {
  const [one, other] = apps();
  const person = someone();
  await register(one, person);
  const asked = input();
  const plan = await one.steps.choose(asked, false);
  assert.ok(plan.do === "assign");
  const reserve = { type: "ReserveCapacity", at: new Date(), byHand: false } as const;
  await one.salesmen.execute(
    salesmanAggregateId(person.salesmanId),
    { ...reserve, consultationId: asked.consultationId },
    { origin: origin() },
  );
  assert.ok(await other.steps.assign(asked, plan.chosen));
  assert.ok(await other.steps.assign(asked, plan.chosen));
  assert.equal((await loads(one))[person.salesmanId], 1);
  assert.equal((await matchOf(one, asked.consultationId))?.version, 3);
});

test("what ends while it is being matched leaves no place taken", async () => {
  const [one, other] = apps();
  const person = someone();
  await register(one, person);
  const asked = input();
  const plan = await one.steps.choose(asked, false);
  assert.ok(plan.do === "assign");
  await other.heard.progressed(progressed(asked, { step: "canceled", from: "requested" }), nowhere);
  assert.equal(await one.steps.assign(asked, plan.chosen), null);
  assert.deepEqual(await one.steps.choose(asked, true), {
    do: "end",
    progress: { state: "closed", salesmanId: null, consultantId: null, version: 0 },
  });
  assert.equal((await loads(one))[person.salesmanId], 0);
});

test("who accepts late, while another one was matched, has it; the other one's place is free again", async () => {
  const [one, other] = apps();
  const [first, second] = [someone({ name: "가" }), someone({ name: "나" })];
  await register(one, first);
  const asked = input();
  await one.request(asked);
  await register(other, second);
  const by = { consultationId: asked.consultationId, salesmanId: second.salesmanId, staff: "staff-1" };
  await other.assignByHand(by, origin());
  // Both have a place: the consultation names the first until it has heard of the second.
  assert.deepEqual(pick(await loads(one), first, second), [1, 1]);
  const accepted = progressed(asked, {
    step: "accepted",
    from: "requested",
    matchedsalesman: first.salesmanId,
  });
  await one.heard.progressed(accepted, nowhere);
  await other.heard.progressed(accepted, nowhere);
  assert.deepEqual(pick(await loads(one), first, second), [1, 0]);
  const match = await matchOf(one, asked.consultationId);
  assert.deepEqual([match?.salesmanId, match?.accepted], [first.salesmanId, true]);

  await other.heard.progressed({ ...accepted, data: { ...accepted.data, step: "success" } }, nowhere);
  assert.deepEqual(pick(await loads(one), first, second), [0, 0]);
});

test("once the consultation names the new one, the one before has his place back", async () => {
  const [one] = apps();
  const [first, second] = [someone(), someone()];
  await register(one, first);
  const asked = input();
  await one.request(asked);
  await register(one, second);
  const by = { consultationId: asked.consultationId, salesmanId: second.salesmanId, staff: "staff-1" };
  await one.assignByHand(by, origin());
  const edited = (salesmanId: string) => ({
    ...progressed(asked, { matchedsalesman: salesmanId, step: "requested" }),
    type: "ConsultationEdited" as const,
    data: { ...dataOf(asked), matchedsalesman: salesmanId, changed: ["matchedsalesman"] },
  });
  await one.heard.edited(edited(first.salesmanId), nowhere);
  assert.deepEqual(pick(await loads(one), first, second), [1, 1]);
  await one.heard.edited(edited(second.salesmanId), nowhere);
  assert.deepEqual(pick(await loads(one), first, second), [0, 1]);
});

test("staff can't give more than the capacity, and of two who name the last place's holder at once, one is refused", async () => {
  const [one, other] = apps();
  const [big, small] = [someone({ capacity: 50 }), someone({ capacity: 1, available: false })];
  await register(one, big, small);
  const [first, second] = [input(), input()];
  await one.request(first);
  await one.request(second);
  const outcomes = await Promise.allSettled(
    [first, second].map(({ consultationId }, index) =>
      (index ? one : other).assignByHand(
        { consultationId, salesmanId: small.salesmanId, staff: "staff-1" },
        origin(),
      ),
    ),
  );
  const [refused, ...others] = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.ok(refused?.reason instanceof NotFree && others.length === 0);
  assert.equal((await loads(one))[small.salesmanId], 1);
});

test("an interest is matched once, also when its event comes twice at once; it takes no place, but a turn", async () => {
  const [one, other] = apps();
  const people = [someone(), someone()];
  await register(one, ...people);
  const chosen = new Set<string | null>();
  for (let round = 0; round < 4; round++) {
    const interest = { interestId: newId(), projectname: "이음5G", customerId: newId() };
    await Promise.all([one, other].map((app) => app.interests.match(interest, origin())));
    const id = matchIdOf({ type: "interest", id: interest.interestId });
    const match = (await one.matches.load(id))?.state;
    assert.equal(match?.attempts.length, 1);
    chosen.add(match.salesmanId);
  }
  assert.equal(chosen.size, 2);
  assert.deepEqual(Object.values(pick(await loads(one), ...people)), [0, 0]);
});

test("who waits gets on as soon as someone is there: interests at once, consultations by their instance", async () => {
  const [one] = apps();
  await register(one);
  const interest = { interestId: newId(), projectname: "이음5G", customerId: newId() };
  await one.interests.match(interest, origin());
  const asked = input();
  assert.equal((await one.request(asked)).state, "waiting");
  const woken: string[] = [];
  const listening: Instances = {
    ...nowhere,
    bringOn: ({ consultationId }) => {
      woken.push(consultationId);
      return Promise.resolve();
    },
  };
  const waiting = await one.matches.listIn("waiting", { limit: 100 });
  await register(one, someone({ capacity: 5 }));
  await one.wakeWaiting(listening);
  const longest = waiting.slice(0, 5).map(({ match }) => match.subject.id);
  assert.deepEqual(woken, longest, "as many as there are places, the longest waiting first");

  await register(one, someone({ capacity: 200 }));
  await one.wakeWaiting(listening);
  assert.ok(woken.includes(asked.consultationId));
  const match = (await one.matches.load(matchIdOf({ type: "interest", id: interest.interestId })))?.state;
  assert.equal(match?.state, "matched");
  assert.equal((await one.request(asked)).state, "matched");
});

test("an Idempotency-Key belongs to one registration", async () => {
  const [one, other] = apps();
  const key = newId();
  await one.salesmen.claimKey({ key, fingerprint: "one" });
  await other.salesmen.claimKey({ key, fingerprint: "one" });
  await assert.rejects(other.salesmen.claimKey({ key, fingerprint: "other" }), IdempotencyKeyReused);
});

test("the roster's list is by name, page by page, and can be asked for a kind", async () => {
  const [one] = apps();
  const consultants = ["다", "가", "나"].map((name) => someone({ name, kind: "consultant" }));
  await register(one, ...consultants);
  const first = await one.salesmen.list({ kind: "consultant", available: true }, { limit: 2 });
  assert.deepEqual(
    first.map(({ salesman }) => salesman.name),
    ["가", "나"],
  );
  const rest = await one.salesmen.list(
    { kind: "consultant", available: true },
    { after: first.at(-1)?.sortKey, limit: 2 },
  );
  assert.deepEqual(
    rest.map(({ salesman }) => salesman.name),
    ["다"],
  );
});

const nowhere: Instances = {
  start: () => Promise.resolve(),
  bringOn: () => Promise.resolve(),
  wake: () => Promise.resolve(),
};

const pick = (load: Record<string, number>, ...people: Profile[]): (number | undefined)[] =>
  people.map(({ salesmanId }) => load[salesmanId]);

function dataOf(asked: MatchConsultationInput) {
  return {
    consultationId: asked.consultationId,
    projectname: asked.projectname,
    customerId: asked.customerId,
    customername: "김하늘",
    phone: "010-0000-0011",
    content: asked.content,
    requestedAt: asked.requestedAt,
    matchedsalesman: null as string | null,
    matchedconsultant: null,
    step: "requested" as const,
  };
}

function progressed(
  asked: MatchConsultationInput,
  change: {
    step: "requested" | "accepted" | "canceled" | "success";
    from?: "requested";
    matchedsalesman?: string;
  },
) {
  return {
    specversion: "1.0" as const,
    id: newId(),
    source: "/contexts/consultation",
    type: "ConsultationProgressed" as const,
    subject: asked.consultationId,
    time: new Date().toISOString(),
    datacontenttype: "application/json" as const,
    dataversion: 1,
    aggregateversion: 4,
    correlationid: "correlation-1",
    data: { ...dataOf(asked), from: "requested" as const, ...change },
  };
}
