import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../../../local/durable/clock.ts";
import { startApp } from "./started-app.ts";

const hour = 3_600_000;
const day = 24 * hour;

// Only the tests move this clock: an orchestration that ends without that did not wait.
const clock = manualClock(Date.UTC(2026, 0, 5));
const app = await startApp({ clock });
const hub = app.host.durable?.hub;
assert.ok(hub);

const settle = (): Promise<void> => hub.idle();

/** Moves the clock from timer to timer until `until`. */
const pass = async (until: number): Promise<void> => {
  await settle();
  for (let next = hub.nextTimer(); next !== undefined && next <= until; next = hub.nextTimer()) {
    clock.advanceTo(next);
    await settle();
  }
  clock.advanceTo(until);
  await settle();
};

test("an event goes to the orchestration that waits for it", async () => {
  const id = await app.start("waitsFor", ["go"]);
  await settle();
  await app.client("raiseEvent", id, "go", { a: [1] });
  assert.deepEqual((await app.ended(id)).output, [{ a: [1] }]);
});

test("events that come before anybody waits are kept, each for its name, in the order in which they came", async () => {
  const id = await app.start("waitsFor", ["b", "a", "b", "a"]);
  for (const [name, value] of [
    ["a", 1],
    ["a", 2],
    ["b", "x"],
    ["b", null],
  ]) {
    await app.client("raiseEvent", id, name, value);
  }
  assert.deepEqual((await app.ended(id)).output, ["x", 1, null, 2]);
});

test("of several waits for one name durable-functions gives the event to the last", async () => {
  const id = await app.start("waitsTwice");
  await settle();
  await app.client("raiseEvent", id, "word", "first");
  await app.client("raiseEvent", id, "word", "second");
  assert.deepEqual((await app.ended(id)).output, ["second", "first"]);
});

test("a wait that lost against a timer stays open and takes an event that comes while nobody waits anew", async () => {
  const id = await app.start("waitsInVain", { ms: hour });
  await pass(clock.now() + hour + 1);
  await app.client("raiseEvent", id, "word", "while nobody waits");
  await settle();
  await app.client("raiseEvent", id, "go", null);
  await settle();
  await app.client("raiseEvent", id, "word", "later");
  assert.deepEqual((await app.ended(id)).output, { abandoned: "while nobody waits", second: "later" });
});

test("an event without data is null", async () => {
  const id = await app.start("waitsFor", ["go"]);
  await app.client("raiseEvent", id, "go");
  assert.deepEqual((await app.ended(id)).output, [null]);
});

test("an event for an orchestration that is not there is an error, for one that has ended it is nothing", async () => {
  await assert.rejects(app.client("raiseEvent", "nobody", "go", 1), /No instance with ID 'nobody' found/);
  const id = await app.start("threeSteps", 1);
  await app.ended(id);
  await app.client("raiseEvent", id, "go", 1);
});

test("a timer fires at its time and not before", async () => {
  const id = await app.start("sleeps", { ms: hour });
  await pass(clock.now() + hour - 1);
  assert.equal((await app.status(id)).runtimeStatus, "Running");
  await pass(clock.now() + 1);
  assert.equal((await app.ended(id)).output, hour);
});

test("a timer in the past fires at once", async () => {
  assert.equal(await app.run("sleeps", { ms: -hour }), 0);
});

test("a timer longer than Azure's six days goes in steps and ends to the millisecond", async () => {
  const ms = 100 * day + 12_345;
  const id = await app.start("sleeps", { ms });
  await pass(clock.now() + ms - 1);
  assert.equal((await app.status(id)).runtimeStatus, "Running");
  await pass(clock.now() + 1);
  assert.equal((await app.ended(id)).output, ms);
  const created = hub.client.history(id).filter(({ EventType }) => EventType === 10);
  assert.equal(created.length, 33, "31 whole steps of three days, and the rest of less than six in two");
});

test("a decision in time beats the deadline, which is then canceled and wakes nobody", async () => {
  const id = await app.start("decides", { ms: day });
  await settle();
  await app.client("raiseEvent", id, "decision", "accepted");
  assert.deepEqual((await app.ended(id)).output, { decided: true, told: "accepted" });
  assert.equal(hub.nextTimer(), undefined);
});

