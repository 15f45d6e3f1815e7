import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "./manual-clock.ts";
import { receive, startBus } from "./started-bus.ts";

const detecting = { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: "PT1M" };

test("a second message with the same id within the window is accepted and dropped", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: detecting } }, { clock });
  const sender = client.createSender("orders");
  await sender.sendMessages({ body: "first", messageId: "m" });
  clock.advance(59_999);
  await sender.sendMessages({ body: "second", messageId: "m" });
  await sender.sendMessages([
    { body: "third", messageId: "m" },
    { body: "other", messageId: "n" },
  ]);
  assert.equal((await counts("orders")).active, 2);
  assert.deepEqual(
    (await receive(client.createReceiver("orders"), 2)).map(({ body }) => body as string),
    ["first", "other"],
  );
});

test("an id is remembered when its message was completed long ago, until the window is over", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: detecting } }, { clock });
  const sender = client.createSender("orders");
  await sender.sendMessages({ body: 1, messageId: "m" });
  const receiver = client.createReceiver("orders");
  for (const message of await receive(receiver, 1)) await receiver.completeMessage(message);
  await sender.sendMessages({ body: 2, messageId: "m" });
  assert.equal((await counts("orders")).active, 0);
  clock.advance(60_000);
  await sender.sendMessages({ body: 3, messageId: "m" });
  assert.equal((await counts("orders")).active, 1);
});

test("a topic detects duplicates before its subscriptions", async (t) => {
  const { client, counts } = await startBus(t, {
    topics: { events: { ...detecting, subscriptions: { a: {}, b: {} } } },
  });
  const sender = client.createSender("events");
  await sender.sendMessages({ body: 1, messageId: "m" });
  await sender.sendMessages({ body: 1, messageId: "m" });
  assert.equal((await counts("events/Subscriptions/a")).active, 1);
  assert.equal((await counts("events/Subscriptions/b")).active, 1);
});

test("without duplicate detection the same id is two messages", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: {} } });
  const sender = client.createSender("orders");
  await sender.sendMessages({ body: 1, messageId: "m" });
  await sender.sendMessages({ body: 1, messageId: "m" });
  assert.equal((await counts("orders")).active, 2);
});

test("scheduled messages take part in duplicate detection", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: detecting } }, { clock });
  const sender = client.createSender("orders");
  await sender.scheduleMessages({ body: 1, messageId: "m" }, new Date(clock.now() + 10_000));
  await sender.sendMessages({ body: 2, messageId: "m" });
  assert.equal((await counts("orders")).active, 0);
  clock.advance(10_000);
  assert.equal((await counts("orders")).active, 1);
});
