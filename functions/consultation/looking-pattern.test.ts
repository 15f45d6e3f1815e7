import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { lookingPattern } from "./looking-pattern.ts";

/** Waits for something that takes so long, on a clock of its own; answers how often was looked, and how late it was seen. */
const waits = (t: { after: (work: () => void) => void }) => {
  let now = 1_000;
  const clock = mock.method(performance, "now", () => now);
  t.after(() => {
    clock.mock.restore();
  });
  const begin = lookingPattern();
  return (takesMs: number): { looks: number; lateMs: number } => {
    const doneAt = now + takesMs;
    const looking = begin();
    for (let looks = 1; ; looks++) {
      now += looking.pauseMs();
      if (now < doneAt) continue;
      looking.seen();
      return { looks, lateMs: now - doneAt };
    }
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
