import assert from "node:assert/strict";
import { test } from "node:test";
import { specificationOf } from "../../tests/decider-specification.ts";
import type { Considered } from "./choose.ts";
import {
  type Attempt,
  matchDecider,
  MatchDecided,
  type MatchCommand,
  type MatchEvent,
  type MatchState,
  Overtaken,
} from "./domain.ts";

const { given } = specificationOf(matchDecider);

const about = {
  matchId: "match-1",
  subject: { type: "consultation", id: "consultation-1" },
  wish: { projectname: "이음5G 실증사업", customerId: "customer-1", content: "상의하고 싶습니다" },
} as const;
const minute = (number: number): Date => new Date(Date.UTC(2027, 2, 3, 1, number));
const iso = (number: number): string => minute(number).toISOString();
const deadlines = { remindAt: iso(30), passAt: iso(60) };
const server = (salesmanId: string) => ({ salesmanId, name: `이름 ${salesmanId}`, phone: "010-0000-0021" });
const reasons = [{ code: "only-one", text: "유일합니다." }];
const considered = (salesmanId: string, load = 0): Considered => ({
  salesmanId,
  kind: "salesman",
  verdict: "full",
  load,
  capacity: 1,
  unfit: [],
});

const requested: MatchEvent = { type: "MatchRequested", data: { ...about, at: iso(0) } };
const assign = (
  salesmanId: string,
  by: { choiceAfter: number } | { staff: string } = { choiceAfter: 0 },
  at = 0,
): MatchCommand => ({
  type: "AssignSalesman",
  about,
  at: minute(at),
  salesman: server(salesmanId),
  consultant: null,
  deadlines,
  by,
  reasons,
  considered: [],
  others: 0,
});
const assigned = (salesmanId: string, byHand: string | null = null, at = 0): MatchEvent[] => [
  {
    type: "AssignmentDecided",
    data: {
      at: iso(at),
      salesmanId,
      consultantId: null,
      byHand,
      reasons,
      considered: [],
      others: 0,
      deadlines,
    },
  },
  matched(salesmanId),
];
const matched = (salesmanId: string, texts = ["유일합니다."]): MatchEvent => ({
  type: "SalesmanMatched",
  data: {
    matchId: about.matchId,
    subject: about.subject,
    projectname: about.wish.projectname,
    salesmanId,
    salesmanname: `이름 ${salesmanId}`,
    salesmanphone: "010-0000-0021",
    consultantId: null,
    reasons: texts,
  },
});
const wait = (at: number, ...people: Considered[]): MatchCommand => ({
  type: "Wait",
  about,
  at: minute(at),
  reasons,
  considered: people,
  others: 0,
});
const waiting = (at: number, ...people: Considered[]): MatchEvent => ({
  type: "MatchWaiting",
  data: { at: iso(at), reasons, considered: people, others: 0 },
});
const accept = (salesmanId: string): MatchCommand => ({
  type: "NoteAccepted",
  about,
  at: minute(5),
  salesman: server(salesmanId),
  consultantId: null,
});
const accepted = (salesmanId: string): MatchEvent => ({
  type: "AssignmentAccepted",
  data: { at: iso(5), salesmanId, consultantId: null },
});
const handBack = (salesmanId: string, heard = 3): MatchCommand => ({
  type: "NoteHandedBack",
  about,
  at: minute(5),
  salesmanId,
  because: "no time",
  heard,
});
const handedBack = (salesmanId: string): MatchEvent => ({
  type: "AssignmentHandedBack",
  data: { at: iso(5), salesmanId, because: "no time", heard: 3 },
});
const closed: MatchEvent = { type: "MatchClosed", data: { at: iso(9), ending: "canceled" } };
const close: MatchCommand = { type: "Close", about, at: minute(9), ending: "canceled" };

const stateOf = (...events: MatchEvent[]): MatchState => {
  const state = events.reduce<MatchState | undefined>(matchDecider.evolve, undefined);
  assert.ok(state);
  return state;
};
const outcomes = (state: MatchState): [Attempt["salesmanId"], Attempt["outcome"]][] =>
  state.attempts.map(({ salesmanId, outcome }) => [salesmanId, outcome]);

