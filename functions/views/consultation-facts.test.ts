import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  peopleOf,
  projectCounts,
  salesmanCounts,
  withEvent,
  type ConsultationEvent,
  type ConsultationFacts,
} from "./consultation-facts.ts";
import { consultationHistory, type Turn } from "./events.fake.ts";

const given = (to: string, consultant: string | null = null): Turn => ({ turn: "give", to, consultant });
const step = (to: Extract<Turn, { turn: "step" }>["to"]): Turn => ({ turn: "step", to });

const factsOf = (events: readonly ConsultationEvent[]): ConsultationFacts => {
  const facts = events.reduce<ConsultationFacts | undefined>(withEvent, undefined);
  assert.ok(facts);
  return facts;
};
const history = (...turns: Turn[]): ConsultationEvent[] =>
  consultationHistory("c1", turns) as ConsultationEvent[];

test("a request counts on its step and on the day in Seoul on which it came into each", () => {
  // The first event is at 22:00 in Seoul, the accept at 00:00.
  const facts = factsOf(history(given("a"), step("accepted")));
  assert.deepEqual(projectCounts(facts), {
    "step accepted": 1,
    "2027-03-01 requested": 1,
    "2027-03-02 accepted": 1,
  });
});

test("one that names its project counts for that year, too", () => {
  const events = consultationHistory("c1", [given("a"), step("canceled")], { projectId: "p-2027" });
  const counts = projectCounts(factsOf(events as ConsultationEvent[]));
  assert.equal(counts["of p-2027 canceled"], 1);
});

test("an accept is the salesman's, with the time since it was given to him", () => {
  const facts = factsOf(history(given("a"), { turn: "edit" }, step("accepted")));
  assert.deepEqual(salesmanCounts(facts, "a"), {
    open: 1,
    accepted: 1,
    "accept seconds": 2 * 60 * 60,
    "accept 10": 1,
  });
});

test("who handed it back keeps that, and the load is the next one's", () => {
  const facts = factsOf(history(given("a"), { turn: "hand back" }, given("b")));
  assert.deepEqual(salesmanCounts(facts, "a"), { "handed back": 1 });
  assert.deepEqual(salesmanCounts(facts, "b"), { open: 1, waiting: 1 });
});

test("a reject and the end give the load back", () => {
  assert.deepEqual(salesmanCounts(factsOf(history(given("a"), step("canceled"))), "a"), { rejected: 1 });
  const done = history(given("a"), step("accepted"), step("in progress"), step("success"));
  const { "accept seconds": seconds, ...counts } = salesmanCounts(factsOf(done), "a");
  assert.deepEqual([seconds, counts], [3600, { accepted: 1, "accept 8": 1, success: 1 }]);
});

test("everyone who ever had it is known, the consultants among them", () => {
  const facts = factsOf(history(given("a", "x"), { turn: "hand back" }, given("b", "y")));
  assert.deepEqual(peopleOf(facts).toSorted(), ["a", "b", "x", "y"]);
});

test("whatever the order, and however often the events come, the facts are the same", () => {
  const turns: fc.Arbitrary<Turn[]> = fc.array(
    fc.oneof(
      fc.constantFrom<Turn>({ turn: "edit" }, { turn: "hand back" }, given("a"), given("b", "x")),
      fc.constantFrom<Turn>(step("accepted"), step("canceled"), step("in progress"), step("success")),
    ),
    { maxLength: 10 },
  );
  const cases = turns.chain((taken) => {
    const events = history(...taken);
    const anyhow = fc
      .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
      .map(([once, again]) => [...once, ...again]);
    return fc.record({ events: fc.constant(events), anyhow });
  });
  fc.assert(
    fc.property(cases, ({ events, anyhow }) => {
      assert.deepEqual(factsOf(anyhow), factsOf(events));
    }),
  );
});
