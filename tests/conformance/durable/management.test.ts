import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp, type Status } from "./started-app.ts";

const app = await startApp();
const hub = app.host.durable?.hub;
assert.ok(hub);
const { webhook, key } = app.host.durable?.address ?? { webhook: "", key: "" };

const ask = (path: string, init?: RequestInit): Promise<Response> => {
  const url = `${webhook}/${path}`;
  return fetch(`${url}${url.includes("?") ? "&" : "?"}code=${encodeURIComponent(key)}`, init);
};
const post = (path: string, body?: string): Promise<Response> =>
  ask(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body }),
  });
const messageOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { Message: string }).Message;

test("a start answers 202 with the links to the instance, at its status", async () => {
  const response = await post("orchestrators/waitsFor/linked", '["go"]');
  assert.equal(response.status, 202);
  const links = (await response.json()) as Record<string, string>;
  assert.equal(links["id"], "linked");
  assert.equal(response.headers.get("location"), links["statusQueryGetUri"]);
  assert.equal(response.headers.get("retry-after"), "10");
  const names = ["purgeHistoryDelete", "restartPost", "resumePost", "rewindPost", "sendEventPost"];
  for (const name of [...names, "statusQueryGet", "suspendPost", "terminatePost"]) {
    assert.match(
      links[`${name}Uri`] ?? "",
      /\/instances\/linked.*taskHub=ConformanceHub&connection=Storage&code=/,
    );
  }
  assert.equal((await fetch(links["statusQueryGetUri"] ?? "")).status, 202);
  const url = (links["sendEventPostUri"] ?? "").replace("{eventName}", "go");
  const headers = { "content-type": "application/json" };
  assert.equal((await fetch(url, { method: "POST", headers, body: "1" })).status, 202);
  assert.deepEqual((await app.ended("linked")).output, [1]);
});

test("the links that the client makes are those of the management API", async () => {
  const links = (await (await fetch(`${app.host.url}/api/links/mine`)).json()) as Record<string, string>;
  assert.equal(links["id"], "mine");
  assert.ok(links["statusQueryGetUri"]?.startsWith(`${webhook}/instances/mine?`));
});

test("a start that is told to wait answers the output, or 202 when that takes too long", async () => {
  const done = await post("orchestrators/threeSteps?timeout=10&pollingInterval=0.02", "1");
  assert.equal(done.status, 200);
  assert.deepEqual(await done.json(), ["choose", "assign", "alarm"]);
  const failed = await post("orchestrators/throws?timeout=10&pollingInterval=0.02", "1");
  assert.equal(failed.status, 500);
  assert.equal((await post("orchestrators/setsStatus?timeout=0.1&pollingInterval=0.02", "1")).status, 202);
});

