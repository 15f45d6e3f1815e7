import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./started-app.ts";

const app = await startApp();

test("activities run one after the other, each with the result of what came before", async () => {
  assert.deepEqual(await app.run("threeSteps", { any: "thing" }), ["choose", "assign", "alarm"]);
});

test("every JSON value passes to an activity and back unchanged", async () => {
  const values = [
    ...["text", "", '"quoted"', "{}", "null", "12", "소상공인 지원사업", "a\nb"],
    ...[0, -1.5, true, false, null, [], [1, [2]], {}, { a: { b: ["c"] } }],
  ];
  assert.deepEqual(await app.run("throughActivities", values), values);
});

test("every JSON value passes to an orchestration unchanged", async () => {
  for (const input of ["text", '"quoted"', "12", 0, 12, true, [1], { a: null }]) {
    assert.deepEqual(await app.run("givesInput", input), { input, type: typeof input });
  }
});

test("no input is null to an orchestration, but durable-functions' client sends an empty text for it", async () => {
  assert.deepEqual(await app.run("givesInput"), { input: "", type: "string" });
  const { webhook, key } = app.host.durable?.address ?? { webhook: "", key: "" };
  const started = await fetch(`${webhook}/orchestrators/givesInput?code=${key}`, { method: "POST" });
  const { id } = (await started.json()) as { id: string };
  assert.deepEqual((await app.ended(id)).output, { input: null, type: "object" });
});

test("no input of an activity is null, and so is no result", async () => {
  assert.deepEqual(await app.run("callsNothing"), { withoutInput: null, withoutResult: null });
});

test("Task.all gives the results in the order of its tasks", async () => {
  const values = Array.from({ length: 25 }, (_, index) => index);
  assert.deepEqual(await app.run("fansOut", values), values);
});

test("Task.all fails with the failure of one", async () => {
  assert.match(String(await app.run("allWithFailure")), /Activity function 'fails' failed: one of all/);
});

test("Task.any gives the first; the other can be waited for later", async () => {
  assert.deepEqual(await app.run("firstOfTwo"), ["quick", "late"]);
});

test("an activity's failure is thrown into the orchestrator with the activity's name and message", async () => {
  assert.match(String(await app.run("catches")), /^caught: Activity function 'fails' failed: out of luck/);
});

test("an activity's failure carries the properties that the app's provider gives", async () => {
  assert.deepEqual(await app.run("catchesDetails"), {
    name: "TaskFailedError",
    errorType: "Detailed",
    errorMessage: "told in detail",
    properties: { code: 42 },
  });
});

test("an orchestrator that throws is Failed, and its output says why", async () => {
  const status = await app.ended(await app.start("throws", "on purpose"));
  assert.equal(status.runtimeStatus, "Failed");
  assert.equal(status.output, "Orchestrator function 'throws' failed: thrown: on purpose");
});

test("an activity that the app does not have fails the orchestration by its name", async () => {
  const { runtimeStatus, output } = await app.ended(await app.start("callsUnknown"));
  assert.equal(runtimeStatus, "Failed");
  assert.match(String(output), /'noSuchActivity' doesn't exist/);
});

test("custom status shows while the orchestration waits, and the last one stays", async () => {
  const id = await app.start("setsStatus");
  await app.host.durable?.hub.idle();
  const waiting = await app.status(id);
  assert.equal(waiting.runtimeStatus, "Running");
  assert.deepEqual(waiting.customStatus, { at: "beginning" });
  await app.client("raiseEvent", id, "go", null);
  assert.deepEqual((await app.ended(id)).customStatus, { at: "end" });
});

test("continueAsNew begins again with its new input and a history of its own", async () => {
  const id = await app.start("counts", { count: 0, to: 5 });
  assert.equal((await app.ended(id)).output, 5);
  assert.deepEqual((await app.status(id)).input, { count: 4, to: 5 });
  const history = app.host.durable?.hub.client.history(id) ?? [];
  assert.equal(history.filter(({ EventType }) => EventType === 4).length, 1, "one activity in the last run");
});

test("continueAsNew passes a text on unchanged", async () => {
  assert.equal(await app.run("growsText", '"'), '"""');
});

test("events that come while an orchestration continues as new wait for its next run", async () => {
  const id = await app.start("addsUp", { sum: 0, left: 20 });
  await app.host.durable?.hub.idle();
  const client = app.host.durable?.hub.client;
  for (let value = 1; value <= 20; value += 1) client?.raise(id, "add", String(value));
  assert.equal((await app.ended(id)).output, 210);
});

test("time and newGuid are the same in every replay, and time goes on with the turns", async () => {
  const first = (await app.run("sameOnReplay", undefined, "same-1")) as Record<string, string>;
  assert.match(first["id"] ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(first["instanceId"], "same-1");
  assert.ok((first["now"] ?? "") >= (first["began"] ?? "z"));
});

test("isReplaying is false exactly once for each place in the code", async () => {
  assert.deepEqual(await app.run("knowsReplay"), { passed: 6, fresh: 3 });
});

test("a sub-orchestration gets its input and its parent's id, and an id of its own or the one given", async () => {
  const id = await app.start("parent");
  const { named, unnamed } = (await app.ended(id)).output as Record<string, Record<string, unknown>>;
  assert.deepEqual(named, { value: "text", id: `${id}-named`, parent: id });
  assert.deepEqual(unnamed?.["value"], { deep: [1] });
  assert.equal(unnamed["parent"], id);
  assert.equal((await app.status(String(unnamed["id"]))).runtimeStatus, "Completed");
});

test("sub-orchestrations run side by side under Task.all", async () => {
  assert.deepEqual(await app.run("parentOfMany", [1, "2", null]), [1, "2", null]);
});

test("a sub-orchestration's failure is thrown into its parent", async () => {
  const output = String(await app.run("parentOfFailing"));
  assert.match(output, /^caught: Orchestrator function 'failingChild' failed: child failed: on purpose/);
});

test("a failing sub-orchestration is tried again as its retry options say", async () => {
  assert.equal(await app.run("retriesChild", { key: "child", failures: 2 }), 3);
});

test("the version given at the start reaches the orchestrator", async () => {
  const id = await app.client<string>("startNew", "tellsVersion", { version: "2.1" });
  assert.equal((await app.ended(id)).output, "2.1");
  assert.equal(await app.run("tellsVersion"), null);
});

test("waitForCompletionOrCreateCheckStatusResponse answers the output in time, else 202 with the links", async () => {
  const done = await fetch(`${app.host.url}/api/start/threeSteps/5000`, { method: "POST", body: "1" });
  assert.equal(done.status, 200);
  assert.deepEqual(await done.json(), ["choose", "assign", "alarm"]);
  const failed = await fetch(`${app.host.url}/api/start/throws/5000`, { method: "POST", body: "1" });
  assert.equal(failed.status, 500);
  const waits = await fetch(`${app.host.url}/api/start/setsStatus/20`, { method: "POST", body: "1" });
  assert.equal(waits.status, 202);
  assert.equal(waits.headers.get("retry-after"), "10");
  const location = waits.headers.get("location") ?? "";
  assert.equal(((await (await fetch(location)).json()) as { name: string }).name, "setsStatus");
});
