import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { CosmosClient, type Container } from "@azure/cosmos";
import { startCosmos } from "../../../local/cosmos/server.ts";
import { startHostProcess, tempDir, type HostProcess, type HostProcessOptions } from "./host-process.ts";
import { startRecorder, type Recorder, type Told } from "./recorder.ts";
import { teardown } from "./teardown.ts";
import { until } from "./until.ts";

type Bench = {
  recorder: Recorder;
  /** Closes the account and opens it again on the same port and data. */
  restart: () => Promise<void>;
  items: Container;
  host: (options?: Partial<HostProcessOptions>) => Promise<HostProcess>;
};

// Short, so that a takeover takes a second and not ten.
const timings = {
  FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "1500",
  FUNCTIONS_HOST_LEASE_RENEW_MS: "300",
  FUNCTIONS_HOST_LEASE_ACQUIRE_MS: "150",
};

const setUp = async (t: TestContext): Promise<Bench> => {
  const dataDir = tempDir(t);
  let cosmos = await startCosmos({ port: 0, dataDir });
  const { port, connectionString } = cosmos;
  teardown(t, () => cosmos.close());
  const client = new CosmosClient(connectionString);
  teardown(t, () => {
    client.dispose();
  });
  const recorder = await startRecorder(t);
  const { database } = await client.databases.createIfNotExists({ id: "db" });
  const { container: items } = await database.containers.createIfNotExists({
    id: "items",
    partitionKey: "/pk",
  });
  return {
    recorder,
    restart: async () => {
      await cosmos.close();
      cosmos = await startCosmos({ port, dataDir });
    },
    items,
    host: (options) =>
      startHostProcess(t, {
        fixture: "cosmos",
        ...options,
        settings: {
          ...timings,
          COSMOS: connectionString,
          RECORDER_URL: recorder.url,
          ...options?.settings,
        },
      }),
  };
};

const add = async (items: Container, ...ids: string[]): Promise<void> => {
  for (const id of ids) await items.items.create({ id, pk: id });
};

const idsOf = (told: readonly Told[]): string[] => told.flatMap(({ ids }) => ids as string[]);

test("documents written after the start run the function; those from before do not", async (t) => {
  const { items, host, recorder } = await setUp(t);
  await add(items, "before");
  await host({ functions: ["fromNow"] });
  await add(items, "after");
  await until("the function ran", () => recorder.told[0]);
  assert.deepEqual(idsOf(recorder.told), ["after"]);
});

test("startFromBeginning gives all documents, in the order of their writes", async (t) => {
  const { items, host, recorder } = await setUp(t);
  await add(items, "a", "b", "c");
  await host({ functions: ["fromBeginning"] });
  await until("all have come", () => idsOf(recorder.told).length >= 3);
  assert.deepEqual(idsOf(recorder.told), ["a", "b", "c"]);
});

test("maxItemsPerInvocation bounds a batch", async (t) => {
  const { items, host, recorder } = await setUp(t);
  await add(items, "a", "b", "c");
  await host({ functions: ["inPairs"] });
  await until("all have come", () => idsOf(recorder.told).length >= 3);
  assert.deepEqual(
    recorder.told.map(({ ids }) => ids),
    [["a", "b"], ["c"]],
  );
});

test("a restarted host goes on where it was, also for what was written in between", async (t) => {
  const { items, host, recorder } = await setUp(t);
  const first = await host({ functions: ["fromNow"] });
  await first.stop();
  await add(items, "between");
  await host({ functions: ["fromNow"] });
  await add(items, "later");
  await until("both have come", () => idsOf(recorder.told).length >= 2);
  assert.deepEqual(idsOf(recorder.told), ["between", "later"]);
});

test("without a retry policy the feed goes on after a failure, as in Azure", async (t) => {
  const { items, host, recorder } = await setUp(t);
  recorder.answer = ({ ids }) => ((ids as string[]).includes("bad") ? "fail" : "ok");
  const running = await host({ functions: ["fromNow"] });
  await add(items, "bad");
  await until("it failed", () => recorder.told[0]);
  await add(items, "good");
  await until("the next has come", () => idsOf(recorder.told).includes("good"));
  assert.deepEqual(idsOf(recorder.told), ["bad", "good"]);
  assert.ok(running.lines.some((line) => line.includes("the feed goes on after them")));
});

