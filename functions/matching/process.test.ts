import assert from "node:assert/strict";
import { test } from "node:test";
import type { MatchProgress } from "../../shared/contract/match-consultation.ts";
import { type Answers, type Effect, matchingProcess, type Plan } from "./process.ts";

const progress = (state: MatchProgress["state"], version = 3): MatchProgress => ({
  state,
  salesmanId: "a",
  consultantId: null,
  version,
});
const again: Plan = { do: "again" };
const wait = (until: string | null, state: MatchProgress["state"] = "matched", isNew = false): Plan => ({
  do: "wait",
  until,
  progress: progress(state),
  isNew,
});
const matched = (until: string): Plan => wait(until, "matched", true);
const end: Plan = { do: "end", progress: progress("closed") };

/** What the process asks for, given these answers, and how it ends. */
const run = (...answers: Answers[Effect["do"]][]) => {
  const process = matchingProcess();
  const asked: string[] = [];
  let next = process.next();
  for (const answer of answers) {
    assert.ok(!next.done, "it ended before all answers were given");
    asked.push(nameOf(next.value));
    next = process.next(answer);
  }
  assert.ok(next.done, "it asks for more");
  return { asked, again: next.value.again, state: next.value.progress.state };
};
const nameOf = (effect: Effect): string => {
  if (effect.do === "show") {
    return `show ${effect.progress.state}${effect.progress.alarm === "raising" ? ", raising" : ""}`;
  }
  if (effect.do === "match") return `${effect.first ? "first " : ""}match${effect.fresh ? " afresh" : ""}`;
  return effect.do === "wait" ? `wait ${effect.until ?? "without end"}` : effect.do;
};

// The histories of running instances are replayed against these orders (docs/decisions/0010): a test that must be changed here
// means a new name for the orchestration.
for (const [what, answers, asked, isAgain] of [
  [
    "it is matched, and decided before the time is over",
    [matched("10:30"), null, null, null, "changed", end, null],
    [
      ...["first match", "show matched, raising", "alarm", "show matched", "wait 10:30"],
      ...["match", "show closed"],
    ],
    false,
  ],
  [
    "the time is over: it begins anew",
    [matched("10:30"), null, null, null, "time"],
    ["first match", "show matched, raising", "alarm", "show matched", "wait 10:30"],
    true,
  ],
  [
    "the next run reminds, and waits on",
    [{ do: "remind", attempt: 1 }, null, wait("11:00"), null, "time"],
    ["first match", "remind", "match", "show matched", "wait 11:00"],
    true,
  ],
  [
    "the place was gone: it chooses again, from a fresh roster",
    [again, matched("10:30"), null, null, null, "changed", end, null],
    [
      ...["first match", "match afresh", "show matched, raising", "alarm", "show matched", "wait 10:30"],
      ...["match afresh", "show closed"],
    ],
    false,
  ],
  [
    "nobody is eligible: no alarm, and it waits",
    [wait("10:05", "waiting"), null, "time"],
    ["first match", "show waiting", "wait 10:05"],
    true,
  ],
  [
    "staff see to it: it waits without end",
    [wait(null, "escalated"), null, "changed", end, null],
    ["first match", "show escalated", "wait without end", "match", "show closed"],
    false,
  ],
  ["it was decided before it began", [end, null], ["first match", "show closed"], false],
] as [string, Answers[Effect["do"]][], string[], boolean][]) {
  test(`the order of steps, version 2: ${what}`, () => {
    const ran = run(...answers);
    assert.deepEqual([ran.asked, ran.again], [asked, isAgain]);
  });
}

test("a run that is woken again and again begins anew, so that its history stays short", () => {
  const woken = Array.from({ length: 20 }, () => [wait(null, "escalated"), null, "changed"] as const).flat();
  assert.equal(run(...woken).again, true);
});

test("so does one that never gets the place that it chose", () => {
  assert.equal(run(...Array.from({ length: 20 }, () => again)).again, true);
});
