import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test, type TestContext } from "node:test";
import { profile } from "../../functions/matching/people.fake.ts";
import { assignByHandWith } from "../../functions/matching/assign-by-hand.ts";
import { assignWith } from "../../functions/matching/assignment.ts";
import { consultationMatching } from "../../functions/matching/consultations.ts";
import type { Instances } from "../../functions/matching/instances.ts";
import { matchIdOf } from "../../functions/matching/matches.ts";
import { rosterOf } from "../../functions/matching/roster.ts";
import type { Profile } from "../../functions/matching/salesman.ts";
import { salesmanAggregateId } from "../../functions/matching/salesmen.ts";
import { stepsOf } from "../../functions/matching/steps.ts";
import { memoryStores } from "../../functions/matching/stores.fake.ts";
import { manualClock } from "../../local/durable/clock.ts";
import { startHost } from "../../local/functions-host/host.ts";
import {
  matchChanged,
  matchConsultation,
  matchProgress,
  type MatchConsultationInput,
} from "../../shared/contract/match-consultation.ts";
import { newId } from "../../shared/domain/ids.ts";
import { usualRules } from "../../functions/matching/rules.fake.ts";

const minute = 60_000;
const wednesdayTen = Date.UTC(2027, 2, 3, 1); // 10:00 in Seoul

// The context's own code and durable-functions itself on the local engine, in a time that only the tests move on.
const time = manualClock(wednesdayTen);
const clock = () => new Date(time.now());
const { salesmen, matches: reliable } = memoryStores();
const trouble = { alarm: false, match: 0, saveMatch: 0 };
const matches: typeof reliable = {
  ...reliable,
  execute: (id, command, options) => {
    if (command.type !== "AssignSalesman" || trouble.saveMatch === 0)
      return reliable.execute(id, command, options);
    trouble.saveMatch -= 1;
    return Promise.reject(new Error("The store is down."));
  },
};
const rules = usualRules();
const parts = { salesmen, matches, roster: rosterOf(salesmen, clock), rules, clock };
const assign = assignWith(parts);
const raised: string[] = [];
const reminded: string[] = [];
/** Happens once, between a choice and its answer. */
let meanwhile: (() => Promise<void>) | undefined;
const real = stepsOf({
  ...parts,
  assign,
  alarm: {
    raise: ({ salesmanId }) => {
      if (trouble.alarm) return Promise.reject(new Error("The alarm side is down."));
      raised.push(salesmanId);
      return Promise.resolve();
    },
  },
  reminder: {
    remind: ({ matchId }) => {
      reminded.push(matchId);
      return Promise.resolve();
    },
  },
});
const steps: typeof real = {
  ...real,
  match: async (input, how) => {
    if (trouble.match > 0) {
      trouble.match -= 1;
      throw new Error("The store is down.");
    }
    const plan = await real.match(input, how);
    const happens = meanwhile;
    meanwhile = undefined;
    await happens?.();
    return plan;
  },
};

