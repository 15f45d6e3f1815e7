import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { manualClock } from "./manual-clock.ts";
import { eventually, isEmpty, receive, receiveOne, startBus } from "./started-bus.ts";

test("a dead-lettered message is in the dead-letter queue with its reason, description, changed properties and number", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client
    .createSender("orders")
    .sendMessages({ body: "bad", messageId: "m", applicationProperties: { a: 1 } });
  const receiver = client.createReceiver("orders");
  const message = await receiveOne(receiver);
  await receiver.deadLetterMessage(message, {
    deadLetterReason: "Unreadable",
    deadLetterErrorDescription: "No such order",
    seenBy: "worker-1",
  });
  assert.ok(await isEmpty(receiver));
  const dead = await receiveOne(client.createReceiver("orders", { subQueueType: "deadLetter" }));
  assert.equal(dead.body, "bad");
  assert.equal(dead.messageId, "m");
  assert.equal(dead.deadLetterReason, "Unreadable");
  assert.equal(dead.deadLetterErrorDescription, "No such order");
  assert.equal(dead.applicationProperties?.["a"], 1);
  assert.equal(dead.applicationProperties["seenBy"], "worker-1");
  assert.equal(dead.sequenceNumber?.toNumber(), message.sequenceNumber?.toNumber());
});

test("a message is dead-lettered with MaxDeliveryCountExceeded when its deliveries have failed MaxDeliveryCount times", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: { MaxDeliveryCount: 3 } } });
  await client.createSender("orders").sendMessages({ body: "poison" });
  const receiver = client.createReceiver("orders");
  for (const deliveryCount of [0, 1, 2]) {
    const message = await receiveOne(receiver);
    assert.equal(message.deliveryCount, deliveryCount);
    await receiver.abandonMessage(message);
  }
  assert.deepEqual(await counts("orders"), {
    active: 0,
    scheduled: 0,
    deferred: 0,
    deadLetter: 1,
    locked: 0,
  });
  const dead = await receiveOne(client.createReceiver("orders", { subQueueType: "deadLetter" }));
  assert.equal(dead.deadLetterReason, "MaxDeliveryCountExceeded");
  assert.equal(dead.deadLetterErrorDescription, "Message could not be consumed after 3 delivery attempts.");
});

test("expired locks count towards MaxDeliveryCount", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(
    t,
    { queues: { orders: { MaxDeliveryCount: 1, LockDuration: "PT5S" } } },
    { clock },
  );
  await client.createSender("orders").sendMessages({ body: "hangs" });
  await receiveOne(client.createReceiver("orders", { maxAutoLockRenewalDurationInMs: 0 }));
  clock.advance(5000);
  const dead = await receiveOne(client.createReceiver("orders", { subQueueType: "deadLetter" }));
  assert.equal(dead.deadLetterReason, "MaxDeliveryCountExceeded");
});

test("an expired message is dead-lettered with TTLExpiredException when the entity asks for it", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(
    t,
    { queues: { orders: { DeadLetteringOnMessageExpiration: true }, drops: {} } },
    { clock },
  );
  await client.createSender("orders").sendMessages({ body: "short", timeToLive: 1000 });
  await client.createSender("drops").sendMessages({ body: "short", timeToLive: 1000 });
  clock.advance(999);
  assert.equal((await counts("orders")).active, 1);
  clock.advance(1);
  assert.equal((await counts("orders")).active, 0);
  const dead = await receiveOne(client.createReceiver("orders", { subQueueType: "deadLetter" }));
  assert.equal(dead.deadLetterReason, "TTLExpiredException");
  assert.equal(dead.deadLetterErrorDescription, "The message expired and was dead lettered.");
  assert.deepEqual(await counts("drops"), { active: 0, scheduled: 0, deferred: 0, deadLetter: 0, locked: 0 });
});

test("the entity's time to live holds for messages without one and shortens a longer one", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(
    t,
    { queues: { orders: { DefaultMessageTimeToLive: "PT1M" } } },
    { clock },
  );
  await client
    .createSender("orders")
    .sendMessages([{ body: 1 }, { body: 2, timeToLive: 3_600_000 }, { body: 3, timeToLive: 1000 }]);
  clock.advance(1000);
  assert.equal((await counts("orders")).active, 2);
  clock.advance(59_000);
  assert.equal((await counts("orders")).active, 0);
});

test("a locked message does not expire: it can be completed after its time, and expires when it is given back", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(
    t,
    { queues: { orders: { DeadLetteringOnMessageExpiration: true } } },
    { clock },
  );
  await client.createSender("orders").sendMessages([
    { body: 1, timeToLive: 1000 },
    { body: 2, timeToLive: 1000 },
  ]);
  const receiver = client.createReceiver("orders");
  const [first, second] = await receive(receiver, 2);
  assert.ok(first !== undefined && second !== undefined);
  clock.advance(2000);
  await receiver.completeMessage(first);
  await receiver.abandonMessage(second);
  assert.deepEqual(await counts("orders"), {
    active: 0,
    scheduled: 0,
    deferred: 0,
    deadLetter: 1,
    locked: 0,
  });
});