test("without a decision the deadline wins", async () => {
  const id = await app.start("decides", { ms: day });
  await pass(clock.now() + day);
  assert.deepEqual((await app.ended(id)).output, { decided: false, told: "too late" });
});

test("a canceled timer of more than six days wakes nobody either", async () => {
  const id = await app.start("decides", { ms: 30 * day });
  await pass(clock.now() + 10 * day);
  assert.equal((await app.status(id)).runtimeStatus, "Running");
  await app.client("raiseEvent", id, "decision", "late but in time");
  assert.deepEqual((await app.ended(id)).output, { decided: true, told: "late but in time" });
  assert.equal(hub.nextTimer(), undefined);
});

test("new timers and new waits in every round: the answer goes to the round that asks", async () => {
  const id = await app.start("reminds", { ms: hour, times: 5 });
  await pass(clock.now() + 2 * hour + 1);
  await app.client("raiseEvent", id, "answer", "yes");
  assert.deepEqual((await app.ended(id)).output, { round: 3, answer: "yes" });
  const reminders = app.traces().filter(({ instance }) => instance === id);
  assert.deepEqual(
    reminders.map(({ input }) => input),
    ["reminder 1", "reminder 2"],
  );
});

test("a timer that is canceled before it begins has its number all the same", async () => {
  assert.equal(await app.run("cancelsAtOnce"), "after");
  assert.equal(hub.nextTimer(), undefined);
});

test("an activity is tried again after its pause, which grows by the coefficient", async () => {
  const input = {
    ...{ key: "grows", failures: 3, firstMs: 1000, attempts: 4 },
    more: { backoffCoefficient: 2 },
  };
  const id = await app.start("retries", input);
  await pass(clock.now() + hour);
  assert.deepEqual((await app.ended(id)).output, { attempt: 4, after: "after", took: 1000 + 2000 + 4000 });
});

test("the pause does not grow beyond maxRetryIntervalInMilliseconds", async () => {
  const more = { backoffCoefficient: 10, maxRetryIntervalInMilliseconds: 1500 };
  const id = await app.start("retries", { key: "bounded", failures: 3, firstMs: 1000, attempts: 4, more });
  await pass(clock.now() + hour);
  assert.deepEqual((await app.ended(id)).output, { attempt: 4, after: "after", took: 1000 + 1500 + 1500 });
});

test("after the last attempt the failure is thrown, and what comes next gets its own result", async () => {
  const id = await app.start("retries", { key: "hopeless", failures: 9, firstMs: 1000, attempts: 3 });
  await pass(clock.now() + hour);
  const output = (await app.ended(id)).output as { error: string; after: string };
  assert.match(output.error, /attempt 3 failed/);
  assert.equal(output.after, "after");
  assert.equal(app.traces().filter(({ input }) => input === "hopeless").length, 3);
});

test("one attempt is one: there is a pause, but no second try", async () => {
  const id = await app.start("retries", { key: "once", failures: 1, firstMs: 1000, attempts: 1 });
  await pass(clock.now() + hour);
  assert.match(((await app.ended(id)).output as { error: string }).error, /attempt 1 failed/);
});

test("retries, activities and sub-orchestrations side by side each get their own results", async () => {
  const id = await app.start("retriesSideBySide");
  await pass(clock.now() + hour);
  assert.deepEqual((await app.ended(id)).output, [3, "b", 2, "d", "e"]);
});

test("retryTimeoutInMilliseconds is refused by name: durable-functions would wait for ever", async () => {
  const more = { retryTimeoutInMilliseconds: 5000 };
  const id = await app.start("retries", { key: "timed", failures: 1, firstMs: 1, attempts: 2, more });
  const { runtimeStatus, output } = await app.ended(id);
  assert.equal(runtimeStatus, "Failed");
  assert.match(String(output), /retryTimeoutInMilliseconds is not had by local\/durable/);
});

test("fifty orchestrations that remind each day for a month take as long as their work", async () => {
  const from = clock.now();
  const ids = Array.from({ length: 50 }, () =>
    hub.client.start({ name: "reminds", input: '{"ms":86400000,"times":30}' }),
  );
  await pass(from + 31 * day);
  const outputs = ids.map((id) => hub.client.status(id)?.output);
  assert.ok(outputs.every((output) => output === '{"round":31,"answer":null}'));
});
