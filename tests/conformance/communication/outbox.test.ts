import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import {
  clientOf,
  communicationFor,
  outboxOf,
  phone,
  repeating,
  sender,
  tempDir,
} from "./communication-fixture.ts";

test("the outbox lists in time order and narrows by recipient, place and number", async (t) => {
  let now = 0;
  const service = await communicationFor(t, { clock: () => (now += 1000) });
  const client = clientOf(service);
  for (const message of ["a", "b", "c"])
    await client.send({ from: sender, to: [phone(1), phone(2)], message });

  const all = await outboxOf(service);
  assert.deepEqual(
    all.map(({ message, to }) => [message, to]),
    ["a", "b", "c"].flatMap((message) => [
      [message, phone(1)],
      [message, phone(2)],
    ]),
  );
  assert.deepEqual(
    [...all].sort((a, b) => a.at.localeCompare(b.at)),
    all,
  );

  const to = encodeURIComponent(phone(2));
  const second = all.filter((sms) => sms.to === phone(2));
  assert.deepEqual(await outboxOf(service, `?to=${to}`), second);
  assert.deepEqual(await outboxOf(service, `?to=${phone(2)}`), second, "a bare + is understood");
  assert.deepEqual(await outboxOf(service, `?after=${all[2]?.id ?? ""}`), all.slice(3));
  assert.deepEqual(await outboxOf(service, `?after=${all[2]?.id ?? ""}&limit=2`), all.slice(3, 5));
  assert.deepEqual(await outboxOf(service, `?to=${to}&after=${all[2]?.id ?? ""}&limit=1`), [all[3]]);
  assert.deepEqual(await outboxOf(service, "?latest=2"), all.slice(-2));

  const count = async (query: string): Promise<unknown> =>
    (await fetch(`${service.outbox}/count${query}`)).json();
  assert.deepEqual(await count(""), { count: 6 });
  assert.deepEqual(await count(`?to=${to}`), { count: 3 });
});

test("a question to the outbox that it does not understand is refused by name", async (t) => {
  const service = await communicationFor(t);
  for (const query of [
    "?after=nobody",
    "?limit=0",
    "?limit=x",
    "?latest=1001",
    "?latest=1&to=x",
    "?phone=1",
  ]) {
    const response = await fetch(`${service.outbox}${query}`);
    assert.equal(response.status, 400, query);
    assert.match(await response.text(), new RegExp(/[a-z]+/.exec(query)?.[0] ?? ""));
  }
  assert.equal((await fetch(`${service.outbox}/count?after=x`)).status, 400);
});

test("the page for people runs only its own script, asks no other host and keeps a message's text as text", async (t) => {
  const service = await communicationFor(t);
  const response = await fetch(service.endpoint);
  const page = await response.text();
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /^default-src 'none'; /);
  for (const [tag, directive] of [
    ["script", "script-src"],
    ["style", "style-src"],
  ]) {
    const inside = new RegExp(`<${tag}>(.*)</${tag}>`, "s").exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(inside).digest("base64");
    assert.ok(policy.includes(`${directive} 'sha256-${hash}'`), `the policy lets the page's own ${tag} run`);
  }
  assert.doesNotMatch(page, /https?:\/\//);
  assert.doesNotMatch(page, /innerHTML|insertAdjacentHTML|document\.write/);
});

test("a restart forgets neither a message nor a repeatability id", async (t) => {
  const dataDir = tempDir(t);
  const requestId = "kept-for-ever";
  const before = await communicationFor(t, { dataDir });
  const request = { from: sender, to: [phone(1)], message: "hello" };
  const first = await clientOf(before, repeating(requestId)).send(request);
  await before.close();

  const after = await communicationFor(t, { dataDir });
  assert.deepEqual(await clientOf(after, repeating(requestId)).send(request), first);
  assert.deepEqual(
    (await outboxOf(after)).map(({ id }) => id),
    [first[0]?.messageId],
  );
});
