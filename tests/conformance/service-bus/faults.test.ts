import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, receive, receiveOne, startBus } from "./started-bus.ts";

const entities = { queues: { orders: {} } };

test("send, status 503: the send fails as ServiceBusy and nothing is stored", async (t) => {
  const bus = await startBus(t, entities);
  const sender = bus.client.createSender("orders");
  await bus.setFaults({ kind: "status", operation: "send", status: 503, times: 1 });
  await assert.rejects(sender.sendMessages({ body: 1 }), { code: "ServiceBusy" });
  await sender.sendMessages({ body: 2 });
  assert.equal((await receiveOne(bus.client.createReceiver("orders"))).body, 2);
});

test("send, status 503: the SDK's own retry gets the message through", async (t) => {
  const bus = await startBus(t, entities);
  await bus.setFaults({ kind: "status", operation: "send", status: 503, times: 1 });
  const client = bus.newClient({ maxRetries: 1, retryDelayInMs: 10 });
  await client.createSender("orders").sendMessages({ body: 1 });
  assert.equal((await bus.counts("orders")).active, 1);
});

test("send, delay: the send is acknowledged that much later", async (t) => {
  const bus = await startBus(t, entities);
  const sender = bus.client.createSender("orders");
  // Opens the link, so that only the send is timed.
  await sender.createMessageBatch();
  await bus.setFaults({ kind: "delay", operation: "send", ms: 200, times: 1 });
  const before = performance.now();
  await sender.sendMessages({ body: 1 });
  assert.ok(performance.now() - before >= 190);
});

test("send, drop: the message is stored but the sender never hears of it", async (t) => {
  const bus = await startBus(t, entities);
  const sender = bus.newClient({ timeoutInMs: 500 }).createSender("orders");
  await bus.setFaults({ kind: "drop", operation: "send", times: 1 });
  await assert.rejects(sender.sendMessages({ body: 1 }));
  assert.equal((await bus.counts("orders")).active, 1);
});

test("send, refuse: the connection is cut and nothing is stored", async (t) => {
  const bus = await startBus(t, entities);
  const sender = bus.newClient({ timeoutInMs: 500 }).createSender("orders");
  await bus.setFaults({ kind: "refuse", operation: "send", times: 1 });
  await assert.rejects(sender.sendMessages({ body: 1 }));
  assert.equal((await bus.counts("orders")).active, 0);
});

test("send, duplicate: the message is stored twice, unless the queue detects duplicates", async (t) => {
  const bus = await startBus(t, {
    queues: { orders: {}, once: { RequiresDuplicateDetection: true } },
  });
  await bus.setFaults({ kind: "duplicate", operation: "send", times: 2 });
  await bus.client.createSender("orders").sendMessages({ body: 1, messageId: "m" });
  await bus.client.createSender("once").sendMessages({ body: 1, messageId: "m" });
  assert.equal((await bus.counts("orders")).active, 2);
  assert.equal((await bus.counts("once")).active, 1);
});

test("send, reorder: a later message overtakes the one that is held back", async (t) => {
  const bus = await startBus(t, entities);
  const sender = bus.client.createSender("orders");
  await bus.setFaults({ kind: "reorder", operation: "send", ms: 150, times: 1 });
  await Promise.all([sender.sendMessages({ body: 1 }), sender.sendMessages({ body: 2 })]);
  const bodies = (await receive(bus.client.createReceiver("orders"), 2)).map(({ body }) => body as number);
  assert.deepEqual(bodies, [2, 1]);
});

test("deliver, reorder: a later message is delivered before the one that is held back", async (t) => {
  const bus = await startBus(t, entities);
  await bus.client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  await bus.setFaults({ kind: "reorder", operation: "deliver", ms: 150, times: 1 });
  const bodies = (await receive(bus.client.createReceiver("orders"), 3)).map(({ body }) => body as number);
  assert.deepEqual(bodies, [2, 3, 1]);
});

test("deliver, delay: nothing is delivered for that long, the order stays", async (t) => {
  const bus = await startBus(t, entities);
  await bus.client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }]);
  await bus.setFaults({ kind: "delay", operation: "deliver", ms: 200, times: 1 });
  const before = performance.now();
  const bodies = (await receive(bus.client.createReceiver("orders"), 2)).map(({ body }) => body as number);
  assert.deepEqual(bodies, [1, 2]);
  assert.ok(performance.now() - before >= 190);
});

test("deliver, duplicate: the message is delivered again while its first receiver has it, whose settlement then fails", async (t) => {
  const bus = await startBus(t, entities);
  await bus.client.createSender("orders").sendMessages({ body: 1 });
  await bus.setFaults({ kind: "duplicate", operation: "deliver", times: 1 });
  const receiver = bus.client.createReceiver("orders");
  const [first, second] = await receive(receiver, 2);
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(first.sequenceNumber?.toNumber(), second.sequenceNumber?.toNumber());
  assert.deepEqual([first.deliveryCount, second.deliveryCount], [0, 1]);
  await assert.rejects(receiver.completeMessage(first), { code: "MessageLockLost" });
  await receiver.completeMessage(second);
  assert.equal((await bus.counts("orders")).active, 0);
});

