import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "./manual-clock.ts";
import { eventually, isEmpty, receive, receiveOne, startBus } from "./started-bus.ts";

const sessionQueue = { queues: { orders: { RequiresSession: true, LockDuration: "PT30S" } } };

test("a session receiver gets the messages of its session only, in order", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  await client.createSender("orders").sendMessages([
    { body: "a1", sessionId: "a" },
    { body: "b1", sessionId: "b" },
    { body: "a2", sessionId: "a" },
  ]);
  const receiver = await client.acceptSession("orders", "a");
  assert.equal(receiver.sessionId, "a");
  const messages = await receive(receiver, 2);
  assert.deepEqual(
    messages.map(({ body, sessionId }) => [body as string, sessionId]),
    [
      ["a1", "a"],
      ["a2", "a"],
    ],
  );
  for (const message of messages) await receiver.completeMessage(message);
  assert.ok(await isEmpty(receiver));
});

test("a session is held by one receiver: another that asks for it gets SessionCannotBeLocked", async (t) => {
  const { client, newClient } = await startBus(t, sessionQueue);
  const holder = await client.acceptSession("orders", "a");
  await assert.rejects(newClient().acceptSession("orders", "a"), { code: "SessionCannotBeLocked" });
  await holder.close();
  const next = await newClient().acceptSession("orders", "a");
  assert.equal(next.sessionId, "a");
});

test("acceptNextSession gives sessions that have messages and no holder, each to one receiver", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  await client.createSender("orders").sendMessages([
    { body: 1, sessionId: "a" },
    { body: 2, sessionId: "b" },
  ]);
  const first = await client.acceptNextSession("orders");
  const second = await client.acceptNextSession("orders");
  assert.deepEqual([first.sessionId, second.sessionId].sort(), ["a", "b"]);
});

test("acceptNextSession waits for a session's first message", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  const accepting = client.acceptNextSession("orders");
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "late" });
  const receiver = await accepting;
  assert.equal(receiver.sessionId, "late");
  assert.equal((await receiveOne(receiver)).body, 1);
});

test("acceptNextSession ends with ServiceTimeout when there is no session in time, and takes none after that", async (t) => {
  const { newClient } = await startBus(t, sessionQueue);
  const client = newClient({ timeoutInMs: 1500 });
  await assert.rejects(client.acceptNextSession("orders"), { code: "ServiceTimeout" });
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "late" });
  assert.equal((await newClient({ timeoutInMs: 1500 }).acceptNextSession("orders")).sessionId, "late");
});

test("the lock on a session ends when it is not renewed: the receiver is told, and the next one gets the messages, counted", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, sessionQueue, { clock });
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "a" });
  const slow = await client.acceptSession("orders", "a", { maxAutoLockRenewalDurationInMs: 0 });
  const held = await receiveOne(slow);
  clock.advance(30_000);
  await eventually("the receiver is told", () => slow.isClosed);
  await assert.rejects(slow.completeMessage(held), { code: "SessionLockLost" });
  const next = await client.acceptSession("orders", "a");
  assert.equal((await receiveOne(next)).deliveryCount, 1);
});

test("a renewed session lock holds for another lock duration", async (t) => {
  const clock = manualClock();
  const { client } = await startBus(t, sessionQueue, { clock });
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "a" });
  const receiver = await client.acceptSession("orders", "a", { maxAutoLockRenewalDurationInMs: 0 });
  assert.equal(receiver.sessionLockedUntilUtc.getTime(), clock.now() + 30_000);
  const message = await receiveOne(receiver);
  clock.advance(20_000);
  const until = await receiver.renewSessionLock();
  assert.equal(until.getTime(), clock.now() + 30_000);
  clock.advance(29_999);
  await receiver.completeMessage(message);
});

test("closing a session's receiver frees its messages at once, uncounted", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "a" });
  const first = await client.acceptSession("orders", "a");
  await receiveOne(first);
  await first.close();
  const second = await client.acceptSession("orders", "a");
  assert.equal((await receiveOne(second)).deliveryCount, 0);
});

