import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { startHostProcess, tempDir, type HostProcess, type HostProcessOptions } from "./host-process.ts";
import { startRecorder, type Recorder, type Told } from "./recorder.ts";
import { until } from "./until.ts";

const timings = {
  FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "1200",
  FUNCTIONS_HOST_LEASE_RENEW_MS: "300",
  FUNCTIONS_HOST_LEASE_ACQUIRE_MS: "150",
};

type Bench = { recorder: Recorder; host: (options?: Partial<HostProcessOptions>) => Promise<HostProcess> };

const setUp = async (t: TestContext, schedule = "* * * * * *"): Promise<Bench> => {
  const recorder = await startRecorder(t);
  const shared = { ...timings, FUNCTIONS_HOST_STATE_DIR: tempDir(t), RECORDER_URL: recorder.url };
  return {
    recorder,
    host: (options) =>
      startHostProcess(t, {
        fixture: "timer",
        functions: ["scheduled"],
        ...options,
        settings: { ...shared, SCHEDULE: schedule, ...options?.settings },
      }),
  };
};

const timerOf = (told: Told | undefined): Record<string, unknown> =>
  told?.["timer"] as Record<string, unknown>;

test("a timer fires on each second of its schedule, with the status of the last run and the next", async (t) => {
  const { host, recorder } = await setUp(t);
  await host();
  await until("it fired twice", () => recorder.told.length >= 2);
  const [first, second] = recorder.told;
  assert.equal(Math.round(Number(second?.["at"]) / 1000) - Math.round(Number(first?.["at"]) / 1000), 1);
  assert.equal(timerOf(first)["isPastDue"], false);
  const status = timerOf(second)["scheduleStatus"] as Record<string, string>;
  assert.ok(Date.parse(status["next"] ?? "") > Date.parse(status["last"] ?? ""));
});

test("a TimeSpan is an interval", async (t) => {
  const { host, recorder } = await setUp(t, "00:00:01");
  await host();
  await until("it fired twice", () => recorder.told.length >= 2);
});

test("of two instances only one fires", async (t) => {
  const { host, recorder } = await setUp(t);
  const hosts = [await host({ instance: "one" }), await host({ instance: "two" })];
  await until("it fired four times", () => recorder.told.length >= 4);
  for (const running of hosts) await running.stop();
  assert.equal(new Set(recorder.told.map(({ pid }) => pid)).size, 1);
  const seconds = recorder.told.map(({ at }) => Math.floor(Number(at) / 1000));
  assert.equal(new Set(seconds).size, seconds.length);
});

test("when the instance that fires is killed the other goes on", async (t) => {
  const { host, recorder } = await setUp(t);
  const one = await host({ instance: "one" });
  const two = await host({ instance: "two" });
  await until("the first fired", () => recorder.told[0]);
  await one.kill();
  await until("the other fires", () => recorder.told.find(({ pid }) => pid === two.pid));
});

test("runOnStartup fires at once", async (t) => {
  const { host, recorder } = await setUp(t);
  await host({ functions: ["onStart"] });
  await until("it fired", () => recorder.told[0]);
});

test("a run that was missed while no instance ran is made up, and told as past due", async (t) => {
  const { host, recorder } = await setUp(t, "*/2 * * * * *");
  const first = await host({ functions: ["monitored"] });
  await until("it fired", () => recorder.told[0]);
  await first.stop();
  const seen = recorder.told.length;
  const { next } = timerOf(recorder.told.at(-1))["scheduleStatus"] as Record<string, string>;
  await until("the next run is past", () => Date.now() > Date.parse(next ?? "") + 100);
  await host({ functions: ["monitored"] });
  await until("it fired again", () => recorder.told.length > seen);
  assert.equal(timerOf(recorder.told[seen])["isPastDue"], true);
});

test("a timer's retry policy repeats a failed run, each with its retry context", async (t) => {
  const { host, recorder } = await setUp(t);
  recorder.answer = () => (recorder.told.length < 3 ? "fail" : "ok");
  await host({ functions: ["retried"] });
  await until("it was repeated", () => recorder.told.length === 3);
  assert.deepEqual(
    recorder.told.map(({ retryCount }) => retryCount),
    [0, 1, 2],
  );
});