test("maxRetryCount -1 repeats the batch until it succeeds, and nothing overtakes it", async (t) => {
  const { items, host, recorder } = await setUp(t);
  recorder.answer = ({ ids }) =>
    (ids as string[]).includes("bad") && recorder.told.length < 4 ? "fail" : "ok";
  await host({ functions: ["retriesForEver"] });
  await add(items, "bad", "good");
  await until("both have come", () => idsOf(recorder.told).includes("good"));
  assert.deepEqual(idsOf(recorder.told), ["bad", "bad", "bad", "bad", "good"]);
  assert.deepEqual(
    recorder.told.map(({ retryCount }) => retryCount),
    [0, 1, 2, 3, 0],
  );
  assert.equal(recorder.told[0]?.["maxRetryCount"], -1);
});

test("a batch that a stop cut short comes again: progress is recorded only after success", async (t) => {
  const { items, host, recorder } = await setUp(t);
  recorder.answer = () => "fail";
  const first = await host({ functions: ["retriesForEver"] });
  await add(items, "stubborn");
  await until("it failed", () => recorder.told.length > 1);
  await first.stop();
  const seen = recorder.told.length;
  recorder.answer = () => "ok";
  await host({ functions: ["retriesForEver"] });
  await until("it has come again", () => recorder.told.length > seen);
  assert.deepEqual(recorder.told.at(-1)?.["ids"], ["stubborn"]);
});

test("when the retries are used up the feed goes on", async (t) => {
  const { items, host, recorder } = await setUp(t);
  recorder.answer = ({ ids }) => ((ids as string[]).includes("bad") ? "fail" : "ok");
  await host({ functions: ["retriesTwice"] });
  await add(items, "bad", "good");
  await until("the next has come", () => idsOf(recorder.told).includes("good"));
  assert.deepEqual(idsOf(recorder.told), ["bad", "bad", "bad", "good"]);
});

test("host.json's retry policy holds for functions without their own", async (t) => {
  const { items, host, recorder } = await setUp(t);
  recorder.answer = () => (recorder.told.length < 2 ? "fail" : "ok");
  await host({
    functions: ["fromNow"],
    hostJson: {
      "retry.strategy": "fixedDelay",
      "retry.maxRetryCount": "3",
      "retry.delayInterval": "00:00:00",
    },
  });
  await add(items, "a");
  await until("it was repeated", () => recorder.told.length === 2);
  assert.deepEqual(idsOf(recorder.told), ["a", "a"]);
});

test("two hosts share a feed without giving any document twice", async (t) => {
  const { items, host, recorder } = await setUp(t);
  const hosts = await Promise.all([
    host({ functions: ["fromBeginning"], instance: "one" }),
    host({ functions: ["fromBeginning"], instance: "two" }),
  ]);
  const ids = Array.from({ length: 60 }, (_, index) => `d${index}`);
  for (const id of ids) await add(items, id);
  await until("all have come", () => idsOf(recorder.told).length >= ids.length);
  for (const running of hosts) await running.stop();
  assert.deepEqual(idsOf(recorder.told).sort(), [...ids].sort());
});

test("when a host is killed the other takes its ranges over, and nothing is lost", async (t) => {
  const { items, host, recorder } = await setUp(t);
  const one = await host({ functions: ["fromNow"], instance: "one" });
  const two = await host({ functions: ["fromNow"], instance: "two" });
  await add(items, "first");
  const { pid } = await until("one of them ran", () => recorder.told[0]);
  const [reader, other] = pid === one.pid ? [one, two] : [two, one];
  await reader.kill();
  await add(items, "second");
  const took = await until("the other ran", () =>
    recorder.told.find((told) => idsOf([told]).includes("second")),
  );
  assert.equal(took.pid, other.pid);
});

test("a killed host that comes back under its name has its ranges back at once", async (t) => {
  const { items, host, recorder } = await setUp(t);
  const settings = { FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "60000" };
  const first = await host({ functions: ["fromNow"], instance: "one", settings });
  await first.kill();
  await host({ functions: ["fromNow"], instance: "one", settings });
  await add(items, "a");
  await until("the function ran", () => recorder.told[0]);
});

test("a stop gives back the range whose batch does not end in time, so that another host has it at once", async (t) => {
  const { items, host, recorder } = await setUp(t);
  const settings = { FUNCTIONS_HOST_LEASE_EXPIRATION_MS: "60000", FUNCTIONS_HOST_DRAIN_MS: "200" };
  recorder.answer = () => new Promise(() => undefined);
  const first = await host({ functions: ["fromNow"], instance: "one", settings });
  await add(items, "a");
  await until("the function runs", () => recorder.told[0]);
  assert.equal((await first.stop()).code, 0);
  recorder.answer = () => "ok";
  await host({ functions: ["fromNow"], instance: "two", settings });
  await until("it has come again", () => recorder.told.length === 2);
  assert.deepEqual(idsOf(recorder.told), ["a", "a"]);
});

