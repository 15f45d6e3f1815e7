import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from "@azure/service-bus";
import { startServiceBus } from "../../../local/service-bus/server.ts";
import { startHostProcess, tempDir, type HostProcess, type HostProcessOptions } from "./host-process.ts";
import { startRecorder, type Recorder, type Verdict } from "./recorder.ts";
import { teardown } from "./teardown.ts";
import { until } from "./until.ts";

const queue = (name: string, properties: Record<string, unknown> = {}): unknown => ({
  Name: name,
  Properties: { LockDuration: "PT30S", MaxDeliveryCount: 3, ...properties },
});

const config = {
  UserConfig: {
    Namespaces: [
      {
        Name: "sbemulatorns",
        Queues: [
          ...["one", "batches", "input", "output"].map((name) => queue(name)),
          queue("brief", { LockDuration: "PT5S" }),
          queue("sessions", { RequiresSession: true }),
        ],
        Topics: [{ Name: "events", Properties: {}, Subscriptions: [queue("all")] }],
      },
    ],
    Logging: { Type: "File" },
  },
};

type Bench = {
  recorder: Recorder;
  client: ServiceBusClient;
  /** Closes the bus and opens it again on the same port and data. */
  restart: () => Promise<void>;
  host: (options?: Partial<HostProcessOptions>) => Promise<HostProcess>;
  send: (entity: string, ...messages: ServiceBusMessage[]) => Promise<void>;
  receive: (entity: string) => Promise<ServiceBusReceivedMessage>;
};

const setUp = async (t: TestContext): Promise<Bench> => {
  const dataDir = tempDir(t);
  const open = (port: number): ReturnType<typeof startServiceBus> =>
    startServiceBus({ port, adminPort: 0, dataDir, config });
  let bus = await open(0);
  const { port } = bus;
  teardown(t, () => bus.close());
  const client = new ServiceBusClient(bus.connectionString);
  teardown(t, () => client.close());
  const recorder = await startRecorder(t);
  return {
    recorder,
    client,
    restart: async () => {
      await bus.close();
      bus = await open(port);
    },
    host: (options) =>
      startHostProcess(t, {
        fixture: "service-bus",
        ...options,
        settings: {
          BUS: bus.connectionString,
          ONE_QUEUE: "one",
          RECORDER_URL: recorder.url,
          ...options?.settings,
        },
      }),
    send: async (entity, ...messages) => {
      const sender = client.createSender(entity);
      await sender.sendMessages(messages);
      await sender.close();
    },
    receive: async (entity) => {
      const receiver = client.createReceiver(entity, { receiveMode: "receiveAndDelete" });
      const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 15_000 });
      await receiver.close();
      assert.ok(message, `a message in ${entity}`);
      return message;
    },
  };
};

