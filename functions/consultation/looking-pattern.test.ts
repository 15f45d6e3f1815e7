import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { lookingPattern } from "./looking-pattern.ts";

/**
 * Waits for something that takes so long, on a clock of its own, on which so much has passed before the first look is asked for;
 * answers how often was looked, how late it was seen, and the pauses between the looks.
 */
const waits = (t: { after: (work: () => void) => void }) => {
  let now = 1_000;
  const clock = mock.method(performance, "now", () => now);
  t.after(() => {
    clock.mock.restore();
  });
  const begin = lookingPattern();
  return (takesMs: number, startedMs = 0): { looks: number; lateMs: number; between: number[] } => {
    const doneAt = now + takesMs;
    const looking = begin();
    now += startedMs;
    const pauses: number[] = [];
    do {
      const pauseMs = looking.pauseMs();
      pauses.push(pauseMs);
      now += pauseMs;
    } while (now < doneAt);
    looking.seen();
    return { looks: pauses.length, lateMs: now - doneAt, between: pauses.slice(1) };
  };
};

for (const takesMs of [3, 10, 80, 400]) {
  test(`what takes ${takesMs} ms each time is soon seen with few looks, and hardly late`, (t) => {
    const wait = waits(t);
    for (let warm = 0; warm < 60; warm++) wait(takesMs);
    const all = Array.from({ length: 20 }, () => wait(takesMs));
    for (const { looks, lateMs } of all) {
      assert.ok(looks <= 8, `${looks} looks`);
      assert.ok(lateMs <= 3 + takesMs * 0.4, `${lateMs} ms late`);
    }
  });
}

test("after a crowd in which it took seconds, few waits later it is seen early again", (t) => {
  const wait = waits(t);
  for (let crowd = 0; crowd < 50; crowd++) wait(2_500);
  assert.ok(wait(10).lateMs <= 250);
  for (let after = 0; after < 8; after++) wait(10);
  assert.ok(wait(10).lateMs <= 10);
});

test("between two looks pass two milliseconds at least, and a tenth of a second at most, however short or long it takes", (t) => {
  for (const [takesMs, later] of [
    [1, 30],
    [1_000, 5_000],
  ] as const) {
    const wait = waits(t);
    for (let warm = 0; warm < 60; warm++) wait(takesMs);
    const { between } = wait(later);
    assert.ok(between.length > 3);
    assert.ok(Math.min(...between) >= 2, `${Math.min(...between)} ms`);
    assert.ok(Math.max(...between) <= 100, `${Math.max(...between)} ms`);
  }
});

test("one that took longer for once hardly delays the next", (t) => {
  const wait = waits(t);
  for (let warm = 0; warm < 60; warm++) wait(10);
  wait(60);
  assert.ok(wait(10).lateMs <= 15);
});

test("the time that the start itself took is no longer waited for", (t) => {
  const wait = waits(t);
  for (let warm = 0; warm < 60; warm++) wait(80);
  assert.ok(wait(80, 79).lateMs <= 10);
});
