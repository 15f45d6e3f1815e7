import assert from "node:assert/strict";
import { test } from "node:test";
import { matchDecider, type MatchEvent, type MatchState } from "./domain.ts";
import { profile } from "./people.fake.ts";
import { releaseWith } from "./release.ts";
import { rosterOf } from "./roster.ts";
import { usualRules } from "./rules.fake.ts";
import { salesmanAggregateId } from "./salesmen.ts";
import { memoryStores } from "./stores.fake.ts";

const minute = (number: number): Date => new Date(Date.UTC(2027, 2, 3, 1, number));
const origin = (number: number) => ({ at: minute(number), correlationid: "correlation-1" });
const found = { reasons: [], considered: [], others: 0 };
const subject = { type: "consultation", id: "consultation-1" } as const;

/** A match that was given to these people, one after the other, each at that minute. */
const matchOf = (...given: [string, number][]): MatchState => {
  const wish = { projectname: "이음5G 실증사업", customerId: "customer-1" };
  const events: MatchEvent[] = [
    { type: "MatchRequested", data: { matchId: "match-1", subject, wish, at: minute(0).toISOString() } },
    ...given.map(([salesmanId, at]): MatchEvent => ({
      type: "AssignmentDecided",
      data: {
        ...{ at: minute(at).toISOString(), salesmanId, consultantId: null, byHand: null },
        ...{ deadlines: null, ...found },
      },
    })),
  ];
  const match = events.reduce<MatchState | undefined>(matchDecider.evolve, undefined);
  assert.ok(match);
  return match;
};

/** People with a place for the consultation, each since that minute. */
const placesOf = async (...places: [string, number][]) => {
  const { salesmen } = memoryStores();
  const roster = rosterOf(salesmen, () => minute(0));
  const reserve = (id: string, at: number) =>
    salesmen.execute(
      salesmanAggregateId(id),
      { type: "ReserveCapacity", consultationId: subject.id, at: minute(at), byHand: false },
      { origin: origin(at) },
    );
  for (const [id, at] of places) {
    const register = { type: "RegisterSalesman", profile: profile(id) } as const;
    await salesmen.execute(salesmanAggregateId(id), register, { origin: origin(0) });
    await reserve(id, at);
  }
  await roster.refresh();
  return {
    ...releaseWith({ salesmen, roster, rules: usualRules() }),
    ...{ roster, reserve },
    holders: () =>
      salesmen
        .states()
        .filter(({ serving }) => serving.length > 0)
        .map((state) => state.profile.salesmanId),
  };
};

test("a former gives back the place of his last match, but not one that he has for a later one", async () => {
  const match = matchOf(["a", 1], ["b", 2], ["a", 3], ["c", 4]);
  const places = await placesOf(["a", 3], ["b", 5], ["c", 4]);
  await places.formers(match, [], origin(6));
  assert.deepEqual(places.holders(), ["b", "c"]);
  assert.deepEqual(
    places.roster.serving(subject.id).map(({ salesmanId }) => salesmanId),
    ["b", "c"],
    "the roster knows it at once",
  );
});

test("who was given the match is no stray, however old his place is, and is not told of as one", async () => {
  const places = await placesOf(["a", 1], ["b", 2], ["c", 9], ["d", 1]);
  const strays = await places.strays(subject.id, matchOf(["a", 1], ["b", 2]), origin(10));
  assert.deepEqual([strays, places.holders()], [["c"], ["a", "b", "c"]]);
});

test("who accepted late is no stray either, although no try was his", async () => {
  const places = await placesOf(["a", 1]);
  const match = { ...matchOf(["b", 2]), salesmanId: "a" };
  assert.deepEqual([await places.strays(subject.id, match, origin(10)), places.holders()], [[], ["a"]]);
});

test("a place that was taken anew since the roster was read is no stray", async () => {
  const places = await placesOf(["a", 1]);
  await places.reserve("a", 9);
  await places.strays(subject.id, undefined, origin(10));
  assert.deepEqual(places.holders(), ["a"]);
});