test("a deliver fault without an end hits every message once: all of them arrive", async (t) => {
  const bus = await startBus(t, entities);
  await bus.client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }]);
  await bus.setFaults({ kind: "reorder", operation: "deliver", ms: 20 });
  const bodies = (await receive(bus.client.createReceiver("orders"), 2)).map(({ body }) => body as number);
  assert.deepEqual(bodies.sort(), [1, 2]);
});

test("deliver, status and refuse: a subscriber recovers and gets the message", async (t) => {
  for (const kind of ["status", "refuse"] as const) {
    const bus = await startBus(t, entities);
    await bus.client.createSender("orders").sendMessages({ body: kind });
    await bus.setFaults({ kind, operation: "deliver", status: 503, times: 1 });
    const got: unknown[] = [];
    bus
      .newClient({ maxRetries: 3, retryDelayInMs: 20 })
      .createReceiver("orders")
      .subscribe({
        processMessage(message) {
          got.push(message.body);
          return Promise.resolve();
        },
        processError: () => Promise.resolve(),
      });
    await eventually("the message is processed", () => got.length === 1);
    assert.deepEqual(got, [kind]);
  }
});

test("settle, status 503: the settlement fails and the message stays locked", async (t) => {
  const bus = await startBus(t, entities);
  await bus.client.createSender("orders").sendMessages({ body: 1 });
  const receiver = bus.client.createReceiver("orders");
  const message = await receiveOne(receiver);
  await bus.setFaults({ kind: "status", operation: "settle", status: 503, times: 1 });
  await assert.rejects(receiver.completeMessage(message), { code: "ServiceBusy" });
  assert.equal((await bus.counts("orders")).locked, 1);
});

test("settle, drop: the message is completed but its receiver never hears of it", async (t) => {
  const bus = await startBus(t, entities);
  await bus.client.createSender("orders").sendMessages({ body: 1 });
  const receiver = bus.newClient({ timeoutInMs: 500 }).createReceiver("orders");
  const message = await receiveOne(receiver);
  await bus.setFaults({ kind: "drop", operation: "settle", times: 1 });
  await Promise.allSettled([receiver.completeMessage(message)]);
  assert.equal((await bus.counts("orders")).active, 0);
});

test("management, status 503: the request fails as ServiceBusy", async (t) => {
  const bus = await startBus(t, entities);
  const receiver = bus.client.createReceiver("orders");
  await bus.setFaults({ kind: "status", operation: "management", status: 503, times: 1 });
  await assert.rejects(receiver.peekMessages(1), { code: "ServiceBusy" });
  assert.deepEqual(await receiver.peekMessages(1), []);
});

test("attach, status 503: opening a link fails as ServiceBusy", async (t) => {
  const bus = await startBus(t, entities);
  await bus.setFaults({ kind: "status", operation: "attach", status: 503, times: 1 });
  await assert.rejects(bus.client.createSender("orders").createMessageBatch(), { code: "ServiceBusy" });
});

test("attach, delay: a link opens that much later and works", async (t) => {
  const bus = await startBus(t, { queues: { orders: {}, steps: { RequiresSession: true } } });
  await bus.setFaults({ kind: "delay", operation: "attach", ms: 150 });
  const before = performance.now();
  await bus.client.createSender("steps").sendMessages({ body: 1, sessionId: "a" });
  const receiver = await bus.client.acceptNextSession("steps");
  assert.ok(performance.now() - before >= 290);
  assert.equal((await receiveOne(receiver)).body, 1);
});

test("connect, refuse: the bus is down, for connected clients too, until the fault is cleared", async (t) => {
  const bus = await startBus(t, entities);
  const sender = bus.client.createSender("orders");
  await sender.sendMessages({ body: 1 });
  const got: unknown[] = [];
  bus
    .newClient({ maxRetries: 3, retryDelayInMs: 50 })
    .createReceiver("orders")
    .subscribe({
      processMessage(message) {
        got.push(message.body);
        return Promise.resolve();
      },
      processError: () => Promise.resolve(),
    });
  await eventually("the first message is processed", () => got.length === 1);
  await bus.setFaults({ kind: "refuse", operation: "connect" });
  await assert.rejects(bus.newClient().createSender("orders").sendMessages({ body: 2 }));
  await bus.setFaults();
  await bus.newClient().createSender("orders").sendMessages({ body: 3 });
  await eventually("the subscriber is back", () => got.length === 2);
  assert.deepEqual(got, [1, 3]);
});

test("connect, delay: a connection is served that much later", async (t) => {
  const bus = await startBus(t, entities);
  await bus.setFaults({ kind: "delay", operation: "connect", ms: 200, times: 1 });
  const before = performance.now();
  await bus.client.createSender("orders").sendMessages({ body: 1 });
  assert.ok(performance.now() - before >= 190);
});
