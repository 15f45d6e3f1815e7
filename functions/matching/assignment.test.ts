import assert from "node:assert/strict";
import { test } from "node:test";
import { assignWith, type Assignment } from "./assignment.ts";
import { matchIdOf } from "./matches.ts";
import { MatchDecided } from "./domain.ts";
import { profile } from "./people.fake.ts";
import { rosterOf } from "./roster.ts";
import { usualRules } from "./rules.fake.ts";
import { NotFree, type Profile, type SalesmanCommand } from "./salesman.ts";
import { salesmanAggregateId, type Salesmen } from "./salesmen.ts";
import { memoryStores } from "./stores.fake.ts";

const begin = Date.parse("2027-03-01T01:00:00.000Z");
const after = (seconds: number) => ({
  at: new Date(begin + seconds * 1_000),
  correlationid: "correlation-1",
});
const subject = { type: "consultation", id: "consultation-1" } as const;
const matchId = matchIdOf(subject);
const wish = { projectname: "이음5G 실증사업", customerId: "customer-1" };
const nobody = { reasons: [], considered: [], others: 0 };
const about = { matchId, subject, wish };

/** Stores with these people, of whom the roster knows; what happens before and at each step can be said. */
const worldOf = async (...people: Profile[]) => {
  const { salesmen, matches } = memoryStores();
  for (const person of people) {
    await salesmen.execute(
      salesmanAggregateId(person.salesmanId),
      { type: "RegisterSalesman", profile: person },
      { origin: after(0) },
    );
  }
  const seen = {
    ofSalesmen: [] as { command: SalesmanCommand; options: Parameters<Salesmen["execute"]>[2] }[],
    ofMatches: [] as Parameters<typeof matches.execute>[2][],
    noted: [] as string[],
  };
  const meanwhile: { beforePlace: (id: string) => Promise<void>; beforeMatch: () => Promise<void> } = {
    beforePlace: () => Promise.resolve(),
    beforeMatch: () => Promise.resolve(),
  };
  const roster = rosterOf(salesmen, () => after(0).at);
  await roster.refresh();
  const assign = assignWith({
    roster,
    rules: usualRules(),
    salesmen: {
      ...salesmen,
      execute: async (id, command, options) => {
        seen.ofSalesmen.push({ command, options });
        await meanwhile.beforePlace(id);
        return salesmen.execute(id, command, options);
      },
    },
    matches: {
      ...matches,
      execute: async (id, command, options) => {
        seen.ofMatches.push(options);
        await meanwhile.beforeMatch();
        return matches.execute(id, command, options);
      },
      noteSalesmanOf: (_, salesmanId) => Promise.resolve(void seen.noted.push(salesmanId)),
    },
  });
  const given: Assignment = {
    ...{ subject, wish, salesmanId: "a", consultantId: null },
    ...{ found: nobody, by: { choiceAfter: 0 } },
  };
  return {
    ...{ matches, roster, meanwhile, seen },
    assign: (more: Partial<Assignment> = {}, seconds = 1) => assign({ ...given, ...more }, after(seconds)),
    reserve: (id: string, consultationId: string, seconds = 0) =>
      salesmen.execute(
        salesmanAggregateId(id),
        { type: "ReserveCapacity", consultationId, at: after(seconds).at, byHand: false },
        { origin: after(seconds) },
      ),
    close: async () => {
      const close = { type: "Close", about, at: after(1).at, ending: "canceled" } as const;
      await matches.execute(matchId, close, { origin: after(1) });
    },
    holders: () =>
      salesmen
        .states()
        .filter(({ serving }) => serving.some((place) => place.consultationId === subject.id))
        .map((state) => state.profile.salesmanId),
  };
};

const consultant = profile("c", { kind: "consultant" });

test("without a salesman the consultant gives his place back, but not one that he had before", async () => {
  for (const [had, holders] of [
    [false, []],
    [true, ["c"]],
  ] as const) {
    const world = await worldOf(profile("a", { capacity: 1 }), consultant);
    await world.reserve("a", "consultation-2");
    if (had) await world.reserve("c", subject.id);
    await world.roster.refresh({ fresh: true });
    await assert.rejects(world.assign({ consultantId: "c" }), NotFree);
    assert.deepEqual(world.holders(), holders);
  }
});

test("a consultation does not wait for a consultant without a place, and nothing is said of him", async () => {
  const world = await worldOf(profile("a"), profile("c", { kind: "consultant", available: false }));
  const reasons = [
    { code: "idle", text: "가장 오래 쉬었습니다." },
    { code: "consultant-idle", text: "가장 오래 쉬었습니다." },
  ] as Assignment["found"]["reasons"];
  const match = await world.assign({ consultantId: "c", found: { ...nobody, reasons } });
  assert.deepEqual([match.salesmanId, match.consultantId], ["a", null]);
  assert.deepEqual(match.attempts.at(-1)?.reasons, reasons.slice(0, 1));
});

