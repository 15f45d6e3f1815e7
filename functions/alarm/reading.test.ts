import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { covers, readUpToOf, stepsAfter, type Step } from "./reading.ts";

const at = (minute: number): Date => new Date(Date.UTC(2027, 2, 2, 0, minute));
const alarm = (happened: number, arrived = happened) => ({
  at: at(happened).toISOString(),
  arrivedAt: at(arrived).toISOString(),
});

test("nothing is read before it was said", () => {
  assert.equal(covers([], alarm(1)), false);
  assert.equal(readUpToOf([]), null);
});

test("all that happened up to the instant is read, the instant included", () => {
  const steps = stepsAfter([], at(5), at(9));
  assert.deepEqual(
    [4, 5, 6].map((minute) => covers(steps, alarm(minute))),
    [true, true, false],
  );
  assert.equal(readUpToOf(steps), at(5).toISOString());
});

test("an alarm that came after the reading is unread, however long ago it happened", () => {
  const steps = stepsAfter([], at(9), at(9));
  assert.equal(covers(steps, alarm(1, 10)), false);
  assert.equal(covers(stepsAfter(steps, at(1), at(11)), alarm(1, 10)), true);
});

test("an earlier instant takes nothing back", () => {
  const steps = stepsAfter(stepsAfter([], at(8), at(9)), at(2), at(10));
  assert.equal(covers(steps, alarm(8)), true);
  assert.equal(readUpToOf(steps), at(8).toISOString());
});

test("an instant to come means now", () => {
  const steps = stepsAfter([], at(50), at(9));
  assert.equal(readUpToOf(steps), at(9).toISOString());
  assert.equal(covers(steps, alarm(10)), false);
});

const minute = fc.integer({ min: 0, max: 9 });
const readings = fc.array(fc.record({ upTo: minute, at: minute }), { maxLength: 12 });

test("an alarm is read exactly when one of the readings covered it, whatever order the clocks gave them", () => {
  fc.assert(
    fc.property(readings, minute, minute, (said, happened, arrived) => {
      const steps = said.reduce<Step[]>((now, one) => stepsAfter(now, at(one.upTo), at(one.at)), []);
      const expected = said.some((one) => happened <= Math.min(one.upTo, one.at) && arrived <= one.at);
      assert.equal(covers(steps, alarm(happened, arrived)), expected);
    }),
    { numRuns: 2_000 },
  );
});

test("however often it is said, at most 20 steps are kept, and the latest one counts", () => {
  let steps: Step[] = [];
  for (let count = 0; count < 100; count++) steps = stepsAfter(steps, at(200 - count), at(300 + count));
  assert.equal(steps.length, 20);
  assert.equal(covers(steps, alarm(101, 399)), true);
  assert.equal(readUpToOf(steps), at(200).toISOString());
});

test("the same again keeps one step", () => {
  const steps = stepsAfter(stepsAfter([], at(5), at(9)), at(5), at(10));
  assert.deepEqual(steps, [{ upTo: at(5).toISOString(), asOf: at(10).toISOString() }]);
});