test("the trace of a start goes on in its activities, also those of sub-orchestrations", async () => {
  const trace = "0af7651916cd43dd8448eb211c80319c";
  for (const name of ["tracesActivity", "tracesChild"]) {
    const response = await ask(`orchestrators/${name}?timeout=10&pollingInterval=0.02`, {
      method: "POST",
      headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
    });
    assert.match(
      String(await response.json()),
      new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`),
    );
  }
});

test("an instance that runs is not started again: 409, and it goes on", async () => {
  await app.start("waitsFor", ["go"], "single");
  const again = await post("orchestrators/threeSteps/single", "1");
  assert.equal(again.status, 409);
  assert.match(
    await messageOf(again),
    /An Orchestration instance with the status (Running|Pending) already exists/,
  );
  await assert.rejects(app.start("waitsFor", ["go"], "single"), /409/);
  await app.client("raiseEvent", "single", "go", "once");
  assert.deepEqual((await app.ended("single")).output, ["once"]);
});

test("of many starts of one id at once one wins", async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => post("orchestrators/waitsFor/raced", '["go"]')),
  );
  const statuses = all.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [202, ...Array.from({ length: 19 }, () => 409)]);
});

test("an instance that has ended is replaced by a new start of its id, as Azure does", async () => {
  await app.run("givesInput", 1, "again");
  assert.deepEqual(await app.run("givesInput", 2, "again"), { input: 2, type: "number" });
});

test("a function that the app does not have, a bad id and bad JSON are refused with 400", async () => {
  const unknown = await post("orchestrators/noSuchFunction", "1");
  assert.equal(unknown.status, 400);
  assert.match(await messageOf(unknown), /'noSuchFunction' doesn't exist.*'threeSteps'/);
  for (const id of ["a%2Fb", "a%23b", "@entity@key", "x".repeat(101)]) {
    assert.equal((await post(`orchestrators/threeSteps/${id}`, "1")).status, 400, id);
  }
  assert.equal((await post("orchestrators/threeSteps", "{")).status, 400);
  await app.start("waitsFor", ["go"], "strict");
  assert.equal((await post("instances/strict/raiseEvent/go", "{")).status, 400);
  const text = await ask("instances/strict/raiseEvent/go", { method: "POST", body: "1" });
  assert.match(await messageOf(text), /Only application\/json/);
});

test("the status tells of input and output unless asked not to, and 202 while it runs", async () => {
  await app.start("waitsFor", ["go"], "shown");
  const running = await ask("instances/shown");
  assert.equal(running.status, 202);
  assert.equal(running.headers.get("retry-after"), "5");
  const { createdTime, ...status } = (await running.json()) as Status;
  assert.match(createdTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual([status.name, status.input, status.output], ["waitsFor", ["go"], null]);
  assert.equal(((await (await ask("instances/shown?showInput=false")).json()) as Status).input, null);
  assert.equal((await ask("instances/absent")).status, 404);
  await assert.rejects(app.status("absent"), /404/);
});

test("a failed instance answers 200, or 500 when asked to", async () => {
  const id = await app.start("throws", 1);
  await app.ended(id);
  assert.equal((await ask(`instances/${id}`)).status, 200);
  assert.equal((await ask(`instances/${id}?returnInternalServerErrorOnFailure=true`)).status, 500);
});

type Entry = Record<string, unknown>;
const historyOf = async (id: string, query = ""): Promise<Entry[]> => {
  const response = await ask(`instances/${id}?showHistory=true${query}`);
  return ((await response.json()) as { historyEvents: Entry[] }).historyEvents;
};

test("the history shows what was done, by name, with results when asked for", async () => {
  await app.run("threeSteps", "in", "storied");
  const plain = await historyOf("storied");
  assert.deepEqual(
    plain.map(({ EventType, FunctionName }) => [EventType, FunctionName]),
    [
      ["ExecutionStarted", "threeSteps"],
      ...Array.from({ length: 3 }, () => ["TaskCompleted", "echo"]),
      ["ExecutionCompleted", undefined],
    ],
  );
  assert.ok(plain.every((entry) => !("Result" in entry)));
  const full = await historyOf("storied", "&showHistoryOutput=true");
  const [, task = {}] = full;
  assert.deepEqual(task["Result"], { step: "choose", input: "in" });
  assert.deepEqual(full.at(-1)?.["Result"], ["choose", "assign", "alarm"]);
  assert.equal(full[0]?.["Input"], "in");
  assert.ok(String(task["ScheduledTime"]) <= String(task["Timestamp"]));
});

test("the history shows also what is under way", async () => {
  await app.start("decides", { ms: 3_600_000 }, "open");
  await hub.idle();
  const kinds = (await historyOf("open")).map(({ EventType }) => EventType);
  assert.deepEqual(kinds, ["ExecutionStarted", "TimerCreated"]);
});

test("a terminated instance ends with its reason, and what comes later counts for nothing", async () => {
  await app.start("waitsFor", ["go"], "doomed");
  await hub.idle();
  await app.client("terminate", "doomed", "no longer needed");
  const { runtimeStatus, output } = await app.ended("doomed");
  assert.deepEqual([runtimeStatus, output], ["Terminated", "no longer needed"]);
  assert.equal((await post("instances/doomed/raiseEvent/go", "1")).status, 410);
  assert.equal((await post("instances/doomed/terminate?reason=x")).status, 410);
  assert.equal((await post("instances/absent/terminate?reason=x")).status, 404);
  assert.equal((await app.status("doomed")).output, "no longer needed");
});

test("a parent is told when its sub-orchestration is terminated", async () => {
  await app.start("parentOfWaiting", undefined, "bereft");
  await hub.idle();
  await app.client("terminate", "bereft-child", "cut short");
  assert.match(String((await app.ended("bereft")).output), /^caught: cut short/);
});

test("a suspended instance takes nothing until it is resumed, and then all that has come", async () => {
  await app.start("waitsFor", ["a", "b"], "paused");
  await hub.idle();
  await app.client("suspend", "paused", "wait");
  await app.client("raiseEvent", "paused", "a", 1);
  await app.client("raiseEvent", "paused", "b", 2);
  await hub.idle();
  assert.equal((await app.status("paused")).runtimeStatus, "Suspended");
  await app.client("resume", "paused", "go on");
  assert.deepEqual((await app.ended("paused")).output, [1, 2]);
  const kinds = (await historyOf("paused")).map(({ EventType }) => EventType);
  assert.ok(kinds.includes("ExecutionSuspended") && kinds.includes("ExecutionResumed"));
});

test("a purge forgets an instance that has ended, and no other", async () => {
  await app.run("givesInput", 1, "past");
  await app.start("waitsFor", ["go"], "present");
  assert.deepEqual(await app.client("purgeInstanceHistory", "past"), { instancesDeleted: 1 });
  await assert.rejects(app.status("past"), /404/);
  assert.deepEqual(await app.client("purgeInstanceHistory", "past"), { instancesDeleted: 0 });
  assert.equal((await ask("instances/present", { method: "DELETE" })).status, 412);
  assert.equal((await app.status("present")).name, "waitsFor");
});

test("a purge by filter forgets what has ended in that time and with that status", async () => {
  const failed = await app.start("throws", 1);
  await app.ended(failed);
  const completed = await app.start("givesInput", 1);
  await app.ended(completed);
  const createdTimeFrom = new Date(Date.now() - 60_000).toISOString();
  const nobody = { createdTimeFrom: new Date(Date.now() + 60_000).toISOString() };
  assert.deepEqual(await app.client("purgeInstanceHistoryBy", nobody), { instancesDeleted: 0 });
  const filter = { createdTimeFrom, runtimeStatus: ["Failed"] };
  const { instancesDeleted } = await app.client<{ instancesDeleted: number }>(
    "purgeInstanceHistoryBy",
    filter,
  );
  assert.ok(instancesDeleted >= 1);
  await assert.rejects(app.status(failed), /404/);
  assert.equal((await app.status(completed)).runtimeStatus, "Completed");
  assert.equal((await ask("instances/", { method: "DELETE" })).status, 400);
});

test("instances are listed by status, time and prefix, page by page, and the client reads all pages", async () => {
  const ids = Array.from({ length: 7 }, (_, index) => `paged-${index}`);
  for (const id of ids) await app.start("waitsFor", ["go"], id);
  const first = await ask("instances?top=3&instanceIdPrefix=paged-");
  assert.equal(((await first.json()) as Status[]).length, 3);
  const token = first.headers.get("x-ms-continuation-token");
  assert.ok(token !== null);
  const second = await ask("instances?top=10&instanceIdPrefix=paged-", {
    headers: { "x-ms-continuation-token": token },
  });
  assert.equal(((await second.json()) as Status[]).length, 4);
  assert.equal(second.headers.get("x-ms-continuation-token"), null);
  for (let index = 0; index < 120; index += 1) hub.client.start({ name: "givesInput", input: "1" });
  await hub.idle();
  const all = await app.client<Status[]>("getStatusAll");
  assert.ok(all.length > 120, "more than a page");
  const running = await app.client<Status[]>("getStatusBy", {
    runtimeStatus: ["Running", "Pending"],
    createdTimeFrom: new Date(Date.now() - 60_000).toISOString(),
  });
  assert.ok(ids.every((id) => running.some(({ instanceId }) => instanceId === id)));
  assert.ok(running.every(({ runtimeStatus }) => runtimeStatus === "Running" || runtimeStatus === "Pending"));
});

test("a restart starts a copy under a new id, or under its own when it has ended", async () => {
  await app.run("givesInput", "copied", "original");
  const copy = (await (await post("instances/original/restart")).json()) as { id: string };
  assert.notEqual(copy.id, "original");
  assert.deepEqual((await app.ended(copy.id)).output, { input: "copied", type: "string" });
  const same = (await (await post("instances/original/restart?restartWithNewInstanceId=false")).json()) as {
    id: string;
  };
  assert.equal(same.id, "original");
  await app.ended("original");
  await app.start("waitsFor", ["go"], "busy");
  assert.equal((await post("instances/busy/restart?restartWithNewInstanceId=false")).status, 409);
  assert.equal((await post("instances/absent/restart")).status, 400);
});

test("rewind is refused by name with 501, after Azure's own 404 and 412", async () => {
  const failed = await app.start("throws", 1);
  await app.ended(failed);
  await assert.rejects(app.client("rewind", failed, "please"), /Rewind is not supported by local\/durable/);
  const refused = await post(`instances/${failed}/rewind?reason=x`);
  assert.equal(refused.status, 501);
  assert.equal((await post("instances/absent/rewind?reason=x")).status, 404);
  await app.run("givesInput", 1, "fine");
  assert.equal((await post("instances/fine/rewind?reason=x")).status, 412);
});

test("makePrimary, another hub and another connection are refused by name with 501", async () => {
  for (const [path, says] of [
    ["makeprimary", /makePrimary/],
    ["instances/x?taskHub=OtherHub", /"OtherHub"/],
    ["instances/x?connection=OtherAccount", /"OtherAccount"/],
  ] as const) {
    const response = await post(path);
    assert.equal(response.status, 501, path);
    assert.match(await messageOf(response), says);
  }
});

test("a path or method that Azure does not have is 404", async () => {
  for (const path of ["", "nothing", "orchestrators", "instances/a/b/c/d", "entities/a/b/c"]) {
    assert.equal((await ask(path)).status, 404, path);
  }
  assert.equal((await post("instances/x/nonsense")).status, 404);
});

test("without the hub's key the management API answers 401, with it in query or header it serves", async () => {
  assert.equal((await fetch(`${webhook}/instances`)).status, 401);
  assert.equal((await fetch(`${webhook}/instances?code=wrong`)).status, 401);
  const headers = { "x-functions-key": key };
  assert.equal((await fetch(`${webhook}/instances`, { headers })).status, 200);
  assert.equal((await fetch(`${app.host.url}/runtime/rpc/durabletask/guessed/instances`)).status, 404);
});