test("a queue message runs the function with its body parsed and its facts as trigger metadata", async (t) => {
  const { host, send, recorder } = await setUp(t);
  await host({ functions: ["one"] });
  await send("one", {
    body: { hello: "세계" },
    messageId: "m-1",
    correlationId: "c-1",
    subject: "Greeted",
    contentType: "application/json",
    applicationProperties: { kind: "greeting", "Diagnostic-Id": `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
  });
  const told = await until("the function ran", () => recorder.told[0]);
  assert.deepEqual(told["body"], { hello: "세계" });
  assert.match(String(told["trace"]), /^00-a{32}-(?!b{16})[0-9a-f]{16}-01$/);
  const metadata = told["metadata"] as Record<string, unknown>;
  assert.equal(metadata["messageId"], "m-1");
  assert.equal(metadata["correlationId"], "c-1");
  assert.equal(metadata["subject"], "Greeted");
  assert.equal(metadata["contentType"], "application/json");
  assert.equal(metadata["deliveryCount"], 1);
  assert.equal(typeof metadata["sequenceNumber"], "number");
  assert.match(String(metadata["lockToken"]), /^[0-9a-f-]{36}$/);
  assert.ok(Math.abs(Date.parse(String(metadata["enqueuedTimeUtc"])) - Date.now()) < 60_000);
  assert.equal((metadata["applicationProperties"] as Record<string, unknown>)["kind"], "greeting");
});

test("a text that is no JSON arrives as it is", async (t) => {
  const { host, send, recorder } = await setUp(t);
  await host({ functions: ["one"] });
  await send("one", { body: Buffer.from("just text") });
  const told = await until("the function ran", () => recorder.told[0]);
  assert.equal(told["body"], "just text");
});

test("a subscription's message runs the function", async (t) => {
  const { host, send, recorder } = await setUp(t);
  await host({ functions: ["subscriber"] });
  await send("events", { body: [1, 2], subject: "Counted" });
  const told = await until("the function ran", () => recorder.told[0]);
  assert.deepEqual(told["body"], [1, 2]);
});

test("a failed message comes back with its delivery counted and is dead-lettered after the last one", async (t) => {
  const { host, send, recorder, client } = await setUp(t);
  recorder.answer = () => "fail";
  const running = await host({ functions: ["one"] });
  await send("one", { body: "poison", messageId: "p" });
  const receiver = client.createReceiver("one", { subQueueType: "deadLetter" });
  const [dead] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  assert.equal(dead?.messageId, "p");
  assert.equal(dead.deadLetterReason, "MaxDeliveryCountExceeded");
  const counts = recorder.told.map((told) => (told["metadata"] as Record<string, unknown>)["deliveryCount"]);
  assert.deepEqual(counts, [1, 2, 3]);
  assert.ok(running.lines.some((line) => line.includes("Failed") && line.includes("one was told to fail")));
});

test("a message that succeeded is completed: nothing is left of it", async (t) => {
  const { host, send, recorder, client } = await setUp(t);
  const running = await host({ functions: ["one"] });
  await send("one", { body: 1 });
  await until("the function ran", () => recorder.told[0]);
  await running.stop();
  const left = await client.createReceiver("one").peekMessages(5);
  assert.equal(left.length, 0);
  assert.equal(recorder.told.length, 1);
});

test("with autoCompleteMessages off a success leaves the message to its lock", async (t) => {
  const { host, send, recorder, client } = await setUp(t);
  const running = await host({ functions: ["keeps"] });
  await send("input", { body: 1 });
  await until("the function ran", () => recorder.told[0]);
  await running.stop();
  const left = await client.createReceiver("input").peekMessages(5);
  assert.equal(left.length, 1);
});

test("no more messages run at once than maxConcurrentCalls", async (t) => {
  const { host, send, recorder } = await setUp(t);
  let running = 0;
  let most = 0;
  const held: (() => void)[] = [];
  recorder.answer = async (): Promise<Verdict> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => held.push(resolve));
    running -= 1;
    return "ok";
  };
  await host({ functions: ["one"], hostJson: { "extensions.serviceBus.maxConcurrentCalls": "3" } });
  await send("one", ...Array.from({ length: 8 }, (_, index) => ({ body: index })));
  await until("as many run as may", () => held.length === 3);
  while (recorder.told.length < 8 || held.length > 0) {
    await until("one is held", () => held.length > 0);
    held.shift()?.();
    await until("the next one has come or none is left", () => held.length > 0 || recorder.told.length === 8);
  }
  assert.equal(most, 3);
});

test("cardinality many gives a batch, with arrays as metadata", async (t) => {
  const { host, send, recorder } = await setUp(t);
  await send("batches", ...[1, 2, 3, 4].map((body) => ({ body, messageId: `m${body}` })));
  await host({
    functions: ["many"],
    hostJson: {
      "extensions.serviceBus.minMessageBatchSize": "4",
      "extensions.serviceBus.maxMessageBatchSize": "4",
    },
  });
  const told = await until("the function ran", () => recorder.told[0]);
  assert.deepEqual(told["bodies"], [1, 2, 3, 4]);
  assert.deepEqual((told["metadata"] as Record<string, unknown>)["messageIdArray"], ["m1", "m2", "m3", "m4"]);
});

test("a session's messages come in order, to one call at a time", async (t) => {
  const { host, send, recorder } = await setUp(t);
  await send("sessions", ...[1, 2, 3].map((body) => ({ body, sessionId: "s-1" })));
  await host({
    functions: ["sessions"],
    hostJson: {
      "extensions.serviceBus.maxConcurrentSessions": "2",
      "extensions.serviceBus.sessionIdleTimeout": "00:00:01",
    },
  });
  await until("all ran", () => recorder.told.length === 3);
  assert.deepEqual(
    recorder.told.map(({ body, sessionId }) => [body, sessionId]),
    [1, 2, 3].map((body) => [body, "s-1"]),
  );
});

test("an output binding sends one message or many, to a queue named by the route and to a topic", async (t) => {
  const { host, receive } = await setUp(t);
  const running = await host({ functions: ["sends"] });
  const response = await fetch(`${running.url}/api/sends/output`, {
    method: "POST",
    body: JSON.stringify({ queue: { n: 1 }, topic: [{ n: 2 }, { n: 3 }] }),
  });
  assert.equal(response.status, 202);
  const message = await receive("output");
  assert.deepEqual(message.body, { n: 1 });
  assert.equal(message.contentType, "application/json");
});

test("a return value goes to its output binding: an array is one message for each element", async (t) => {
  const { host, send, receive } = await setUp(t);
  await host({ functions: ["forwards"] });
  await send("input", { body: "in" });
  assert.deepEqual((await receive("output")).body, { of: "in" });
  const second = await receive("output");
  assert.equal(Buffer.from(second.body as Uint8Array).toString("utf8"), "plain text");
});

test("a stop lets the message under way end and completes it", async (t) => {
  const { host, send, recorder, client } = await setUp(t);
  let release: ((verdict: Verdict) => void) | undefined;
  recorder.answer = () =>
    new Promise<Verdict>((resolve) => {
      release = resolve;
    });
  const running = await host({ functions: ["one"] });
  await send("one", { body: 1 });
  await until("the function runs", () => release);
  const stopped = running.stop();
  await until("the host refuses connections", async () => {
    const answer = await fetch(running.url).catch(() => undefined);
    return answer === undefined;
  });
  // The SDK gives a drain 200 ms; a link that was closed too early is closed by now.
  await delay(500);
  release?.("ok");
  assert.equal((await stopped).code, 0);
  assert.equal((await client.createReceiver("one").peekMessages(1)).length, 0);
});

test("a stop gives back the message that does not end in time, so that another host has it at once", async (t) => {
  const { host, send, recorder } = await setUp(t);
  recorder.answer = () => new Promise(() => undefined);
  const running = await host({ functions: ["one"], settings: { FUNCTIONS_HOST_DRAIN_MS: "200" } });
  await send("one", { body: "long" });
  await until("the function runs", () => recorder.told[0]);
  assert.equal((await running.stop()).code, 0);
  recorder.answer = () => "ok";
  const stopped = performance.now();
  await host({ functions: ["one"] });
  await until("it has come again", () => recorder.told.length === 2);
  assert.ok(performance.now() - stopped < 15_000, "long before its lock of 30 s lapses");
});

test("a host that is killed leaves its message to be delivered again", async (t) => {
  const { host, send, recorder } = await setUp(t);
  recorder.answer = () => new Promise<Verdict>(() => undefined);
  const first = await host({ functions: ["one"], settings: { ONE_QUEUE: "brief" } });
  await send("brief", { body: "survives" });
  await until("the function runs", () => recorder.told[0]);
  await first.kill();
  recorder.answer = () => "ok";
  await host({ functions: ["one"], settings: { ONE_QUEUE: "brief" } });
  const again = await until("it is delivered again", () => recorder.told[1]);
  assert.equal(again["body"], "survives");
});

test("a bus that goes away and comes back is taken up again", async (t) => {
  const { host, send, recorder, restart } = await setUp(t);
  await host({ functions: ["one"] });
  await send("one", { body: "before" });
  await until("the function ran", () => recorder.told[0]);
  await restart();
  await until("it runs again", async () => {
    await send("one", { body: "after" }).catch(() => undefined);
    return recorder.told.find(({ body }) => body === "after");
  });
});
