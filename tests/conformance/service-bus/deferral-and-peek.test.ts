import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { manualClock } from "./manual-clock.ts";
import { isEmpty, receive, receiveOne, startBus } from "./started-bus.ts";

test("a deferred message is received by its sequence number only, any number of times until it is settled", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages({ body: "wait", applicationProperties: { a: 1 } });
  const receiver = client.createReceiver("orders");
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message, { why: "too early" });
  assert.ok(await isEmpty(receiver));
  assert.ok(message.sequenceNumber !== undefined);
  const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber);
  assert.ok(deferred !== undefined);
  assert.equal(deferred.state, "deferred");
  assert.deepEqual(deferred.applicationProperties, { a: 1, why: "too early" });
  await receiver.abandonMessage(deferred);
  const [again] = await receiver.receiveDeferredMessages(message.sequenceNumber);
  assert.ok(again !== undefined);
  assert.equal(again.deliveryCount, 1);
  await receiver.completeMessage(again);
  await assert.rejects(receiver.receiveDeferredMessages(message.sequenceNumber), { code: "MessageNotFound" });
  assert.equal((await counts("orders")).deferred, 0);
});

test("a deferred message that is being handled cannot be received again, and can be dead-lettered", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages({ body: 1 });
  const receiver = client.createReceiver("orders");
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  assert.ok(message.sequenceNumber !== undefined);
  const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber);
  assert.ok(deferred !== undefined);
  await assert.rejects(receiver.receiveDeferredMessages(message.sequenceNumber), { code: "MessageNotFound" });
  await receiver.deadLetterMessage(deferred, { deadLetterReason: "r", deadLetterErrorDescription: "d" });
  const dead = await receiveOne(client.createReceiver("orders", { subQueueType: "deadLetter" }));
  assert.equal(dead.deadLetterReason, "r");
  assert.equal(dead.deadLetterErrorDescription, "d");
});

test("a deferred message does not expire", async (t) => {
  const clock = manualClock();
  const { client, counts } = await startBus(t, { queues: { orders: {} } }, { clock });
  await client.createSender("orders").sendMessages({ body: 1, timeToLive: 1000 });
  const receiver = client.createReceiver("orders");
  await receiver.deferMessage(await receiveOne(receiver));
  clock.advance(60_000);
  assert.equal((await counts("orders")).deferred, 1);
});

test("deferred messages can be received and deleted", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages({ body: 1 });
  const receiver = client.createReceiver("orders");
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  assert.ok(message.sequenceNumber !== undefined);
  const deleting = client.createReceiver("orders", { receiveMode: "receiveAndDelete" });
  const [taken] = await deleting.receiveDeferredMessages(message.sequenceNumber);
  assert.equal(taken?.body, 1);
  assert.equal((await counts("orders")).deferred, 0);
});

test("peeking shows messages of every state in sequence and locks none", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  const sender = client.createSender("orders");
  await sender.sendMessages([{ body: "locked" }, { body: "deferred" }, { body: "active" }]);
  await sender.scheduleMessages({ body: "scheduled" }, new Date(Date.now() + 3_600_000));
  const receiver = client.createReceiver("orders");
  const [, second] = await receive(receiver, 2);
  assert.ok(second !== undefined);
  await receiver.deferMessage(second);
  const peeked = await receiver.peekMessages(10);
  assert.deepEqual(
    peeked.map(({ body, state, lockToken }) => [body as string, state, lockToken]),
    [
      ["locked", "active", undefined],
      ["deferred", "deferred", undefined],
      ["active", "active", undefined],
      ["scheduled", "scheduled", undefined],
    ],
  );
  assert.equal((await receiveOne(receiver)).body, "active");
});

test("peeking goes on where it was, or from a sequence number", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages([1, 2, 3, 4].map((body) => ({ body })));
  const receiver = client.createReceiver("orders");
  const bodies = (messages: ServiceBusReceivedMessage[]): unknown[] =>
    messages.map(({ body }) => body as unknown);
  const [, second] = await receiver.peekMessages(2);
  assert.deepEqual(bodies(await receiver.peekMessages(1)), [3]);
  const fromSequenceNumber = second?.sequenceNumber;
  assert.ok(fromSequenceNumber !== undefined);
  assert.deepEqual(bodies(await receiver.peekMessages(2, { fromSequenceNumber })), [2, 3]);
});

test("peeking at an empty queue gives nothing", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  assert.deepEqual(await client.createReceiver("orders").peekMessages(5), []);
});