test("a dead letter is replayed by sending it to its queue and completing it", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: {} } });
  await client
    .createSender("orders")
    .sendMessages({ body: { n: 1 }, messageId: "m1", applicationProperties: { kind: "x" } });
  const receiver = client.createReceiver("orders");
  await receiver.deadLetterMessage(await receiveOne(receiver), {
    deadLetterReason: "later",
    deadLetterErrorDescription: "try again",
  });
  const deadLetters = client.createReceiver("orders", { subQueueType: "deadLetter" });
  const dead = await receiveOne(deadLetters);
  await client.createSender("orders").sendMessages(dead);
  await deadLetters.completeMessage(dead);
  const again = await receiveOne(receiver);
  assert.deepEqual(again.body, { n: 1 });
  assert.equal(again.messageId, "m1");
  assert.equal(again.applicationProperties?.["kind"], "x");
  assert.equal(again.deliveryCount, 0);
  assert.equal((await counts("orders")).deadLetter, 0);
});

test("a dead letter stays: abandoned often and long expired, it is still there", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, { queues: { orders: { MaxDeliveryCount: 1 } } }, { clock });
  await client.createSender("orders").sendMessages({ body: "x", timeToLive: 5000 });
  const receiver = client.createReceiver("orders");
  await receiver.deadLetterMessage(await receiveOne(receiver));
  const deadLetters = client.createReceiver("orders", { subQueueType: "deadLetter" });
  await deadLetters.abandonMessage(await receiveOne(deadLetters));
  await deadLetters.abandonMessage(await receiveOne(deadLetters));
  clock.advance(24 * 3_600_000);
  assert.equal((await receiveOne(deadLetters)).deliveryCount, 2);
});

test("a dead letter cannot be dead-lettered again", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages({ body: "x" });
  const receiver = client.createReceiver("orders");
  await receiver.deadLetterMessage(await receiveOne(receiver));
  const deadLetters = client.createReceiver("orders", { subQueueType: "deadLetter" });
  await assert.rejects(deadLetters.deadLetterMessage(await receiveOne(deadLetters)), /dead-lettered again/);
});

test("a subscription has its own dead-letter queue", async (t) => {
  const { client, counts } = await startBus(t, {
    topics: { events: { subscriptions: { a: { MaxDeliveryCount: 1 }, b: {} } } },
  });
  await client.createSender("events").sendMessages({ body: "e" });
  const receiver = client.createReceiver("events", "a");
  await receiver.abandonMessage(await receiveOne(receiver));
  const dead = await receiveOne(client.createReceiver("events", "a", { subQueueType: "deadLetter" }));
  assert.equal(dead.deadLetterReason, "MaxDeliveryCountExceeded");
  assert.equal((await counts("events/Subscriptions/b")).active, 1);
});

test("ForwardDeadLetteredMessagesTo moves dead letters to another queue, with their source", async (t) => {
  const { client, counts } = await startBus(t, {
    queues: { orders: { ForwardDeadLetteredMessagesTo: "failed" }, failed: {} },
  });
  await client.createSender("orders").sendMessages({ body: "x" });
  const receiver = client.createReceiver("orders");
  await receiver.deadLetterMessage(await receiveOne(receiver), {
    deadLetterReason: "why",
    deadLetterErrorDescription: "because",
  });
  const failed = await receiveOne(client.createReceiver("failed"));
  assert.equal(failed.deadLetterReason, "why");
  assert.equal(failed.deadLetterSource, "orders");
  assert.equal((await counts("orders")).deadLetter, 0);
});

test("ForwardTo moves messages on to another entity, through topics too", async (t) => {
  const { client } = await startBus(t, {
    queues: { entry: { ForwardTo: "events" }, archive: {} },
    topics: { events: { subscriptions: { a: { ForwardTo: "archive" } } } },
  });
  await client.createSender("entry").sendMessages({ body: "on its way" });
  assert.equal((await receiveOne(client.createReceiver("archive"))).body, "on its way");
  await assert.rejects(client.createReceiver("entry").receiveMessages(1), /forwards to events/);
});

test("no lock, dead letter or message is lost when many receivers settle in every way at once", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: { MaxDeliveryCount: 4 } } });
  const total = 300;
  await client.createSender("orders").sendMessages(Array.from({ length: total }, (_, n) => ({ body: n })));
  let completed = 0;
  const receiver = client.createReceiver("orders");
  const settle = async (message: ServiceBusReceivedMessage): Promise<void> => {
    const n = message.body as number;
    if (n % 3 === 0) await receiver.abandonMessage(message);
    else if (n % 3 === 1) await receiver.deadLetterMessage(message);
    else {
      await receiver.completeMessage(message);
      completed += 1;
    }
  };
  // One after the other: the SDK's rhea 3.0.5 writes two neighbouring outcomes of one tick as if both were the first.
  let settled = Promise.resolve();
  receiver.subscribe(
    {
      processMessage: (message) => (settled = settled.then(() => settle(message))),
      processError: ({ error }) => Promise.reject(error),
    },
    { maxConcurrentCalls: 20, autoCompleteMessages: false },
  );
  await eventually("all are settled", async () => {
    const { active, deadLetter } = await counts("orders");
    return active === 0 && deadLetter + completed === total;
  });
  assert.equal(completed, total / 3);
});