test("a session's state is kept for its next receivers, until it is cleared", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  const first = await client.acceptSession("orders", "a");
  assert.equal(await first.getSessionState(), null);
  await first.setSessionState({ step: 3 });
  await first.close();
  const second = await client.acceptSession("orders", "a");
  assert.deepEqual(await second.getSessionState(), { step: 3 });
  await second.setSessionState(null);
  assert.equal(await second.getSessionState(), null);
});

test("deferred messages of a session are received by its holder", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "a" });
  const receiver = await client.acceptSession("orders", "a");
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  assert.ok(message.sequenceNumber !== undefined);
  const [deferred] = await receiver.receiveDeferredMessages([message.sequenceNumber]);
  assert.ok(deferred !== undefined);
  await receiver.completeMessage(deferred);
  assert.deepEqual(await receiver.peekMessages(1), []);
});

test("peeking from a session's receiver shows the messages of this session only", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  await client.createSender("orders").sendMessages([
    { body: "a1", sessionId: "a" },
    { body: "b1", sessionId: "b" },
  ]);
  const receiver = await client.acceptSession("orders", "b");
  assert.deepEqual(
    (await receiver.peekMessages(10)).map(({ body }) => body as string),
    ["b1"],
  );
});

test("a session's receiver that asked for more than there is keeps its session", async (t) => {
  const { client } = await startBus(t, sessionQueue);
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "a" });
  const receiver = await client.acceptSession("orders", "a");
  assert.equal((await receiver.receiveMessages(10, { maxWaitTimeInMs: 300 })).length, 1);
  assert.ok(await isEmpty(receiver));
  // Had the bus not answered the drain, the SDK would have closed the link, and the session with it.
  assert.equal(receiver.isClosed, false);
  await receiver.setSessionState("still mine");
});

test("a message without a session id cannot be sent to a queue that requires sessions", async (t) => {
  const { client, counts } = await startBus(t, sessionQueue);
  await assert.rejects(
    client.createSender("orders").sendMessages([{ body: 1, sessionId: "a" }, { body: 2 }]),
    /SessionId was not set/,
  );
  assert.equal((await counts("orders")).active, 0);
});

test("a message without a session id is dead-lettered by a subscription that requires sessions", async (t) => {
  const { client } = await startBus(t, {
    topics: { events: { subscriptions: { all: { RequiresSession: true } } } },
  });
  await client.createSender("events").sendMessages({ body: 1 });
  const dead = await receiveOne(client.createReceiver("events", "all", { subQueueType: "deadLetter" }));
  assert.equal(dead.deadLetterReason, "Session id is null.");
});

test("a receiver without a session is refused by an entity that requires them, and the other way round", async (t) => {
  const { client } = await startBus(t, {
    queues: { orders: { RequiresSession: true }, plain: {} },
  });
  await assert.rejects(client.createReceiver("orders").receiveMessages(1), /requires sessions/);
  await assert.rejects(client.acceptSession("plain", "a"), { code: "SessionCannotBeLocked" });
});

test("many receivers of next sessions handle every session's messages in order", async (t) => {
  const { client, newClient } = await startBus(t, sessionQueue);
  const sessions = Array.from({ length: 12 }, (_, i) => `s${i}`);
  const sender = client.createSender("orders");
  for (let n = 0; n < 5; n += 1) {
    await sender.sendMessages(sessions.map((sessionId) => ({ body: n, sessionId })));
  }
  const seen = new Map<string, number[]>();
  const work = async (): Promise<void> => {
    const own = newClient({ timeoutInMs: 1500 });
    while ([...seen.values()].flat().length < 60) {
      const receiver = await own.acceptNextSession("orders").catch(() => undefined);
      if (receiver === undefined) return;
      for (const message of await receiver.receiveMessages(5, { maxWaitTimeInMs: 1000 })) {
        const list = seen.get(receiver.sessionId) ?? [];
        list.push(message.body as number);
        seen.set(receiver.sessionId, list);
        await receiver.completeMessage(message);
      }
      await receiver.close();
    }
  };
  const workers = [work(), work(), work()];
  await eventually("all are handled", () => [...seen.values()].flat().length === 60);
  for (const session of sessions) assert.deepEqual(seen.get(session), [0, 1, 2, 3, 4]);
  await Promise.all(workers);
});
