import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { persistently } from "./persistently.ts";

/** Lets everything happen that is due now. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A work that fails that many times, with mocked timers and no jitter. */
const failing = (t: TestContext, times: number) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(Math, "random", () => 0);
  const seen = { runs: 0, waits: [] as number[], outcome: "pending" };
  const done = persistently(
    () => {
      seen.runs += 1;
      return seen.runs <= times ? Promise.reject(new Error(`failure ${seen.runs}`)) : Promise.resolve("done");
    },
    (error, waitMs) => {
      assert.ok(error instanceof Error && error.message === `failure ${seen.runs}`);
      seen.waits.push(waitMs);
    },
  ).then(
    (result) => (seen.outcome = result),
    (error: unknown) => (seen.outcome = String(error)),
  );
  return { seen, done };
};

test("work that succeeds runs once, at once", async (t) => {
  const { seen, done } = failing(t, 0);
  await done;
  assert.deepEqual(seen, { runs: 1, waits: [], outcome: "done" });
});

test("work that failed waits longer each time, and no longer than it must", async (t) => {
  const { seen, done } = failing(t, 3);
  await settle();
  for (const [index, wait] of [200, 1_000, 5_000].entries()) {
    assert.equal(seen.runs, index + 1);
    t.mock.timers.tick(wait - 1);
    await settle();
    assert.equal(seen.runs, index + 1, "ran before its time");
    t.mock.timers.tick(1);
    await settle();
  }
  await done;
  assert.deepEqual(seen, { runs: 4, waits: [200, 1_000, 5_000], outcome: "done" });
});

test("after six failures the last one is thrown, in about a minute", async (t) => {
  const { seen, done } = failing(t, 100);
  await settle();
  let passed = 0;
  while (seen.outcome === "pending" && passed < 120_000) {
    t.mock.timers.tick(100);
    passed += 100;
    await settle();
  }
  await done;
  assert.equal(seen.outcome, "Error: failure 6");
  assert.deepEqual(seen.waits, [200, 1_000, 5_000, 15_000, 30_000]);
  assert.equal(passed, 51_200);
});

test("waits are spread by up to a fifth, so that many do not come back at once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(Math, "random", () => 0.999);
  let runs = 0;
  const done = persistently(
    () => (++runs === 1 ? Promise.reject(new Error("x")) : Promise.resolve()),
    () => undefined,
  );
  await settle();
  t.mock.timers.tick(239);
  await settle();
  assert.equal(runs, 1);
  t.mock.timers.tick(1);
  await done;
  assert.equal(runs, 2);
});
