import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "./manual-clock.ts";
import { eventually, isEmpty, receive, receiveOne, startBus } from "./started-bus.ts";

test("a message arrives as it was sent, with its sequence number, enqueued time and lock", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages({
    body: { id: 7, nested: { list: [1, "zwei", null, true] } },
    messageId: "m-7",
    subject: "OrderPlaced",
    correlationId: "c-7",
    contentType: "application/json",
    to: "somebody",
    replyTo: "answers",
    replyToSessionId: "s",
    partitionKey: "p",
    applicationProperties: { text: "한글", whole: 3, half: 0.5, yes: true, when: new Date(0), none: null },
  });
  const before = Date.now();
  const message = await receiveOne(client.createReceiver("orders"));
  assert.deepEqual(message.body, { id: 7, nested: { list: [1, "zwei", null, true] } });
  assert.equal(message.messageId, "m-7");
  assert.equal(message.subject, "OrderPlaced");
  assert.equal(message.correlationId, "c-7");
  assert.equal(message.contentType, "application/json");
  assert.equal(message.to, "somebody");
  assert.equal(message.replyTo, "answers");
  assert.equal(message.replyToSessionId, "s");
  assert.equal(message.partitionKey, "p");
  assert.deepEqual(message.applicationProperties, {
    text: "한글",
    whole: 3,
    half: 0.5,
    yes: true,
    // The SDK gives timestamps as milliseconds.
    when: 0,
    none: null,
  });
  assert.equal(message.sequenceNumber?.toNumber(), 1);
  assert.equal(message.enqueuedSequenceNumber, 1);
  assert.equal(message.deliveryCount, 0);
  assert.equal(message.state, "active");
  assert.ok(Math.abs((message.enqueuedTimeUtc?.getTime() ?? 0) - before) < 10_000);
  assert.ok((message.lockedUntilUtc?.getTime() ?? 0) > Date.now() + 30_000);
});

test("a message that is sent without an id gets one", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }]);
  const messages = await receive(client.createReceiver("orders"), 2);
  assert.equal(new Set(messages.map(({ messageId }) => messageId)).size, 2);
});

test("messages are received in the order in which they were sent", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  const bodies = Array.from({ length: 200 }, (_, i) => i);
  const sender = client.createSender("orders");
  await sender.sendMessages(bodies.slice(0, 120).map((body) => ({ body })));
  for (const body of bodies.slice(120)) await sender.sendMessages({ body });
  const messages = await receive(client.createReceiver("orders"), 200);
  assert.deepEqual(
    messages.map(({ body }) => body as number),
    bodies,
  );
});

test("a completed message is gone", async (t) => {
  const bus = await startBus(t, { queues: { orders: {} } });
  await bus.client.createSender("orders").sendMessages({ body: "once" });
  const receiver = bus.client.createReceiver("orders");
  await receiver.completeMessage(await receiveOne(receiver));
  assert.ok(await isEmpty(receiver));
  assert.equal((await bus.counts("orders")).active, 0);
});

test("an abandoned message comes back at once, with its delivery counted and its properties changed", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client
    .createSender("orders")
    .sendMessages({ body: "again", applicationProperties: { kept: 1, tries: 0 } });
  const receiver = client.createReceiver("orders");
  await receiver.abandonMessage(await receiveOne(receiver), { tries: 1 });
  const message = await receiveOne(receiver);
  assert.equal(message.deliveryCount, 1);
  assert.deepEqual(message.applicationProperties, { kept: 1, tries: 1 });
});

test("an abandoned message keeps its place before younger ones", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  const receiver = client.createReceiver("orders");
  await receiver.abandonMessage(await receiveOne(receiver));
  assert.deepEqual(
    (await receive(receiver, 3)).map(({ body }) => body as number),
    [1, 2, 3],
  );
});

test("while one receiver has a message no other gets it", async (t) => {
  const { client, newClient } = await startBus(t, { queues: { orders: {} } });
  const count = 100;
  await client
    .createSender("orders")
    .sendMessages(Array.from({ length: count }, (_, i) => ({ body: i, messageId: `m${i}` })));
  const held = new Set<string>();
  let done = 0;
  const subscribe = (receiver = newClient().createReceiver("orders")): void => {
    receiver.subscribe(
      {
        async processMessage(message) {
          const id = String(message.messageId);
          assert.ok(!held.has(id), `${id} is held twice`);
          held.add(id);
          await new Promise(setImmediate);
          done += 1;
        },
        processError: ({ error }) => Promise.reject(error),
      },
      { maxConcurrentCalls: 5 },
    );
  };
  subscribe();
  subscribe();
  await eventually("all messages are processed", () => done >= count);
  assert.equal(done, count);
});