const folder = mkdtempSync(path.join(tmpdir(), "ktgg-orchestration-"));
const appDir = path.join(folder, "app");
mkdirSync(appDir);
writeFileSync(path.join(appDir, "package.json"), JSON.stringify({ type: "module", main: "main.js" }));
writeFileSync(
  path.join(appDir, "host.json"),
  JSON.stringify({ version: "2.0", logging: { logLevel: { default: "None" } } }),
);
writeFileSync(path.join(appDir, "main.js"), "await globalThis.registerMatchingApp();");
// By then the host has given @azure/functions its core, which it looks for once.
Object.assign(globalThis, {
  registerMatchingApp: async () => {
    (await import("../../functions/matching/orchestration.ts")).matchingOrchestration(steps);
  },
});
const host = await startHost({
  appDir,
  port: 0,
  settings: { DURABLE_DATA: folder, FUNCTIONS_HOST_STATE_DIR: folder },
  log: () => undefined,
  clock: time,
});
after(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
const hub = host.durable?.hub;
assert.ok(hub);

/** Moves the time on, from timer to timer. */
const pass = async (ms: number): Promise<void> => {
  const until = time.now() + ms;
  await hub.idle();
  for (let next = hub.nextTimer(); next !== undefined && next <= until; next = hub.nextTimer()) {
    time.advanceTo(next);
    await hub.idle();
  }
  time.advanceTo(until);
  await hub.idle();
};

const started = (name: string, input: MatchConsultationInput): Promise<void> => {
  hub.client.start({ name, instanceId: input.consultationId, input: JSON.stringify(input) });
  return hub.idle();
};
const instances: Instances = {
  start: (input) => started(matchConsultation, input),
  bringOn: ({ consultationId }) => instances.wake(consultationId),
  wake: (consultationId) => {
    hub.client.raise(consultationId, matchChanged, "null");
    return hub.idle();
  },
};
const shown = (consultationId: string) => {
  const custom = hub.client.status(consultationId)?.custom;
  return matchProgress.parse(JSON.parse(custom ?? "null"));
};
const status = (consultationId: string) => hub.client.status(consultationId)?.status;

const origin = () => ({ at: clock(), correlationid: "correlation-1" });
/** Only these people are there. */
const register = async (...people: Profile[]): Promise<void> => {
  for (const { profile: before } of salesmen.states()) {
    await salesmen.execute(
      salesmanAggregateId(before.salesmanId),
      { type: "EditSalesmanProfile", changes: { available: false } },
      { origin: origin() },
    );
  }
  for (const one of people) {
    await salesmen.execute(
      salesmanAggregateId(one.salesmanId),
      { type: "RegisterSalesman", profile: one },
      { origin: origin() },
    );
  }
};
const three = (): [Profile, Profile, Profile] => {
  const id = newId();
  return [profile(`${id}.1`), profile(`${id}.2`), profile(`${id}.3`)];
};
/** A consultation that ends with its test, so that it takes nobody of the next one. */
const request = async (t: TestContext, name = matchConsultation): Promise<MatchConsultationInput> => {
  const input: MatchConsultationInput = {
    consultationId: newId(),
    projectname: "이음5G 실증사업",
    customerId: newId(),
    content: "상의하고 싶습니다.",
    eventId: newId(),
    requestedAt: clock().toISOString(),
    correlationid: "correlation-1",
  };
  await started(name, input);
  t.after(() => progressed(input, "canceled", "nobody"));
  return input;
};
const heard = consultationMatching(parts);
const progressed = (
  { consultationId, projectname, customerId, content, requestedAt }: MatchConsultationInput,
  step: "accepted" | "canceled",
  matchedsalesman: string,
  woken = instances,
) =>
  heard.progressed(
    {
      specversion: "1.0",
      id: newId(),
      source: "/contexts/consultation",
      type: "ConsultationProgressed",
      subject: consultationId,
      time: clock().toISOString(),
      datacontenttype: "application/json",
      dataversion: 1,
      aggregateversion: 3,
      correlationid: "correlation-1",
      data: {
        consultationId,
        projectname,
        customerId,
        customername: "김하늘",
        phone: "010-0000-0011",
        content,
        requestedAt,
        matchedsalesman,
        matchedconsultant: null,
        step,
        from: "requested",
      },
    },
    woken,
  );
const matchOf = async (consultationId: string) => {
  const match = (await matches.load(matchIdOf({ type: "consultation", id: consultationId })))?.state;
  assert.ok(match);
  return match;
};
const loadOf = async (id: string): Promise<number | undefined> =>
  (await salesmen.load(salesmanAggregateId(id)))?.state.serving.length;

test("a request is matched at once, the alarm is raised, and an accept ends it", async (t) => {
  const [first, ...others] = three();
  await register(first, ...others);
  const asked = await request(t);
  assert.deepEqual(shown(asked.consultationId), {
    state: "matched",
    salesmanId: first.salesmanId,
    consultantId: null,
    version: 3,
  });
  assert.equal(raised.at(-1), first.salesmanId);
  assert.equal(status(asked.consultationId), "Running");
  await progressed(asked, "accepted", first.salesmanId);
  assert.equal(status(asked.consultationId), "Completed");
  assert.equal(await loadOf(first.salesmanId), 1);
});

test("a reject ends it, and the place is free", async (t) => {
  const [first] = three();
  await register(first);
  const asked = await request(t);
  await progressed(asked, "canceled", first.salesmanId);
  assert.equal(status(asked.consultationId), "Completed");
  assert.equal(shown(asked.consultationId).state, "closed");
  assert.equal(await loadOf(first.salesmanId), 0);
});

test("it is started once, however often", async (t) => {
  await register(...three());
  const asked = await request(t);
  await assert.rejects(async () => {
    await instances.start(asked);
  });
  assert.equal((await matchOf(asked.consultationId)).attempts.length, 1);
});

test("who sleeps is reminded, then passed over; after the third, staff see to it, and what they say holds", async (t) => {
  const people = three();
  await register(...people);
  const asked = await request(t);
  const { consultationId } = asked;
  const { matchId } = await matchOf(consultationId);
  const reminders = () => reminded.filter((one) => one === matchId).length;
  for (const [index, { salesmanId }] of people.entries()) {
    assert.equal(shown(consultationId).salesmanId, salesmanId);
    await pass(29 * minute);
    assert.equal(reminders(), index);
    await pass(2 * minute);
    assert.equal(reminders(), index + 1);
    await pass(29 * minute);
  }
  assert.deepEqual(shown(consultationId).state, "escalated");
  assert.equal((await matches.listIn("escalated", { limit: 10 })).at(-1)?.match.subject.id, consultationId);
  await pass(30 * 24 * 60 * minute);
  assert.deepEqual([shown(consultationId).state, status(consultationId)], ["escalated", "Running"]);

  const [first] = people;
  await assignByHandWith(parts, assign)(
    { consultationId, salesmanId: first.salesmanId, staff: "staff-1" },
    origin(),
  );
  await instances.wake(consultationId);
  assert.deepEqual(
    [shown(consultationId).state, shown(consultationId).salesmanId],
    ["matched", first.salesmanId],
  );
  await progressed(asked, "accepted", first.salesmanId);
  assert.equal(status(consultationId), "Completed");
  for (const [index, { salesmanId }] of people.entries()) {
    assert.equal(await loadOf(salesmanId), index === 0 ? 1 : 0);
  }
});

test("an instance of version 1 goes its way to the end, with reminders, and the next best who sleeps less", async (t) => {
  const [first, second] = three();
  await register(first, second);
  const asked = await request(t, "matchConsultation");
  const { consultationId } = asked;
  assert.equal(shown(consultationId).salesmanId, first.salesmanId);
  const before = hub.client.history(consultationId).map((event) => event["Name"]);
  assert.deepEqual(
    [...new Set(before.filter((name) => typeof name === "string"))],
    ["matchConsultation", "chooseSalesman", "assignSalesman", "raiseAlarm"],
  );
  await pass(61 * minute);
  assert.equal(shown(consultationId).salesmanId, second.salesmanId);
  await progressed(asked, "accepted", second.salesmanId);
  assert.equal(status(consultationId), "Completed");
  assert.deepEqual([await loadOf(first.salesmanId), await loadOf(second.salesmanId)], [0, 1]);
});

test("the weekend is nobody's time to decide", async (t) => {
  const friday = Date.UTC(2027, 4, 14, 8, 50); // 17:50 in Seoul
  await pass(friday - time.now());
  const people = three();
  await register(...people);
  const { consultationId } = await request(t);
  const [first] = people;
  await pass(Date.UTC(2027, 4, 17, 0, 49) - time.now()); // Monday 09:49
  assert.equal(shown(consultationId).salesmanId, first.salesmanId);
  await pass(2 * minute);
  assert.notEqual(shown(consultationId).salesmanId, first.salesmanId);
});

test("where nobody is, it waits, is tried again, and is matched when it is told that someone came", async (t) => {
  await register();
  const { consultationId } = await request(t);
  assert.equal(shown(consultationId).state, "waiting");
  await pass(6 * 60 * minute);
  assert.deepEqual([shown(consultationId).state, status(consultationId)], ["waiting", "Running"]);
  const [first] = three();
  await register(first);
  await instances.wake(consultationId);
  assert.equal(shown(consultationId).salesmanId, first.salesmanId);
  // And by itself, were it not told.
  await register();
  const other = await request(t);
  await register(...three());
  await pass(6 * minute);
  assert.equal(shown(other.consultationId).state, "matched");
});

test("an alarm side that is down costs the match nothing", async (t) => {
  await register(...three());
  trouble.alarm = true;
  try {
    const { consultationId } = await request(t);
    assert.equal(shown(consultationId).state, "matched");
  } finally {
    trouble.alarm = false;
  }
});

test("a store that is down for longer than the retries last is waited for, and nothing is lost", async (t) => {
  await register(...three());
  trouble.match = 6;
  const { consultationId } = await request(t);
  await pass(10 * minute);
  assert.equal(trouble.match, 0);
  assert.deepEqual([shown(consultationId).state, status(consultationId)], ["matched", "Running"]);
  assert.equal((await matchOf(consultationId)).attempts.length, 1);
});

test("the store takes a place and then no match, and he goes away: another has it in the end, and nobody keeps a place for it", async (t) => {
  const [first, second] = three();
  await register(first, second);
  trouble.saveMatch = 4;
  const asked = await request(t);
  await pass(20_000); // over all retries, and not yet over the pause behind them
  assert.deepEqual([trouble.saveMatch, await loadOf(first.salesmanId)], [0, 1]);
  await salesmen.execute(
    salesmanAggregateId(first.salesmanId),
    { type: "EditSalesmanProfile", changes: { available: false } },
    { origin: origin() },
  );
  await pass(minute);
  assert.equal(shown(asked.consultationId).salesmanId, second.salesmanId);
  await progressed(asked, "accepted", second.salesmanId);
  assert.deepEqual([await loadOf(first.salesmanId), await loadOf(second.salesmanId)], [0, 1]);
});

test("a wake-up that comes while it looks, after a wait that ran out, is not lost", async (t) => {
  const [first] = three();
  await register(first);
  const asked = await request(t);
  await pass(29 * minute);
  const idle: Instances = {
    ...instances,
    wake: (consultationId) => {
      hub.client.raise(consultationId, matchChanged, "null");
      return Promise.resolve();
    },
  };
  // The reminder's look is followed by another one: it is that one which has read when the accept comes.
  meanwhile = () => {
    meanwhile = () => progressed(asked, "accepted", first.salesmanId, idle);
    return Promise.resolve();
  };
  await pass(2 * minute);
  assert.equal(meanwhile, undefined);
  assert.equal(status(asked.consultationId), "Completed");
});

test("however long it waits, its history stays short", async (t) => {
  await register();
  const { consultationId } = await request(t);
  await pass(10 * 24 * 60 * minute);
  const { length } = hub.client.history(consultationId);
  assert.ok(length > 0 && length < 40, String(length));
});
