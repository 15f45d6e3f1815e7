import assert from "node:assert/strict";
import { test } from "node:test";
import { type Check, type Dependency, readiness, readinessOf } from "./readiness.ts";

const dependency = (needed: boolean, state: "up" | "down"): Dependency => ({
  name: "thing",
  needed,
  state,
  latencyMs: 1,
});

const statuses: [string, Dependency[], string][] = [
  ["all up", [dependency(true, "up"), dependency(false, "up")], "ready"],
  ["only what is not needed down", [dependency(true, "up"), dependency(false, "down")], "degraded"],
  ["something needed down", [dependency(true, "down"), dependency(false, "up")], "unavailable"],
  ["all down", [dependency(true, "down"), dependency(false, "down")], "unavailable"],
  ["nothing to ask", [], "ready"],
];

for (const [what, dependencies, status] of statuses) {
  test(`with ${what} the app is ${status}`, () => {
    assert.equal(readinessOf(dependencies).status, status);
  });
}

const logged = (): { warnings: unknown[]; log: { warn: (message: string, fields?: object) => void } } => {
  const warnings: unknown[] = [];
  return { warnings, log: { warn: (_, fields) => void warnings.push(fields) } };
};

const counted = (ask: Check["ask"]): Check & { asked: () => number } => {
  let asked = 0;
  return {
    name: "thing",
    needed: true,
    ask: (signal) => {
      asked += 1;
      return ask(signal);
    },
    asked: () => asked,
  };
};

test("a dependency that throws is down, and why is in the log alone", async () => {
  const { warnings, log } = logged();
  const error = new Error("connect ECONNREFUSED 10.0.0.4");
  const check = counted(() => Promise.reject(error));
  const ready = readiness([check], { timeoutMs: 1000, keepMs: 0, nowMs: () => 5 });
  assert.deepEqual(await ready(log), {
    status: "unavailable",
    dependencies: [{ name: "thing", needed: true, state: "down", latencyMs: 0 }],
  });
  assert.deepEqual(warnings, [{ dependency: "thing", error }]);
});

test("a dependency that never answers is down after the time it has, though it does not heed the signal", async (t) => {
  const alive = setInterval(() => undefined, 1000); // The time-out alone keeps no process running.
  t.after(() => {
    clearInterval(alive);
  });
  const ready = readiness([counted(() => new Promise<never>(() => undefined))], {
    timeoutMs: 20,
    keepMs: 0,
    nowMs: () => performance.now(),
  });
  assert.equal((await ready(logged().log)).status, "unavailable");
});

test("many who ask at once cause one question", async () => {
  const gate = Promise.withResolvers<undefined>();
  const check = counted(() => gate.promise);
  const ready = readiness([check], { timeoutMs: 60_000, keepMs: 0, nowMs: () => 0 });
  const answers = Array.from({ length: 50 }, () => ready(logged().log));
  gate.resolve(undefined);
  assert.deepEqual(new Set((await Promise.all(answers)).map(({ status }) => status)), new Set(["ready"]));
  assert.equal(check.asked(), 1);
});

test("an answer is kept for its time, counted from when it came, and then asked for again", async () => {
  let now = 0;
  const check = counted(() => {
    now += 100; // It takes its time.
    return Promise.resolve();
  });
  const ready = readiness([check], { timeoutMs: 60_000, keepMs: 50, nowMs: () => now });
  await ready(logged().log);
  now = 149;
  await ready(logged().log);
  assert.equal(check.asked(), 1);
  now = 150;
  await ready(logged().log);
  assert.equal(check.asked(), 2);
});