test("a lock that is not renewed expires: another receiver gets the message, and settling it says MessageLockLost", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, { queues: { orders: { LockDuration: "PT30S" } } }, { clock });
  await client.createSender("orders").sendMessages({ body: "slow" });
  const slow = client.createReceiver("orders");
  const held = await receiveOne(slow);
  const other = client.createReceiver("orders");
  assert.ok(await isEmpty(other));
  clock.advance(29_999);
  assert.ok(await isEmpty(other));
  clock.advance(1);
  assert.equal((await receiveOne(other)).deliveryCount, 1);
  await assert.rejects(slow.completeMessage(held), { code: "MessageLockLost" });
});

test("of two messages that are settled at once, one with a lost lock, each gets its own answer", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, { queues: { orders: { LockDuration: "PT30S" } } }, { clock });
  await client.createSender("orders").sendMessages([{ body: "held" }, { body: "lost" }]);
  const receiver = client.createReceiver("orders", { maxAutoLockRenewalDurationInMs: 0 });
  const [held, lost] = await receive(receiver, 2);
  assert.ok(held !== undefined && lost !== undefined);
  clock.advance(20_000);
  await receiver.renewMessageLock(held);
  clock.advance(10_000);
  const [first, second] = await Promise.allSettled([
    receiver.completeMessage(held),
    receiver.completeMessage(lost),
  ]);
  assert.equal(first.status, "fulfilled");
  assert.equal(second.status, "rejected");
});

test("a renewed lock holds for another lock duration", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, { queues: { orders: { LockDuration: "PT30S" } } }, { clock });
  await client.createSender("orders").sendMessages({ body: "slow" });
  const receiver = client.createReceiver("orders", { maxAutoLockRenewalDurationInMs: 0 });
  const held = await receiveOne(receiver);
  clock.advance(20_000);
  const until = await receiver.renewMessageLock(held);
  assert.equal(until.getTime(), clock.now() + 30_000);
  clock.advance(29_999);
  await receiver.completeMessage(held);
  clock.advance(60_000);
  assert.ok(await isEmpty(receiver));
});

test("renewing a lost lock says MessageLockLost", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, { queues: { orders: { LockDuration: "PT5S" } } }, { clock });
  await client.createSender("orders").sendMessages({ body: "slow" });
  const receiver = client.createReceiver("orders", { maxAutoLockRenewalDurationInMs: 0 });
  const held = await receiveOne(receiver);
  clock.advance(5000);
  await assert.rejects(receiver.renewMessageLock(held), { code: "MessageLockLost" });
});

test("a message settled after its receiver was closed is settled over the management link", async (t) => {
  const bus = await startBus(t, { queues: { orders: {} } });
  await bus.client.createSender("orders").sendMessages({ body: 1 });
  const receiver = bus.client.createReceiver("orders");
  const message = await receiveOne(receiver);
  await bus.newClient().createReceiver("orders").completeMessage(message);
  await eventually("the message is gone", async () => (await bus.counts("orders")).active === 0);
});

test("receive-and-delete takes the message off the queue with its delivery", async (t) => {
  const bus = await startBus(t, { queues: { orders: {} } });
  await bus.client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }]);
  const receiver = bus.client.createReceiver("orders", { receiveMode: "receiveAndDelete" });
  const messages = await receive(receiver, 2);
  assert.deepEqual(
    messages.map(({ body, lockToken }) => [body as number, lockToken]),
    [
      [1, undefined],
      [2, undefined],
    ],
  );
  assert.equal((await bus.counts("orders")).active, 0);
});

test("a receiver that asked for more than there is gives its credit back: a later message waits for the next call", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  const receiver = client.createReceiver("orders");
  assert.ok(await isEmpty(receiver));
  await client.createSender("orders").sendMessages({ body: "later" });
  assert.equal((await receiveOne(client.createReceiver("orders"))).deliveryCount, 0);
});