test("the first command of any kind begins the match, whichever event was heard first", () => {
  given()
    .when(assign("a"))
    .then(requested, ...assigned("a"));
  given()
    .when({ type: "RequestMatch", about, at: minute(0) })
    .then(requested);
  given()
    .when({ ...close, at: minute(0) })
    .then(requested, { type: "MatchClosed", data: { at: iso(0), ending: "canceled" } });
  given(requested)
    .when({ type: "RequestMatch", about, at: minute(1) })
    .then();
});

test("the version of the match is that of its last SalesmanMatched", () => {
  assert.equal(stateOf(requested).version, 0);
  assert.equal(stateOf(requested, ...assigned("a")).version, 3);
  const twice = stateOf(requested, ...assigned("a"), handedBack("a"), ...assigned("b"));
  assert.deepEqual([twice.version, twice.events, twice.salesmanId], [6, 6, "b"]);
});

test("an assignment that comes again is no event; one that knows of fewer tries is overtaken", () => {
  given(requested, ...assigned("a"))
    .when(assign("a"))
    .then();
  given(requested, ...assigned("a"))
    .when(assign("b"))
    .thenRefuses(Overtaken);
  given(requested, ...assigned("a"), ...assigned("b", "staff-1"))
    .when(assign("c", { choiceAfter: 1 }))
    .thenRefuses(Overtaken);
});

test("staff may always name another one; naming who has it changes nothing", () => {
  given(requested, ...assigned("a"))
    .when(assign("b", { staff: "staff-1" }, 3))
    .then(...assigned("b", "staff-1", 3));
  given(requested, ...assigned("a"))
    .when(assign("a", { staff: "staff-1" }, 3))
    .then();
});

test("whoever had it before his time was over was replaced; afterwards he let it pass and is not asked again", () => {
  const early = stateOf(requested, ...assigned("a"), ...assigned("b", "staff-1", 59));
  assert.deepEqual(outcomes(early), [
    ["a", "replaced"],
    ["b", "open"],
  ]);
  assert.deepEqual([early.passes, early.excluded], [0, []]);
  const late = stateOf(requested, ...assigned("a"), ...assigned("b", null, 60));
  assert.deepEqual(outcomes(late), [
    ["a", "passed"],
    ["b", "open"],
  ]);
  assert.deepEqual([late.passes, late.excluded], [1, ["a"]]);
});

test("to wait is told once for the same reasons, and keeps its place in the line", () => {
  given(requested)
    .when(wait(1, considered("a")))
    .then(waiting(1, considered("a")));
  given(requested, waiting(1, considered("a")))
    .when(wait(6, considered("a", 7)))
    .then();
  given(requested, waiting(1, considered("a")))
    .when(wait(6, considered("b")))
    .then(waiting(6, considered("b")));
  const state = stateOf(requested, waiting(1, considered("a")), waiting(6, considered("b")));
  assert.deepEqual([state.state, state.since, state.attempts.length], ["waiting", iso(1), 1]);
});

test("who let it pass keeps it while it waits, and may still accept", () => {
  const state = stateOf(requested, ...assigned("a"), waiting(60));
  assert.deepEqual([state.state, state.salesmanId, state.excluded], ["waiting", "a", ["a"]]);
  given(requested, ...assigned("a"), waiting(60))
    .when(accept("a"))
    .then(accepted("a"));
});

test("an escalation is told once", () => {
  const escalated: MatchEvent = { type: "MatchEscalated", data: { at: iso(60) } };
  const escalate: MatchCommand = { type: "Escalate", about, at: minute(60) };
  given(requested, ...assigned("a"))
    .when(escalate)
    .then(escalated);
  given(requested, ...assigned("a"), escalated)
    .when(escalate)
    .then();
  const state = stateOf(requested, ...assigned("a"), escalated);
  assert.deepEqual([state.state, state.salesmanId], ["escalated", "a"]);
  assert.deepEqual(outcomes(state), [["a", "passed"]]);
});

