import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { fixtureDir, StartFailure, startHostProcess, type HostProcessOptions } from "./host-process.ts";
import { startRecorder } from "./recorder.ts";
import { until } from "./until.ts";

const settings = {
  MANAGED__fullyQualifiedNamespace: "ns.servicebus.windows.net",
  BUS: "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;",
  COSMOS: "AccountEndpoint=http://127.0.0.1:1/;AccountKey=a2V5;",
};

const refusal = async (t: TestContext, options: HostProcessOptions): Promise<string> => {
  const failure = await startHostProcess(t, { settings, ...options }).then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failure instanceof StartFailure, "the host refuses to start");
  assert.equal(failure.code, 1);
  return failure.output;
};

const refusals: [functions: string[], says: RegExp][] = [
  [["onQueue"], /"onQueue".*"queueTrigger".*AzureWebJobs\.onQueue\.Disabled/],
  [["onBlob"], /"onBlob".*"blobTrigger"/],
  [["onHub"], /"onHub".*"eventHubTrigger"/],
  [["onAnything"], /"onAnything".*"madeUpTrigger"/],
  [["readsBlob"], /"readsBlob".*input binding "blob"/],
  [["writesTable"], /"writesTable".*output binding "table"/],
  [["constrained"], /"constrained".*constraint "nonsense"/],
  [["first", "second"], /"first" and "second" both answer GET/],
  [["rooted"], /"rooted".*must not start with "\/"/],
  [["badSchedule"], /"badSchedule".*"every day".*NCRONTAB/],
  [["unsetSchedule"], /"unsetSchedule".*environment variable NO_SUCH_SETTING/],
  [["noConnection"], /"noConnection".*environment variable ABSENT/],
  [["identity"], /"identity".*identity-based.*MANAGED__fullyQualifiedNamespace/],
  [["noSubscription"], /"noSubscription".*subscriptionName/],
  [["noContainer"], /"noContainer".*"containerName"/],
  [["sharesLeases", "sharesLeasesToo"], /"sharesLeases" and "sharesLeasesToo".*leaseContainerPrefix/],
  [["allVersions"], /"allVersions".*AllVersionsAndDeletes/],
];

test("what the host does not have or cannot resolve is refused at start, by function and name", async (t) => {
  // Two at a time: each is a process of its own.
  const rest = [...refusals];
  const next = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
      const [functions, says] = item;
      assert.match(await refusal(t, { fixture: "refused", functions }), says);
    }
  };
  await Promise.all([next(), next()]);
});

test("an authLevel that needs a key is refused while no key is set", async (t) => {
  const output = await refusal(t, { fixture: "http", functions: ["forFunction"] });
  assert.match(output, /"forFunction".*authLevel "function".*FUNCTIONS_HOST_FUNCTION_KEY/);
});

test("an app that is not built is told to be built", async (t) => {
  assert.match(await refusal(t, { fixture: "unbuilt" }), /dist\/\*\.js.*npm run build/);
});

test("a taken port is named, with what to do", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const output = await refusal(t, { fixture: "http", functions: ["literal"], port });
  assert.match(output, new RegExp(`Port ${port} is taken.*--port`));
});

test("a host.json value of the wrong type is named", async (t) => {
  const hostJson = { "extensions.serviceBus.maxConcurrentCalls": "many" };
  assert.match(
    await refusal(t, { fixture: "http", hostJson }),
    /extensions\.serviceBus\.maxConcurrentCalls.*integer.*many/,
  );
});

test("each key of host.json that is not obeyed is named in a warning, and no other", async (t) => {
  const host = await startHostProcess(t, {
    fixture: "http",
    functions: ["literal"],
    hostJson: {
      "extensions.http.dynamicThrottlesEnabled": "true",
      "extensions.eventHubs.batchCheckpointFrequency": "5",
      "extensions.serviceBus.prefetchCount": "20",
      "logging.applicationInsights.samplingSettings.isEnabled": "true",
      "extensionBundle.id": "Microsoft.Azure.Functions.ExtensionBundle",
      "extensions.serviceBus.maxConcurrentCalls": "4",
    },
  });
  const named = host.lines.flatMap((line) => /host\.json: "(.*)" is not obeyed/.exec(line)?.[1] ?? []);
  assert.deepEqual(named.sort(), [
    "extensions.eventHubs.batchCheckpointFrequency",
    "extensions.http.dynamicThrottlesEnabled",
    "extensions.serviceBus.prefetchCount",
  ]);
});

test("AzureWebJobs.<name>.Disabled leaves a function out, even one that would be refused", async (t) => {
  const host = await startHostProcess(t, {
    fixture: "refused",
    functions: ["fine", "onQueue"],
    settings: { "AzureWebJobs.onQueue.Disabled": "true" },
  });
  assert.deepEqual(host.functions, ["fine"]);
});

test("hooks see and change invocations, results, errors and log lines, and run at the app's end", async (t) => {
  const recorder = await startRecorder(t);
  const host = await startHostProcess(t, { fixture: "hooks", settings: { RECORDER_URL: recorder.url } });
  const text = async (path: string): Promise<string> => (await fetch(`${host.url}/api/${path}`)).text();
  assert.equal(await text("replaced"), "by the hook");
  assert.equal(await text("forgiven"), "forgiven, seen");
  await text("logs");
  const line = await until("the line is written", () =>
    host.lines.find((item) => item.includes("the ******")),
  );
  assert.match(
    line,
    /info {2}\[Function\.logs\.User [0-9a-f-]{36}\] the \*{6} is ⏎ out \{ deep: \{ object: \[ 1 \] \} \}$/,
  );
  await host.stop();
  assert.ok(recorder.told.some(({ name }) => name === "terminated"));
});

test("host.json's log levels decide what is written, the longest category first", async (t) => {
  const host = await startHostProcess(t, {
    fixture: "hooks",
    settings: { RECORDER_URL: "http://127.0.0.1:1/" },
    hostJson: { "logging.logLevel.default": "Error", "logging__logLevel__Function.logs.User": "Debug" },
  });
  await fetch(`${host.url}/api/logs`);
  await until("the last line is written", () => host.lines.find((line) => line.includes("too much")));
  assert.ok(!host.lines.some((line) => line.includes("Host.Startup")));
});

test("the app sees its settings and what the platform sets in its environment", async (t) => {
  const host = await startHostProcess(t, {
    fixture: "environment",
    settings: { OWN: "from the environment" },
  });
  const seen = (await (await fetch(`${host.url}/api/environment`)).json()) as Record<string, string>;
  assert.deepEqual(seen, {
    OWN: "from the environment",
    ONLY_IN_FILE: "from local.settings.json",
    WEBSITE_HOSTNAME: new URL(host.url).host,
    FUNCTIONS_WORKER_RUNTIME: "node",
    AzureWebJobsScriptRoot: fixtureDir("environment").replace(/\/$/, ""),
  });
  assert.ok(host.lines.some((line) => line.includes('local.settings.json: "Host.CORS" is not obeyed')));
});
