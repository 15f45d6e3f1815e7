import assert from "node:assert/strict";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { ServiceBusClient } from "@azure/service-bus";
import { startServiceBus } from "../../../local/service-bus/server.ts";
import { configOf, receive, receiveOne, tempDir } from "./started-bus.ts";
import type { Entities } from "./started-bus.ts";

type Ready = { connectionString: string; port: number; adminPort: number };
type Process = { child: ChildProcess; ready: Ready; kill: () => Promise<void> };

const main = new URL("../../../local/service-bus/main.ts", import.meta.url);

const startProcess = async (
  t: TestContext,
  dataDir: string,
  entities: Entities,
  env: Record<string, string> = {},
): Promise<Process> => {
  const config = join(dataDir, "Config.json");
  writeFileSync(config, JSON.stringify(configOf(entities)));
  const child = fork(main, {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: {
      ...process.env,
      SERVICEBUS_PORT: "0",
      SERVICEBUS_ADMIN_PORT: "0",
      SERVICEBUS_DATA: dataDir,
      SERVICEBUS_CONFIG: config,
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.on("data", (bytes: Buffer) => (errors += bytes.toString()));
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  t.after(kill);
  const ready = await Promise.race([
    once(child, "message").then(([message]) => message as Ready),
    once(child, "close").then(() => Promise.reject(new Error(errors))),
  ]);
  return { child, ready, kill };
};

const clientOf = (t: TestContext, { ready }: Process): ServiceBusClient => {
  // A send that was under way when the process died waits for this long.
  const retryOptions = { maxRetries: 0, timeoutInMs: 2000 };
  const client = new ServiceBusClient(ready.connectionString, { retryOptions });
  t.after(() => client.close());
  return client;
};

test("kill -9 loses nothing that was acknowledged and settles nothing that was not", async (t) => {
  const dataDir = tempDir(t);
  const entities = { queues: { orders: {} } };
  const first = await startProcess(t, dataDir, entities);
  const sender = clientOf(t, first).createSender("orders");
  const acknowledged: number[] = [];
  let next = 0;
  const sending = Array.from({ length: 20 }, async () => {
    while (first.child.signalCode === null) {
      const body = next++;
      try {
        await sender.sendMessages({ body });
      } catch {
        return;
      }
      acknowledged.push(body);
      // The process dies in the middle of sending.
      if (acknowledged.length === 500) void first.kill();
    }
  });
  await Promise.all(sending);
  assert.ok(acknowledged.length >= 500);

  const second = await startProcess(t, dataDir, entities);
  const receiver = clientOf(t, second).createReceiver("orders");
  const completed = new Set<number>();
  for (const message of await receive(receiver, 200)) {
    await receiver.completeMessage(message);
    completed.add(message.body as number);
  }
  await second.kill();

  const third = await startProcess(t, dataDir, entities);
  const rest = clientOf(t, third).createReceiver("orders");
  const found = new Set<number>();
  for (;;) {
    const messages = await rest.receiveMessages(500, { maxWaitTimeInMs: 500 });
    if (messages.length === 0) break;
    for (const message of messages) {
      const body = message.body as number;
      assert.ok(!completed.has(body), `completed message ${body} came again`);
      assert.ok(!found.has(body), `message ${body} came twice`);
      found.add(body);
    }
  }
  const lost = acknowledged.filter((body) => !found.has(body) && !completed.has(body));
  assert.deepEqual(lost, []);
});

test("a killed bus gives its locks free: what was held is received again at once after a restart", async (t) => {
  const dataDir = tempDir(t);
  const entities = { queues: { orders: {} } };
  const first = await startProcess(t, dataDir, entities);
  const client = clientOf(t, first);
  await client.createSender("orders").sendMessages({ body: "held" });
  await receiveOne(client.createReceiver("orders"));
  await first.kill();
  const second = await startProcess(t, dataDir, entities);
  assert.equal((await receiveOne(clientOf(t, second).createReceiver("orders"))).body, "held");
});

test("everything else survives too: counts, deferred, scheduled and dead letters, session state, rules, seen ids", async (t) => {
  const dataDir = tempDir(t);
  const entities: Entities = {
    queues: {
      orders: { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: "PT10M" },
      steps: { RequiresSession: true },
    },
    topics: { events: { subscriptions: { s: {} } } },
  };
  const first = await startProcess(t, dataDir, entities);
  const before = clientOf(t, first);
  const sender = before.createSender("orders");
  await sender.sendMessages(["abandoned", "deferred", "dead"].map((body) => ({ body, messageId: body })));
  await sender.scheduleMessages({ body: "scheduled" }, new Date(Date.now() + 3_600_000));
  const receiver = before.createReceiver("orders");
  const [abandoned, deferred, dead] = await receive(receiver, 3);
  assert.ok(abandoned !== undefined && deferred !== undefined && dead !== undefined);
  await receiver.abandonMessage(abandoned, { seen: true });
  await receiver.deferMessage(deferred);
  await receiver.deadLetterMessage(dead, { deadLetterReason: "r", deadLetterErrorDescription: "d" });
  const session = await before.acceptSession("steps", "a");
  await session.setSessionState({ step: 2 });
  const rules = before.createRuleManager("events", "s");
  await rules.createRule("extra", { sqlExpression: "a = 1" });
  await rules.deleteRule("$Default");
  await first.kill();

  const second = await startProcess(t, dataDir, entities);
  const after = clientOf(t, second);
  await after.createSender("orders").sendMessages({ body: "again", messageId: "abandoned" });
  const orders = after.createReceiver("orders");
  const again = await receiveOne(orders);
  assert.equal(again.body, "abandoned");
  assert.equal(again.deliveryCount, 1);
  assert.equal(again.applicationProperties?.["seen"], true);
  assert.ok(deferred.sequenceNumber !== undefined);
  assert.equal((await orders.receiveDeferredMessages(deferred.sequenceNumber))[0]?.body, "deferred");
  const deadLetter = await receiveOne(after.createReceiver("orders", { subQueueType: "deadLetter" }));
  assert.equal(deadLetter.deadLetterReason, "r");
  const response = await fetch(`http://127.0.0.1:${second.ready.adminPort}/_entities`);
  const counts = (await response.json()) as Record<string, unknown>;
  assert.deepEqual(counts["orders"], { active: 1, scheduled: 1, deferred: 1, deadLetter: 1, locked: 2 });
  assert.deepEqual(await (await after.acceptSession("steps", "a")).getSessionState(), { step: 2 });
  const names: string[] = [];
  for await (const { name } of after.createRuleManager("events", "s").listRules()) names.push(name);
  assert.deepEqual(names, ["extra"]);
});

test("sequence numbers go on after a restart, even when the queue was empty", async (t) => {
  const dataDir = tempDir(t);
  const sequenceNumber = async (): Promise<number | undefined> => {
    const bus = await startServiceBus({
      port: 0,
      adminPort: 0,
      dataDir,
      config: configOf({ queues: { orders: {} } }),
    });
    const client = new ServiceBusClient(bus.connectionString);
    await client.createSender("orders").sendMessages({ body: 1 });
    const receiver = client.createReceiver("orders");
    const message = await receiveOne(receiver);
    await receiver.completeMessage(message);
    await client.close();
    await bus.close();
    return message.sequenceNumber?.toNumber();
  };
  assert.equal(await sequenceNumber(), 1);
  assert.equal(await sequenceNumber(), 2);
});

test("a taken port, a data folder in use and a missing configuration are errors that name the variable to change", async (t) => {
  const dataDir = tempDir(t);
  const entities = { queues: { orders: {} } };
  const { ready } = await startProcess(t, dataDir, entities);
  const start = (env: Record<string, string>): Promise<Process> => startProcess(t, tempDir(t), entities, env);
  await Promise.all([
    assert.rejects(
      start({ SERVICEBUS_PORT: String(ready.port) }),
      new RegExp(`Port ${ready.port} .*is taken.*Set SERVICEBUS_PORT`),
    ),
    assert.rejects(
      start({ SERVICEBUS_ADMIN_PORT: String(ready.adminPort) }),
      new RegExp(`Port ${ready.adminPort} .*is taken.*Set SERVICEBUS_ADMIN_PORT`),
    ),
    assert.rejects(start({ SERVICEBUS_DATA: dataDir }), /in use by another process.*SERVICEBUS_DATA/),
    assert.rejects(
      start({ SERVICEBUS_CONFIG: join(dataDir, "none.json") }),
      /SERVICEBUS_CONFIG: .*none\.json/,
    ),
    assert.rejects(start({ SERVICEBUS_PORT: "amqp" }), /SERVICEBUS_PORT must be a port number/),
  ]);
});
