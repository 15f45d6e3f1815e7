import assert from "node:assert/strict";
import test from "node:test";
import { SmsClient } from "@azure/communication-sms";
import { clientOf, communicationFor, outboxOf, phone, repeating, sender } from "./communication-fixture.ts";

const isRest =
  (status: number, words: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Error && error.name === "RestError" && "statusCode" in error);
    assert.equal(error.statusCode, status);
    assert.match(error.message, words);
    return true;
  };

test("a send answers one result per recipient in their order, each 202 with a message id, and all is in the outbox", async (t) => {
  const service = await communicationFor(t, { clock: () => Date.parse("2026-03-02T01:02:03Z") });
  const to = [phone(1), phone(2), phone(3)];
  const results = await clientOf(service).send({ from: sender, to, message: "청년창업 접수 시작" });

  assert.deepEqual(
    results.map(({ to, httpStatusCode, successful }) => ({ to, httpStatusCode, successful })),
    to.map((to) => ({ to, httpStatusCode: 202, successful: true })),
  );
  assert.deepEqual(
    await outboxOf(service),
    results.map(({ to, messageId }) => ({
      id: messageId,
      to,
      from: sender,
      message: "청년창업 접수 시작",
      at: "2026-03-02T01:02:03.000Z",
    })),
  );
  assert.equal(new Set(results.map(({ messageId }) => messageId)).size, 3);
});

test("a To number that is not E.164 is answered 400 in its own result, and the others are sent", async (t) => {
  const service = await communicationFor(t);
  // +112345678901 is the documented example: a digit too many for its country.
  const bad = ["010-1234-5678", "+112345678901", "+82", "", "+82 1012345678"];
  const results = await clientOf(service).send({ from: sender, to: [...bad, phone(1)], message: "hello" });

  for (const [index, to] of bad.entries()) {
    assert.deepEqual(results[index], {
      to,
      httpStatusCode: 400,
      errorMessage: "Invalid To phone number format.",
      successful: false,
    });
  }
  assert.equal(results.at(-1)?.successful, true);
  assert.deepEqual(
    (await outboxOf(service)).map(({ to }) => to),
    [phone(1)],
  );
});

test("an invalid From number refuses the whole request with 400", async (t) => {
  const service = await communicationFor(t);
  for (const from of ["1588-0000", "+1425555012345", ""]) {
    await assert.rejects(
      clientOf(service).send({ from, to: [phone(1)], message: "hello" }),
      isRest(400, /Invalid From phone number format|From field is required/),
    );
  }
  assert.deepEqual(await outboxOf(service), []);
});

test("a sender may be an E.164 number, a short code or an alphanumeric id", async (t) => {
  const service = await communicationFor(t);
  for (const from of ["+8215880000", "1588", "KTGG"]) {
    const [result] = await clientOf(service).send({ from, to: [phone(1)], message: "hello" });
    assert.equal(result?.successful, true, from);
  }
});

test("a request has from 1 to 100 recipients", async (t) => {
  const service = await communicationFor(t);
  const hundred = Array.from({ length: 100 }, (_, index) => phone(index));
  const send = (to: string[]) => clientOf(service).send({ from: sender, to, message: "hello" });

  await assert.rejects(send([]), isRest(400, /SmsRecipients/));
  await assert.rejects(send([...hundred, phone(100)]), isRest(400, /SmsRecipients.*100/));
  assert.deepEqual(await outboxOf(service), []);
  assert.equal((await send(hundred)).filter(({ successful }) => successful).length, 100);
});

test("a message has from 1 to 2048 characters", async (t) => {
  const service = await communicationFor(t);
  // The SDK checks the length itself: without its check the service still must.
  const unchecked = clientOf(service, {
    additionalPolicies: [
      {
        position: "perCall",
        policy: {
          name: "lengthen",
          sendRequest: (request, next) => {
            request.body = (request.body as string).replace("LONG", "가".repeat(2049));
            return next(request);
          },
        },
      },
    ],
  });
  const refused = isRest(400, /Message/);
  await assert.rejects(unchecked.send({ from: sender, to: [phone(1)], message: "LONG" }), refused);
  await assert.rejects(clientOf(service).send({ from: sender, to: [phone(1)], message: "" }), refused);
  const message = "가".repeat(2048);
  await clientOf(service).send({ from: sender, to: [phone(1)], message });
  assert.deepEqual(
    (await outboxOf(service)).map((sms) => sms.message),
    [message],
  );
});

test("a repeat with the same repeatability id and recipient is sent once and answered with the first result", async (t) => {
  const service = await communicationFor(t);
  const client = clientOf(service, repeating("5b8c8c1e-5f0a-5c57-9a51-0d1f3f3b2a11"));
  const request = { from: sender, to: [phone(1), phone(2)], message: "hello" };
  const first = await client.send(request);
  const second = await client.send(request);

  assert.deepEqual(second, first);
  assert.ok(
    first.every((result) => "repeatabilityResult" in result && result.repeatabilityResult === "accepted"),
  );
  assert.equal((await outboxOf(service)).length, 2);
});

test("two repeats at the same moment are one message", async (t) => {
  const service = await communicationFor(t);
  const client = clientOf(service, repeating("one"));
  const sends = Array.from({ length: 20 }, () =>
    client.send({ from: sender, to: [phone(1)], message: "hello" }),
  );
  const ids = (await Promise.all(sends)).map(([result]) => result?.messageId);
  assert.equal(new Set(ids).size, 1);
  assert.equal((await outboxOf(service)).length, 1);
});

test("another repeatability id, or none from the caller, is another message", async (t) => {
  const service = await communicationFor(t);
  const request = { from: sender, to: [phone(1)], message: "hello" };
  await clientOf(service, repeating("one")).send(request);
  await clientOf(service, repeating("two")).send(request);
  // The SDK makes a new id in every call of send().
  await clientOf(service).send(request);
  await clientOf(service).send(request);
  assert.equal((await outboxOf(service)).length, 4);
});

test("a repeatability id without a valid first-sent date is rejected with 400 for that recipient", async (t) => {
  const service = await communicationFor(t);
  for (const firstSent of ["", "2026-03-02T00:00:00Z", "yesterday"]) {
    const client = clientOf(service, repeating("one", firstSent));
    assert.deepEqual(await client.send({ from: sender, to: [phone(1)], message: "hello" }), [
      {
        to: phone(1),
        httpStatusCode: 400,
        repeatabilityResult: "rejected",
        errorMessage:
          "Request sent with Invalid DateTime value for repeatability-first-sent. Expected is DateTime ,RFC1123 pattern.",
        successful: false,
      },
    ]);
  }
  assert.deepEqual(await outboxOf(service), []);
});

test("a request signed with another access key is denied with 401 and nothing is sent", async (t) => {
  const service = await communicationFor(t);
  const stranger = new SmsClient(
    service.connectionString.replace(/accesskey=.*/, `accesskey=${Buffer.from("other").toString("base64")}`),
    { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } },
  );
  await assert.rejects(stranger.send({ from: sender, to: [phone(1)], message: "hello" }), (error: unknown) =>
    isRest(401, /Denied by the resource provider/)(error),
  );
  assert.deepEqual(await outboxOf(service), []);
});
