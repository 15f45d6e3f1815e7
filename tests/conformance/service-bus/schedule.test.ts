import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "./manual-clock.ts";
import { eventually, isEmpty, receive, receiveOne, startBus } from "./started-bus.ts";

test("scheduled messages are enqueued at their time, in the order of their times", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: {} } }, { clock });
  const sender = client.createSender("orders");
  const at = (ms: number): Date => new Date(clock.now() + ms);
  await sender.scheduleMessages({ body: "third" }, at(30_000));
  await sender.scheduleMessages({ body: "first" }, at(10_000));
  await sender.scheduleMessages({ body: "second" }, at(20_000));
  await sender.sendMessages({ body: "now" });
  assert.equal((await counts("orders")).scheduled, 3);
  const receiver = client.createReceiver("orders");
  assert.equal((await receiveOne(receiver)).body, "now");
  assert.ok(await isEmpty(receiver));
  clock.advance(30_000);
  assert.deepEqual(
    (await receive(receiver, 3)).map(({ body }) => body as string),
    ["first", "second", "third"],
  );
});

test("a message that is sent with scheduledEnqueueTimeUtc waits for it and gets a new sequence number then", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, { queues: { orders: {} } }, { clock });
  const scheduledEnqueueTimeUtc = new Date(clock.now() + 60_000);
  const sender = client.createSender("orders");
  await sender.sendMessages({ body: "later", scheduledEnqueueTimeUtc });
  await sender.sendMessages({ body: "now" });
  const receiver = client.createReceiver("orders");
  await receiver.completeMessage(await receiveOne(receiver));
  assert.ok(await isEmpty(receiver));
  clock.advance(60_000);
  const message = await receiveOne(receiver);
  assert.equal(message.body, "later");
  assert.equal(message.sequenceNumber?.toNumber(), 3);
  assert.equal(message.enqueuedTimeUtc?.getTime(), scheduledEnqueueTimeUtc.getTime());
  assert.equal(message.scheduledEnqueueTimeUtc?.getTime(), scheduledEnqueueTimeUtc.getTime());
});

test("a message scheduled for the past is enqueued at once", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").scheduleMessages({ body: "late" }, new Date(Date.now() - 1000));
  assert.equal((await receiveOne(client.createReceiver("orders"))).body, "late");
});

test("a scheduled message can be canceled by its sequence number, once", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: {} } }, { clock });
  const sender = client.createSender("orders");
  const numbers = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], new Date(clock.now() + 1000));
  assert.equal(numbers.length, 2);
  await sender.cancelScheduledMessages(numbers);
  await assert.rejects(sender.cancelScheduledMessages(numbers), { code: "MessageNotFound" });
  clock.advance(1000);
  assert.deepEqual(await counts("orders"), {
    active: 0,
    scheduled: 0,
    deferred: 0,
    deadLetter: 0,
    locked: 0,
  });
});

test("a message scheduled on a topic is filtered and reaches the subscriptions at its time", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(
    t,
    { topics: { events: { subscriptions: { a: {}, b: {} } } } },
    { clock },
  );
  const sender = client.createSender("events");
  await sender.scheduleMessages({ body: "kept" }, new Date(clock.now() + 1000));
  const canceled = await sender.scheduleMessages({ body: "canceled" }, new Date(clock.now() + 1000));
  await sender.cancelScheduledMessages(canceled);
  assert.equal((await counts("events")).scheduled, 1);
  assert.equal((await counts("events/Subscriptions/a")).active, 0);
  clock.advance(1000);
  for (const subscription of ["a", "b"]) {
    assert.equal((await receiveOne(client.createReceiver("events", subscription))).body, "kept");
  }
});

test("a scheduled message's time to live begins at its enqueue time", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: {} } }, { clock });
  await client
    .createSender("orders")
    .scheduleMessages({ body: 1, timeToLive: 1000 }, new Date(clock.now() + 60_000));
  clock.advance(60_000);
  await eventually("it is enqueued", async () => (await counts("orders")).active === 1);
  clock.advance(1000);
  assert.equal((await counts("orders")).active, 0);
});
