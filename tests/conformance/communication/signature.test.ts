import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import test from "node:test";
import type { Communication } from "../../../local/communication/server.ts";
import { communicationFor, outboxOf, phone, sender } from "./communication-fixture.ts";

const body = JSON.stringify({ from: sender, smsRecipients: [{ to: phone(1) }], message: "hello" });
const path = "/sms?api-version=2021-03-07";

type Signed = {
  date?: string;
  path?: string;
  signedBody?: string;
  headers?: Record<string, string>;
  body?: string;
};

/** Signs as the documentation says, with whatever the case bends. */
const post = async (
  service: Communication,
  bent: Signed = {},
): Promise<{ status: number; code?: string }> => {
  const date = bent.date ?? new Date().toUTCString();
  const hash = createHash("sha256")
    .update(bent.signedBody ?? body)
    .digest("base64");
  const key = Buffer.from(service.connectionString.split("accesskey=")[1] ?? "", "base64");
  const toSign = `POST\n${bent.path ?? path}\n${date};127.0.0.1:${service.port};${hash}`;
  const signature = createHmac("sha256", key).update(toSign).digest("base64");
  const response = await fetch(`${service.endpoint}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-ms-date": date,
      "x-ms-content-sha256": hash,
      authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
      ...bent.headers,
    },
    body: bent.body ?? body,
  });
  const answer = (await response.json()) as { error?: { code: string } };
  return { status: response.status, ...(answer.error && { code: answer.error.code }) };
};

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toUTCString();
const denied: [string, Signed][] = [
  ["over another body", { signedBody: `${body} ` }],
  ["over another path", { path: "/sms?api-version=2022-01-01" }],
  ["older than 5 minutes", { date: minutesAgo(6) }],
  ["more than 5 minutes ahead", { date: minutesAgo(-6) }],
  ["without a date", { date: "soon" }],
  ["that is missing", { headers: { authorization: "" } }],
  ["of a bearer token", { headers: { authorization: "Bearer token" } }],
  ["over fewer headers", { headers: { authorization: "HMAC-SHA256 SignedHeaders=host&Signature=AAAA" } }],
  ["over a hash that is not sent", { headers: { "x-ms-content-sha256": "" } }],
];

test("a signature over method, path, query, date, host and body hash is let in", async (t) => {
  const service = await communicationFor(t);
  assert.deepEqual(await post(service), { status: 202 });
  assert.deepEqual(await post(service, { date: minutesAgo(4) }), { status: 202 });
});

for (const [name, bent] of denied) {
  test(`a signature ${name} is denied with 401`, async (t) => {
    const service = await communicationFor(t);
    assert.deepEqual(await post(service, bent), { status: 401, code: "Denied" });
    assert.deepEqual(await outboxOf(service), []);
  });
}

test("what is not JSON, or not of this version or this service, is refused by name", async (t) => {
  const service = await communicationFor(t);
  const bad = "\u0000{";
  assert.equal((await post(service, { body: bad, signedBody: bad })).status, 400);
  assert.deepEqual(await post(service, { headers: { "content-type": "text/plain" } }), {
    status: 415,
    code: "UnsupportedMediaType",
  });
  const optOut = await fetch(`${service.endpoint}/sms/optouts:add`, { method: "POST" });
  assert.equal(optOut.status, 501);
  assert.match(await optOut.text(), /opt-out API/);
  assert.equal((await fetch(`${service.endpoint}/emails:send`, { method: "POST" })).status, 404);
  assert.equal((await fetch(`${service.endpoint}/sms`)).status, 405);
});

test("a body of more than 1 MiB is refused with 413", async (t) => {
  const service = await communicationFor(t);
  const large = " ".repeat(1024 * 1024 + 1);
  assert.deepEqual(await post(service, { body: large, signedBody: large }), {
    status: 413,
    code: "RequestTooLarge",
  });
});
