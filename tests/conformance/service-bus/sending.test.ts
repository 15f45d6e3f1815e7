import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, receive, receiveOne, startBus } from "./started-bus.ts";

test("a batch of up to the maximum size is sent as one, and its messages arrive one by one", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  const sender = client.createSender("orders");
  const batch = await sender.createMessageBatch();
  assert.equal(batch.maxSizeInBytes, 256 * 1024);
  let added = 0;
  while (batch.tryAddMessage({ body: "x".repeat(1000), messageId: `m${added}` })) added += 1;
  assert.ok(added > 200);
  await sender.sendMessages(batch);
  const messages = await receive(client.createReceiver("orders"), added);
  assert.deepEqual(
    messages.map(({ messageId }) => messageId),
    Array.from({ length: added }, (_, i) => `m${i}`),
  );
});

test("a single message over 256 KB is refused with MessageSizeExceeded", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: {} } });
  const sender = client.createSender("orders");
  await assert.rejects(sender.sendMessages({ body: "x".repeat(300 * 1024) }), {
    code: "MessageSizeExceeded",
  });
  await sender.sendMessages({ body: "x".repeat(200 * 1024) });
  assert.equal((await counts("orders")).active, 1);
});

test("bodies of every kind arrive as they were sent: text, JSON, bytes, AMQP value and sequence", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  const sender = client.createSender("orders");
  await sender.sendMessages([
    { body: "text" },
    { body: { a: [1] } },
    { body: Buffer.from([0, 255]) },
    { body: null },
  ]);
  await sender.sendMessages({ bodyType: "value", body: { v: "한글" } });
  await sender.sendMessages({ bodyType: "sequence", body: [[1, "two"]] });
  const bodies = (await receive(client.createReceiver("orders"), 6)).map(({ body }) => body as unknown);
  assert.deepEqual(bodies.slice(0, 2), ["text", { a: [1] }]);
  assert.deepEqual(Buffer.from(bodies[2] as Uint8Array), Buffer.from([0, 255]));
  assert.equal(bodies[3], null);
  assert.deepEqual(bodies.slice(4), [{ v: "한글" }, [[1, "two"]]]);
});

test("what only the bus says of a message cannot be said by its sender; other annotations arrive", async (t) => {
  const { client } = await startBus(t, { queues: { orders: {} } });
  await client.createSender("orders").sendMessages({
    bodyType: "data",
    body: 1,
    messageAnnotations: {
      "x-opt-sequence-number": 999,
      "x-opt-enqueued-time": new Date(0),
      "x-opt-message-state": 2,
      "own-annotation": "kept",
    },
  });
  const message = await receiveOne(client.createReceiver("orders"));
  assert.equal(message.sequenceNumber?.toNumber(), 1);
  assert.equal(message.state, "active");
  assert.ok((message.enqueuedTimeUtc?.getTime() ?? 0) > 0);
  assert.equal(message._rawAmqpMessage.messageAnnotations?.["own-annotation"], "kept");
});

test("more messages than an AMQP session's window pass over one link in each direction", async (t) => {
  const { client, counts } = await startBus(t, { queues: { orders: {} } });
  const total = 2500;
  const sender = client.createSender("orders");
  await Promise.all(Array.from({ length: total }, (_, body) => sender.sendMessages({ body })));
  const receiver = client.createReceiver("orders");
  const seen = new Set<number>();
  receiver.subscribe(
    {
      processMessage(message) {
        seen.add(message.body as number);
        return Promise.resolve();
      },
      processError: ({ error }) => Promise.reject(error),
    },
    { maxConcurrentCalls: 50 },
  );
  await eventually("all are completed", async () => (await counts("orders")).active === 0);
  assert.equal(seen.size, total);
});
