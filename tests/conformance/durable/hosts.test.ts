import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { startHostProcess, tempDir, type HostProcess } from "../functions-host/host-process.ts";
import { programs, resultsOf } from "./program.ts";
import { callClient, readTraces, untilEnded, type Status, type Trace } from "./started-app.ts";

type Bench = {
  host: (
    instance: string,
    settings?: Record<string, string>,
    hostJson?: Record<string, string>,
  ) => Promise<HostProcess>;
  traces: () => Trace[];
};

// Short, so that a takeover takes a second and not ten.
const timings = {
  FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "1500",
  FUNCTIONS_HOST_LEASE_RENEW_MS: "300",
  FUNCTIONS_HOST_LEASE_ACQUIRE_MS: "150",
};

const setUp = (t: TestContext): Bench => {
  const data = tempDir(t);
  const traces = join(data, "traces.ndjson");
  return {
    traces: () => readTraces(traces),
    host: (instance, settings, hostJson) =>
      startHostProcess(t, {
        fixture: "../../durable/fixtures/app",
        instance,
        settings: { ...timings, DURABLE_DATA: data, TRACES: traces, ...settings },
        ...(hostJson && { hostJson }),
      }),
  };
};

const start = ({ url }: HostProcess, name: string, input: unknown, instanceId?: string): Promise<string> =>
  callClient<string>(url, "startNew", [name, { input, ...(instanceId && { instanceId }) }]);

const ended = ({ url }: HostProcess, id: string): Promise<Status> =>
  untilEnded(() => callClient<Status>(url, "getStatus", [id]), id);

/** Waits until the condition holds. */
const until = async (what: string, holds: () => boolean): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await sleep(10);
  }
};

const stepOf = ({ input }: Trace): unknown => (input as { value: unknown }).value;

test("two hosts share the work of a task hub, and each activity runs once", async (t) => {
  const { host, traces } = setUp(t);
  const limits = { "extensions.durableTask.maxConcurrentActivityFunctions": "3" };
  const [one, two] = await Promise.all([host("one", {}, limits), host("two", {}, limits)]);
  const ids = await Promise.all(Array.from({ length: 12 }, () => start(one, "chain", { steps: 4, ms: 20 })));
  for (const id of ids) assert.deepEqual((await ended(two, id)).output, [0, 1, 2, 3]);
  const pids = new Set(traces().map(({ pid }) => pid));
  assert.deepEqual([...pids].sort(), [one.pid, two.pid].sort());
  assert.equal(traces().length, 12 * 4);
});

test("an event raised through one host wakes an orchestration that the other started", async (t) => {
  const { host } = setUp(t);
  const [one, two] = await Promise.all([host("one"), host("two")]);
  const id = await start(one, "waitsFor", ["go"]);
  await callClient(two.url, "raiseEvent", [id, "go", "across"]);
  assert.deepEqual((await ended(one, id)).output, ["across"]);
});

test("a host with clients alone starts what another host runs", async (t) => {
  const { host } = setUp(t);
  const only = { AzureFunctionsJobHost__functions__0: "client" };
  const [clients, worker] = await Promise.all([host("one", only), host("two")]);
  const id = await start(clients, "threeSteps", 1);
  assert.deepEqual((await ended(clients, id)).output, ["choose", "assign", "alarm"]);
  assert.ok(!clients.functions.includes("threeSteps") && worker.functions.includes("threeSteps"));
});

test("after kill -9 the other host goes on, and no activity whose result was recorded runs again", async (t) => {
  const { host, traces } = setUp(t);
  const [one, two] = await Promise.all([host("one"), host("two")]);
  const ids = await Promise.all(Array.from({ length: 10 }, () => start(one, "chain", { steps: 8, ms: 15 })));
  await until("much has run", () => traces().length >= 30);
  await one.kill();
  for (const id of ids) assert.deepEqual((await ended(two, id)).output, [0, 1, 2, 3, 4, 5, 6, 7]);
  for (const id of ids) {
    const ran = traces().filter(({ instance }) => instance === id);
    const byOne = ran.filter(({ pid }) => pid === one.pid);
    const byTwo = new Set(ran.filter(({ pid }) => pid === two.pid).map(stepOf));
    // Only what was under way, whose result nobody had recorded, may have run twice.
    const twice = byOne.filter((trace) => byTwo.has(stepOf(trace))).map(stepOf);
    assert.ok(twice.length <= 1, `${id}: steps ${twice.join()} ran twice`);
    const last = byOne.at(-1);
    if (twice.length === 1) assert.equal(twice[0], last && stepOf(last));
    assert.equal(ran.length, 8 + twice.length);
  }
});

test("a lone host that is killed and comes back under its name goes on at once, where it was", async (t) => {
  const { host, traces } = setUp(t);
  const settings = { FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "60000" };
  const first = await host("one", settings);
  const ids = await Promise.all(Array.from({ length: 5 }, () => start(first, "chain", { steps: 6, ms: 20 })));
  await until("much has run", () => traces().length >= 12);
  await first.kill();
  const again = await host("one", settings);
  for (const id of ids) assert.deepEqual((await ended(again, id)).output, [0, 1, 2, 3, 4, 5]);
  assert.ok(traces().length <= 5 * 6 + 5, "at most one step of each ran twice");
});

test("timers, buffered events and custom status outlive the host that made them", async (t) => {
  const { host } = setUp(t);
  const one = await host("one");
  const sleeper = await start(one, "sleeps", { ms: 1500 });
  const waiter = await start(one, "setsStatus", null);
  const buffered = await start(one, "waitsFor", ["a", "b"]);
  await callClient(one.url, "raiseEvent", [buffered, "b", 2]);
  await one.kill();
  const two = await host("two");
  await callClient(two.url, "raiseEvent", [waiter, "go", null]);
  await callClient(two.url, "raiseEvent", [buffered, "a", 1]);
  assert.ok(Number((await ended(two, sleeper)).output) >= 1500);
  assert.deepEqual((await ended(two, waiter)).customStatus, { at: "end" });
  assert.deepEqual((await ended(two, buffered)).output, [1, 2]);
});

test("a stop gives the work back: the other host does not wait for the lease", async (t) => {
  const { host } = setUp(t);
  const settings = { FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "60000" };
  const [one, two] = await Promise.all([host("one", settings), host("two", settings)]);
  const ids = await Promise.all(Array.from({ length: 6 }, () => start(one, "chain", { steps: 6, ms: 20 })));
  assert.equal((await one.stop()).code, 0);
  for (const id of ids) assert.deepEqual((await ended(two, id)).output, [0, 1, 2, 3, 4, 5]);
});

test("orchestrations survive a host that is killed again and again at any moment", async (t) => {
  const { host } = setUp(t);
  const seed = Date.now() % 1_000_000;
  t.diagnostic(`seed ${seed}`);
  const any = programs({ most: 6, longestMs: 60, retried: false });
  const started: { id: string; program: Parameters<typeof resultsOf>[0] }[] = [];
  let one = await host("one");
  for (const [round, patienceMs] of [0, 5, 25, 80].entries()) {
    for (const program of fc.sample(any, { seed: seed + round, numRuns: 8 })) {
      started.push({ id: await start(one, "program", program), program });
    }
    await sleep(patienceMs);
    await one.kill();
    one = await host("one");
  }
  for (const { id, program } of started) {
    const { runtimeStatus, output } = await ended(one, id);
    assert.equal(runtimeStatus, "Completed", JSON.stringify(output));
    assert.deepEqual(output, resultsOf(program), JSON.stringify(program));
  }
});