test("a consultant's store that is down is no consultant without a place: it is tried again", async () => {
  const world = await worldOf(profile("a"), consultant);
  world.meanwhile.beforePlace = (id) =>
    id === salesmanAggregateId("c") ? Promise.reject(new Error("The store is down.")) : Promise.resolve();
  await assert.rejects(world.assign({ consultantId: "c" }), /down/);
  assert.equal(await world.matches.load(matchId), undefined);
});

test("places of the same person are taken one after the other, also after one that could not be had", async () => {
  const world = await worldOf(profile("a", { capacity: 2 }));
  let [now, most] = [0, 0];
  world.meanwhile.beforePlace = async () => {
    most = Math.max(most, ++now);
    await new Promise((done) => setImmediate(done));
    now -= 1;
    if (world.seen.ofSalesmen.length === 1) throw new NotFree("It is full.", "full", []);
  };
  const all = await Promise.allSettled(
    ["1", "2", "3"].map((id) => world.assign({ subject: { type: "consultation", id } })),
  );
  assert.deepEqual(
    all.map(({ status }) => status),
    ["rejected", "fulfilled", "fulfilled"],
  );
  assert.equal(most, 1);
});

test("it goes on from what was read for the choice: of the person, and of the match or that there was none", async () => {
  const world = await worldOf(profile("a"));
  world.roster.note({ ...(await world.reserve("a", "consultation-2")), etag: '"2"' });
  await world.assign({ known: { presentSalesman: undefined, match: null } });
  assert.deepEqual(
    [world.seen.ofSalesmen[0]?.options.known?.etag, world.seen.ofMatches[0]?.expectNew],
    ['"2"', true],
  );
  const match = await world.matches.load(matchId);
  assert.ok(match);
  await world.assign({ by: { staff: "staff-1" }, known: { presentSalesman: "a", match } });
  await world.assign({ by: { staff: "staff-1" } });
  assert.deepEqual(
    world.seen.ofMatches.map(({ expectNew, known }) => [expectNew, known]),
    [
      [true, undefined],
      [false, match],
      [false, undefined],
    ],
  );
});

test("who serves the customer is noted, unless the choice found it noted already", async () => {
  for (const [presentSalesman, noted] of [
    ["a", []],
    ["b", ["a"]],
    [undefined, ["a"]],
  ] as const) {
    const world = await worldOf(profile("a"), profile("b"));
    await world.assign({ known: { presentSalesman, match: null } });
    assert.deepEqual(world.seen.noted, noted);
  }
});

test("what was decided meanwhile takes no places: both are given back", async () => {
  const world = await worldOf(profile("a"), consultant);
  world.meanwhile.beforeMatch = world.close;
  await assert.rejects(world.assign({ consultantId: "c" }), MatchDecided);
  assert.deepEqual(world.holders(), []);

  const again = await worldOf(profile("a"));
  await again.assign();
  again.meanwhile.beforeMatch = again.close;
  await assert.rejects(again.assign({ by: { choiceAfter: 1 } }, 2), MatchDecided);
  assert.deepEqual(again.holders(), [], "also by whom it named last");
});

test("the place of whoever the match names by then, or of a later try, is not given back", async () => {
  const overtaken = await worldOf(profile("a"), profile("b"));
  await overtaken.assign();
  await assert.rejects(overtaken.assign({ by: { choiceAfter: 7 } }, 2));
  assert.deepEqual(overtaken.holders(), ["a"]);

  const later = await worldOf(profile("a"));
  later.meanwhile.beforeMatch = async () => {
    await later.reserve("a", subject.id, 2);
    await later.close();
  };
  await assert.rejects(later.assign(), MatchDecided);
  assert.deepEqual(later.holders(), ["a"]);
});

test("a match that the store did not take leaves the place to the next try", async () => {
  const world = await worldOf(profile("a"));
  world.meanwhile.beforeMatch = () => Promise.reject(new Error("The store is down."));
  await assert.rejects(world.assign(), /down/);
  assert.deepEqual(world.holders(), ["a"]);
});

test("the roster knows of the place at once, and expects it no longer, whether it was to be had or not", async () => {
  const world = await worldOf(profile("a", { capacity: 1 }));
  const taken = () => world.roster.people().map(({ load, expected }) => [load, expected]);
  world.roster.expect("a", subject.id);
  await world.assign();
  assert.deepEqual(taken(), [[1, 0]]);
  world.roster.expect("a", "consultation-2");
  await assert.rejects(world.assign({ subject: { type: "consultation", id: "consultation-2" } }), NotFree);
  assert.deepEqual(taken(), [[1, 0]]);
});
