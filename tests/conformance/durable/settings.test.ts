import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { startHostProcess, StartFailure, tempDir, type HostProcess } from "../functions-host/host-process.ts";
import { callClient, untilEnded, type Status } from "./started-app.ts";

const at = "extensions.durableTask";

const host = (
  t: TestContext,
  hostJson: Record<string, string>,
  settings: Record<string, string> = {},
): Promise<HostProcess> =>
  startHostProcess(t, {
    fixture: "../../durable/fixtures/app",
    settings: { DURABLE_DATA: tempDir(t), TRACES: "/dev/null", ...settings },
    hostJson,
  });

const output = async ({ url }: HostProcess, id: string): Promise<unknown> =>
  (await untilEnded(() => callClient<Status>(url, "getStatus", [id]), id)).output;

test("hubName may name a setting, and each hub has a file and orchestrations of its own", async (t) => {
  const data = tempDir(t);
  for (const name of ["BlueHub", "GreenHub"]) {
    const settings = { DURABLE_DATA: data, HUB: name };
    const { url } = await host(t, { [`${at}.hubName`]: "%HUB%" }, settings);
    await callClient(url, "startNew", ["waitsFor", { instanceId: "same", input: ["go"] }]);
  }
  const files = readdirSync(data).filter((file) => file.endsWith(".sqlite"));
  assert.deepEqual(files.sort(), ["bluehub.sqlite", "greenhub.sqlite"]);
});

test("a hubName that Azure would not take is refused at start", async (t) => {
  const failure = await host(t, { [`${at}.hubName`]: "1-bad_name" }).catch((error: unknown) => error);
  assert.ok(failure instanceof StartFailure);
  assert.match(failure.output, /hubName.*"1-bad_name".*3 to 45 letters and digits/);
});

test("with AnyState a start takes the place of one that runs; what is not obeyed is named", async (t) => {
  const running = await host(t, {
    [`${at}.overridableExistingInstanceStates`]: "AnyState",
    [`${at}.maxConcurrentActivityFunctions`]: "1",
    [`${at}.extendedSessionsEnabled`]: "true",
  });
  assert.ok(
    running.lines.some((line) =>
      /"extensions\.durableTask\.extendedSessionsEnabled" is not obeyed/.test(line),
    ),
  );
  const { url } = running;
  await callClient(url, "startNew", ["waitsFor", { instanceId: "again", input: ["go"] }]);
  await callClient(url, "startNew", ["givesInput", { instanceId: "again", input: 2 }]);
  assert.deepEqual(await output(running, "again"), { input: 2, type: "number" });
});

test("maxConcurrentActivityFunctions bounds how many activities run at once", async (t) => {
  const running = await host(t, { [`${at}.maxConcurrentActivityFunctions`]: "2" });
  const id = await callClient<string>(running.url, "startNew", ["measuresCrowd", { input: 9 }]);
  assert.equal(await output(running, id), 2);
});

test("a durableClient binding to another task hub is refused at start", async (t) => {
  const failure = await startHostProcess(t, {
    fixture: "../../durable/fixtures/other-hub",
    settings: { DURABLE_DATA: tempDir(t) },
  }).catch((error: unknown) => error);
  assert.ok(failure instanceof StartFailure);
  assert.match(failure.output, /"asksElsewhere".*"taskHub" is not had by local\/durable/);
});

test("a storage provider other than Azure Storage is refused at start; how it polls is obeyed by being faster", async (t) => {
  const provider = `${at}.storageProvider`;
  const failure = await host(t, { [`${provider}.type`]: "mssql" }).catch((error: unknown) => error);
  assert.ok(failure instanceof StartFailure);
  assert.match(failure.output, /storageProvider\.type.*azureStorage/);
  const { lines } = await host(t, {
    [`${provider}.type`]: "azureStorage",
    [`${provider}.partitionCount`]: "4",
    [`${provider}.maxQueuePollingInterval`]: "00:00:00.500",
  });
  assert.ok(!lines.some((line) => /storageProvider.*not obeyed/.test(line)));
});
