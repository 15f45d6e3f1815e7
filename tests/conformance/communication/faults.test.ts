import assert from "node:assert/strict";
import test from "node:test";
import {
  clientOf,
  communicationFor,
  outboxOf,
  phone,
  repeating,
  sender,
  setFaults,
} from "./communication-fixture.ts";

const request = { from: sender, to: [phone(1)], message: "hello" };

const statusOf = (error: unknown): number => {
  assert.ok(error instanceof Error && "statusCode" in error && typeof error.statusCode === "number");
  return error.statusCode;
};

test("a 429 or 503 of the service carries Retry-After, so that the SDK's own retry sends once", async (t) => {
  const service = await communicationFor(t);
  for (const status of [429, 503]) {
    await setFaults(service, [{ kind: "status", operation: "send", status, times: 1 }]);
    await assert.rejects(clientOf(service).send(request), (error) => statusOf(error) === status);
    assert.deepEqual(await outboxOf(service), [], "nothing is done when refused");
  }
  await setFaults(service, [{ kind: "status", operation: "send", status: 429, times: 1 }]);
  const retrying = clientOf(service, { retryOptions: { maxRetries: 1 } });
  const [result] = await retrying.send(request);
  assert.equal(result?.successful, true);
  assert.equal((await outboxOf(service)).length, 1);
});

test("a dropped answer leaves the message sent, and the repeat is answered with it", async (t) => {
  const service = await communicationFor(t);
  await setFaults(service, [{ kind: "drop", operation: "send", times: 1 }]);
  const client = clientOf(service, repeating("one"));
  await assert.rejects(client.send(request));
  const [sent] = await outboxOf(service);
  const [result] = await client.send(request);
  assert.ok(sent !== undefined);
  assert.equal(result?.messageId, sent.id);
  assert.equal((await outboxOf(service)).length, 1);
});

test("a refused connection leaves nothing done", async (t) => {
  const service = await communicationFor(t);
  await setFaults(service, [{ kind: "refuse", operation: "send", times: 1 }]);
  await assert.rejects(clientOf(service).send(request));
  assert.deepEqual(await outboxOf(service), []);
});

test("a delay holds the answer back", async (t) => {
  const service = await communicationFor(t);
  await setFaults(service, [{ kind: "delay", operation: "send", ms: 200, times: 1 }]);
  const started = performance.now();
  await clientOf(service).send(request);
  assert.ok(performance.now() - started >= 195);
});

test("a delayed answer does not keep the service from closing", { timeout: 20_000 }, async (t) => {
  const service = await communicationFor(t);
  await setFaults(service, [{ kind: "delay", operation: "send", ms: 600_000, times: 1 }]);
  const sending = assert.rejects(clientOf(service).send(request));
  // A fault of one time is listed until the request takes it: then the delay has begun.
  while ((await (await fetch(`${service.endpoint}/_faults`)).text()) !== "[]");
  await service.close();
  await sending;
});

test("one recipient of a request can fail with a status of its own, and its repeat is sent", async (t) => {
  const service = await communicationFor(t);
  await setFaults(service, [{ kind: "status", operation: "recipient", status: 503, times: 1 }]);
  const client = clientOf(service, repeating("one"));
  const two = { ...request, to: [phone(1), phone(2)] };
  const first = await client.send(two);
  assert.deepEqual(
    first.map(({ to, httpStatusCode, successful }) => ({ to, httpStatusCode, successful })),
    [
      { to: phone(1), httpStatusCode: 503, successful: false },
      { to: phone(2), httpStatusCode: 202, successful: true },
    ],
  );
  const second = await client.send(two);
  assert.deepEqual(
    second.map(({ successful }) => successful),
    [true, true],
  );
  assert.deepEqual(
    (await outboxOf(service)).map(({ to }) => to),
    [phone(2), phone(1)],
  );
});

test("a fault that this service cannot have is refused by name", async (t) => {
  const service = await communicationFor(t);
  await setFaults(service, [{ kind: "reorder", operation: "send" }]);
  await assert.rejects(clientOf(service).send(request), (error) => statusOf(error) === 501);
});
