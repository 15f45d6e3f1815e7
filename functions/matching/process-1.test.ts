import assert from "node:assert/strict";
import { test } from "node:test";
import type { MatchProgress } from "../../shared/contract/match-consultation.ts";
import { type Answers1, type Effect1, matchingProcess1, type Plan1 } from "./process-1.ts";
import type { Chosen } from "./process.ts";

const progress = (state: MatchProgress["state"], version = 3): MatchProgress => ({
  state,
  salesmanId: "a",
  consultantId: null,
  version,
});
const chosen: Chosen = {
  salesmanId: "a",
  consultantId: null,
  after: 0,
  reasons: [],
  considered: [],
  others: 0,
};
const assign: Plan1 = { do: "assign", chosen };
const wait = (until: string | null, state: MatchProgress["state"] = "matched") =>
  ({ do: "wait", until, progress: progress(state) }) as const;
const end: Plan1 = { do: "end", progress: progress("closed") };

/** What the process asks for, given these answers, and how it ends. */
const run = (...answers: Answers1[Effect1["do"]][]) => {
  const process = matchingProcess1();
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
const nameOf = (effect: Effect1): string => {
  if (effect.do === "show") return `show ${effect.progress.state}`;
  if (effect.do === "choose") return effect.fresh ? "choose afresh" : "choose";
  return effect.do === "wait" ? `wait ${effect.until ?? "without end"}` : effect.do;
};

// The histories of running instances are replayed against these orders (docs/decisions/0010): a test that must be changed here
// means a new name for the orchestration.
for (const [what, answers, asked, again] of [
  [
    "it is matched, and decided before the time is over",
    [assign, wait("10:30"), null, null, "changed", end, null],
    ["choose", "assign", "alarm", "show matched", "wait 10:30", "choose", "show closed"],
    false,
  ],
  [
    "the time is over: it begins anew",
    [assign, wait("10:30"), null, null, "time"],
    ["choose", "assign", "alarm", "show matched", "wait 10:30"],
    true,
  ],
  [
    "the next run reminds, and waits on",
    [{ do: "remind", attempt: 1 }, null, wait("11:00"), null, "time"],
    ["choose", "remind", "choose", "show matched", "wait 11:00"],
    true,
  ],
  [
    "the place was gone: it chooses again, from a fresh roster",
    [assign, null, assign, wait("10:30"), null, null, "changed", end, null],
    [
      ...["choose", "assign", "choose afresh", "assign", "alarm"],
      ...["show matched", "wait 10:30", "choose afresh", "show closed"],
    ],
    false,
  ],
  [
    "nobody is eligible: no alarm, and it waits",
    [wait("10:05", "waiting"), null, "time"],
    ["choose", "show waiting", "wait 10:05"],
    true,
  ],
  [
    "staff see to it: it waits without end",
    [wait(null, "escalated"), null, "changed", end, null],
    ["choose", "show escalated", "wait without end", "choose", "show closed"],
    false,
  ],
  ["it was decided before it began", [end, null], ["choose", "show closed"], false],
] as [string, Answers1[Effect1["do"]][], string[], boolean][]) {
  test(`the order of steps, version 1: ${what}`, () => {
    const ran = run(...answers);
    assert.deepEqual([ran.asked, ran.again], [asked, again]);
  });
}

test("a run that is woken again and again begins anew, so that its history stays short", () => {
  const woken = Array.from({ length: 20 }, () => [wait(null, "escalated"), null, "changed"] as const).flat();
  assert.equal(run(...woken).again, true);
});

test("so does one that never gets the place that it chose", () => {
  const conflicts = Array.from({ length: 20 }, () => [assign, null]).flat();
  assert.equal(run(...conflicts).again, true);
});