test("a batch under way in a killed host comes again", async (t) => {
  const { items, host, recorder } = await setUp(t);
  recorder.answer = () => new Promise(() => undefined);
  const first = await host({ functions: ["fromNow"], instance: "one" });
  await add(items, "a");
  await until("the function runs", () => recorder.told[0]);
  await first.kill();
  recorder.answer = () => "ok";
  await host({ functions: ["fromNow"], instance: "two" });
  await until("it has come again", () => recorder.told.length === 2);
  assert.deepEqual(idsOf(recorder.told), ["a", "a"]);
});

test("an account that goes away and comes back is taken up again, from where it was", async (t) => {
  const { items, host, recorder, restart } = await setUp(t);
  await host({ functions: ["fromNow"] });
  await add(items, "before");
  await until("the function ran", () => recorder.told[0]);
  await restart();
  // The first request may still go out on a connection of the time before.
  await until("it is written", () =>
    items.items.upsert({ id: "after", pk: "after" }).then(
      () => true,
      () => false,
    ),
  );
  await until("it ran again", () => idsOf(recorder.told).includes("after"));
  assert.deepEqual(idsOf(recorder.told), ["before", "after"]);
});

test("a host starts while the account is down", async (t) => {
  const { host } = await setUp(t);
  const running = await host({
    functions: ["fromNow", "reads"],
    settings: { COSMOS: "AccountEndpoint=http://127.0.0.1:1/;AccountKey=a2V5;" },
  });
  assert.deepEqual(running.functions, ["fromNow", "reads"]);
});

test("a missing lease container is told with its mend, and the function begins when it is there", async (t) => {
  const { items, host, recorder } = await setUp(t);
  const running = await host({ functions: ["withoutLeases"] });
  await until("it is told", () =>
    running.lines.some(
      (line) => line.includes("db/absent") && line.includes("createLeaseContainerIfNotExists"),
    ),
  );
  await items.database.containers.create({ id: "absent", partitionKey: "/id" });
  await until("a lease is held", async () => {
    const { resources } = await items.database
      .container("absent")
      .items.readAll<{ owner: unknown }>()
      .fetchAll();
    return resources.some(({ owner }) => owner !== null);
  });
  await until("the function ran", async () => {
    await items.items.upsert({ id: "a", pk: "a" });
    return recorder.told[0];
  });
});

test("an input binding reads one document by route parameters; an absent one is null", async (t) => {
  const { items, host } = await setUp(t);
  await items.items.create({ id: "i", pk: "p", colour: "red" });
  const { url } = await host({ functions: ["reads"] });
  const read = async (id: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/items/p/${id}`);
    return ((await response.json()) as { document: unknown }).document;
  };
  assert.equal(((await read("i")) as Record<string, unknown>)["colour"], "red");
  assert.equal(await read("absent"), null);
});

test("an input binding's sqlQuery takes {name} as a parameter, never as text of the query", async (t) => {
  const { items, host } = await setUp(t);
  await items.items.create({ id: "1", pk: "p", colour: "red" });
  await items.items.create({ id: "2", pk: "q", colour: "blue" });
  const { url } = await host({ functions: ["finds"] });
  const colour = async (name: string): Promise<string[]> => {
    const response = await fetch(`${url}/api/colours/${encodeURIComponent(name)}`);
    return ((await response.json()) as { id: string }[]).map(({ id }) => id);
  };
  assert.deepEqual(await colour("red"), ["1"]);
  assert.deepEqual(await colour('red" OR true OR c.colour = "x'), []);
});

test("an output binding upserts one document or many, and creates its container when asked to", async (t) => {
  const { items, host } = await setUp(t);
  const { url } = await host({ functions: ["saves"] });
  const save = async (body: unknown): Promise<number> =>
    (await fetch(`${url}/api/items`, { method: "POST", body: JSON.stringify(body) })).status;
  assert.equal(
    await save([
      { id: "1", pk: "p", n: 1 },
      { id: "2", pk: "p", n: 1 },
    ]),
    201,
  );
  assert.equal(await save({ id: "1", pk: "p", n: 2 }), 201);
  const read = async (id: string): Promise<unknown> =>
    (await items.item(id, "p").read<Record<string, unknown>>()).resource?.["n"];
  assert.deepEqual([await read("1"), await read("2")], [2, 1]);
  const { resource } = await items.database.container("created").item("only", "only").read<{ id: string }>();
  assert.equal(resource?.id, "only");
});
