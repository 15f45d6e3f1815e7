import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFound } from "../../shared/domain/errors.ts";
import { profile } from "./people.fake.ts";
import { rosterOf } from "./roster.ts";
import { salesmanAggregateId, type StoredSalesman } from "./salesmen.ts";
import { memoryStores } from "./stores.fake.ts";

/** A roster of one salesman, on a clock that can be moved on; `asked` says how often it was read. */
const rosterOfOne = async () => {
  const { salesmen } = memoryStores();
  let now = Date.parse("2027-03-01T01:00:00.000Z");
  const clock = () => new Date(now);
  const asked = { times: 0 };
  const watched: typeof salesmen = {
    ...salesmen,
    all: () => {
      asked.times += 1;
      return salesmen.all();
    },
  };
  const run = (command: Parameters<typeof salesmen.execute>[1]): Promise<StoredSalesman> =>
    salesmen.execute(salesmanAggregateId("a"), command, {
      origin: { at: clock(), correlationid: "correlation-1" },
    });
  const registered = await run({ type: "RegisterSalesman", profile: profile("a") });
  return {
    roster: rosterOf(watched, clock),
    asked,
    registered,
    reserve: (consultationId: string) =>
      run({ type: "ReserveCapacity", consultationId, at: clock(), byHand: false }),
    edit: (changes: { phone: string }) => run({ type: "EditSalesmanProfile", changes }),
    pass: (ms: number) => {
      now += ms;
    },
  };
};

test("the roster is read again once it is older than half a second, or when it has to be fresh", async () => {
  const { roster, asked, pass } = await rosterOfOne();
  await roster.refresh();
  pass(500);
  await roster.refresh();
  assert.equal(asked.times, 1);
  pass(1);
  await roster.refresh();
  assert.equal(asked.times, 2);
  await roster.refresh({ fresh: true });
  assert.equal(asked.times, 3);
});

test("all who ask at the same time share one question", async () => {
  const { roster, asked } = await rosterOfOne();
  await Promise.all([roster.refresh(), roster.refresh(), roster.refresh({ fresh: true })]);
  assert.equal(asked.times, 1);
});

test("of a person the newest stays, in whatever order it comes", async () => {
  const { roster, registered, reserve } = await rosterOfOne();
  roster.note(await reserve("consultation-1"));
  roster.note(registered);
  assert.deepEqual(
    roster.people().map(({ load }) => load),
    [1],
  );
});

test("a place on its way counts in the order alone, until it is settled, or ten seconds have passed", async () => {
  const { roster, pass } = await rosterOfOne();
  await roster.refresh();
  const taken = () => roster.people().map(({ load, expected }) => [load, expected]);
  roster.expect("a", "consultation-1");
  roster.expect("a", "consultation-2");
  assert.deepEqual(taken(), [[0, 2]]);
  roster.settle("a", "consultation-1");
  assert.deepEqual(taken(), [[0, 1]]);
  pass(9_999);
  assert.deepEqual(taken(), [[0, 1]]);
  pass(1);
  assert.deepEqual(taken(), [[0, 0]]);
});

test("a command can go on from a person as they were stored, but not where the ETag was lost", async () => {
  const { roster, registered, reserve } = await rosterOfOne();
  assert.equal(roster.known("a"), undefined);
  roster.note(registered);
  const { state, version, etag } = registered;
  assert.deepEqual(roster.known("a"), { state, version, etag });
  roster.note({ ...(await reserve("consultation-1")), etag: undefined });
  assert.equal(roster.known("a"), undefined);
});

test("a profile is as it is stored now, also where another app has changed it; who is not there is not found", async () => {
  const { roster, edit } = await rosterOfOne();
  await roster.refresh();
  await edit({ phone: "010-0000-0099" });
  assert.equal((await roster.profileOf("a")).phone, "010-0000-0099");
  assert.equal(roster.known("a")?.version, 2);
  await assert.rejects(roster.profileOf("b"), NotFound);
});
