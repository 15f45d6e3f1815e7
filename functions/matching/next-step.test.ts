import assert from "node:assert/strict";
import { test } from "node:test";
import { matchDecider, type MatchEvent, type MatchState } from "./domain.ts";
import { nextStep } from "./next-step.ts";

const about = {
  matchId: "match-1",
  subject: { type: "consultation", id: "consultation-1" },
  wish: { projectname: "이음5G 실증사업", customerId: "customer-1" },
} as const;
const minute = (number: number): Date => new Date(Date.UTC(2027, 2, 3, 1, number));
const iso = (number: number): string => minute(number).toISOString();
const found = { reasons: [], considered: [], others: 0 };

const requested: MatchEvent = { type: "MatchRequested", data: { ...about, at: iso(0) } };
const assigned = (salesmanId: string, at = 0, byHand: string | null = null): MatchEvent => ({
  type: "AssignmentDecided",
  data: {
    at: iso(at),
    salesmanId,
    consultantId: null,
    byHand,
    deadlines: { remindAt: iso(at + 30), passAt: iso(at + 60) },
    ...found,
  },
});
const reminded = (at: number): MatchEvent => ({ type: "SalesmanReminded", data: { at: iso(at) } });
const waiting = (at: number): MatchEvent => ({ type: "MatchWaiting", data: { at: iso(at), ...found } });
const handedBack: MatchEvent = {
  type: "AssignmentHandedBack",
  data: { at: iso(5), salesmanId: "a", because: "no time", heard: 2 },
};
const accepted: MatchEvent = {
  type: "AssignmentAccepted",
  data: { at: iso(5), salesmanId: "a", consultantId: null },
};

const after = (...events: MatchEvent[]) => {
  const state = events.reduce<MatchState | undefined>(matchDecider.evolve, undefined);
  assert.ok(state);
  return (at: number) => nextStep(state, minute(at), 3);
};

test("a request is chosen for at once", () => {
  assert.deepEqual(after(requested)(0), { do: "choose", excluded: [] });
});

test("a salesman has his time, is reminded in it once, and then it goes on to another", () => {
  const given = after(requested, assigned("a"));
  assert.deepEqual(given(0), { do: "wait", until: iso(30) });
  assert.deepEqual(given(30), { do: "remind", attempt: 1 });
  const then = after(requested, assigned("a"), reminded(30));
  assert.deepEqual(then(31), { do: "wait", until: iso(60) });
  assert.deepEqual(then(60), { do: "choose", excluded: ["a"] });
});

test("where a wake-up was missed for long, it goes on without the reminder", () => {
  assert.deepEqual(after(requested, assigned("a"))(500), { do: "choose", excluded: ["a"] });
});

test("the third who lets it pass is the last: staff see to it", () => {
  const third = after(requested, assigned("a"), assigned("b", 60), assigned("c", 120));
  assert.deepEqual(third(150), { do: "remind", attempt: 3 });
  assert.deepEqual(third(180), { do: "escalate" });
  const second = after(requested, assigned("a"), assigned("b", 60));
  assert.deepEqual(second(120), { do: "choose", excluded: ["a", "b"] });
});

test("who was named by staff and lets it pass sends it back to staff", () => {
  assert.deepEqual(after(requested, assigned("a", 0, "staff-1"))(60), { do: "escalate" });
});

test("an escalated one waits for staff alone, without end", () => {
  const escalated = after(requested, assigned("a"), { type: "MatchEscalated", data: { at: iso(60) } });
  assert.deepEqual(escalated(100_000), { do: "wait", until: null });
});

test("one that waits is chosen for again each time, without those who let it pass", () => {
  assert.deepEqual(after(requested, waiting(0))(5), { do: "choose", excluded: [] });
  assert.deepEqual(after(requested, assigned("a"), waiting(60))(65), { do: "choose", excluded: ["a"] });
});

test("what is handed back is chosen for again, without who did it", () => {
  assert.deepEqual(after(requested, assigned("a"), handedBack)(6), { do: "choose", excluded: ["a"] });
});

test("what was accepted or has ended is done", () => {
  assert.deepEqual(after(requested, assigned("a"), accepted)(500), { do: "end" });
  assert.deepEqual(after(requested, { type: "MatchClosed", data: { at: iso(1), ending: "fail" } })(2), {
    do: "end",
  });
});