test("what is handed back has nobody, and who did it is not asked again; an old word of it changes nothing", () => {
  given(requested, ...assigned("a"))
    .when(handBack("a"))
    .then(handedBack("a"));
  const state = stateOf(requested, ...assigned("a"), handedBack("a"));
  assert.deepEqual([state.state, state.salesmanId, state.excluded], ["matching", null, ["a"]]);
  const again = [requested, ...assigned("a"), handedBack("a"), ...assigned("a", "staff-1", 8)];
  given(...again)
    .when(handBack("a", 3))
    .then();
  given(...again)
    .when(handBack("b", 9))
    .then();
});

test("who accepted has it, also when another one was being matched: then everyone is told anew", () => {
  given(requested, ...assigned("a"))
    .when(accept("a"))
    .then(accepted("a"));
  given(requested, ...assigned("a"), ...assigned("b", null, 60))
    .when(accept("a"))
    .then(accepted("a"), matched("a", ["다시 배정하는 사이에 먼저 수락하여 그대로 맡습니다."]));
  const state = stateOf(requested, ...assigned("a"), ...assigned("b", null, 60), accepted("a"), matched("a"));
  assert.deepEqual([state.salesmanId, state.accepted, state.version], ["a", true, 7]);
  assert.deepEqual(outcomes(state), [
    ["a", "passed"],
    ["b", "replaced"],
  ]);
  given(requested, ...assigned("a"), accepted("a"))
    .when(accept("a"))
    .then();
});

test("what was accepted or has ended is not matched again, by nobody", () => {
  for (const end of [[accepted("a")], [closed]]) {
    const settled = [requested, ...assigned("a"), ...end];
    given(...settled)
      .when(assign("b", { choiceAfter: 1 }))
      .thenRefuses(MatchDecided);
    given(...settled)
      .when(assign("b", { staff: "staff-1" }))
      .thenRefuses(MatchDecided);
    given(...settled)
      .when(wait(6))
      .thenRefuses(MatchDecided);
    given(...settled)
      .when({ type: "Escalate", about, at: minute(60) })
      .thenRefuses(MatchDecided);
    given(...settled)
      .when(handBack("a"))
      .then();
  }
});

test("the end is told once, and an undecided try was rejected", () => {
  given(requested, ...assigned("a"))
    .when(close)
    .then(closed);
  given(requested, ...assigned("a"), closed)
    .when({ ...close, ending: "success" })
    .then();
  assert.deepEqual(outcomes(stateOf(requested, ...assigned("a"), closed)), [["a", "rejected"]]);
  assert.deepEqual(outcomes(stateOf(requested, ...assigned("a"), accepted("a"), closed)), [
    ["a", "accepted"],
  ]);
});

test("a reminder is noted once, for the try that it was of", () => {
  const note = (attempt: number): MatchCommand => ({ type: "NoteReminder", about, at: minute(30), attempt });
  const reminded: MatchEvent = { type: "SalesmanReminded", data: { at: iso(30) } };
  given(requested, ...assigned("a"))
    .when(note(1))
    .then(reminded);
  given(requested, ...assigned("a"), reminded)
    .when(note(1))
    .then();
  given(requested, ...assigned("a"), ...assigned("b", null, 60))
    .when(note(1))
    .then();
});

test("the customer's last word is what is matched from then on", () => {
  const note = (content: string, heard: number): MatchCommand => ({
    type: "NoteWish",
    about,
    at: minute(2),
    said: { content, region: "서울" },
    heard,
  });
  const { content, ...rest } = about.wish;
  const changed = (content: string, heard: number): MatchEvent => ({
    type: "WishChanged",
    data: { wish: { ...rest, content, region: "서울" }, heard },
  });
  given(requested).when(note("새 내용", 2)).then(changed("새 내용", 2));
  given(requested, changed("더 새 내용", 3)).when(note("새 내용", 2)).then();
  given(requested, changed(content, 2)).when(note(content, 3)).then();
});

test("of many tries the last thirty are kept, and all are counted", () => {
  const events = Array.from({ length: 40 }, (_, index) => assigned(`p${index}`, "staff-1", index)).flat();
  const state = stateOf(requested, ...events);
  assert.deepEqual([state.attempts.length, state.tried, state.attempts[0]?.number], [30, 40, 11]);
});
