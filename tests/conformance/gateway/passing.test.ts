import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { test } from "node:test";
import { eventually } from "../../system/eventually.ts";
import { gatewayBefore, policy, policyWith, problemOf, startBackend, tokenOf } from "./started-gateway.ts";
import type { Backend } from "./started-gateway.ts";

const staff = { authorization: `Bearer ${await tokenOf("staff-1", ["Staff"])}` };
const salesman = { authorization: `Bearer ${await tokenOf("salesman-1", ["Salesman"])}` };

const stopped = async (): Promise<Backend> => {
  const backend = await startBackend();
  backend.close();
  return backend;
};

test("requests go to the instances in turn", async () => {
  const apps = [await startBackend(), await startBackend()];
  const { url } = await gatewayBefore(apps);
  for (let call = 0; call < 10; call += 1) await fetch(`${url}/projects`, { headers: staff });
  assert.deepEqual(
    apps.map(({ seen }) => seen.length),
    [5, 5],
  );
});

test("a request that never reached an instance goes to another, with its body", async () => {
  const app = await startBackend();
  const { url } = await gatewayBefore([await stopped(), app, await stopped()], { checkEachMs: 60_000 });
  for (let call = 0; call < 6; call += 1) {
    const response = await fetch(`${url}/projects`, { method: "POST", headers: staff, body: `body ${call}` });
    assert.equal(response.status, 200);
  }
  assert.deepEqual(
    app.seen.map(({ body }) => body),
    Array.from({ length: 6 }, (_, call) => `body ${call}`),
  );
});

test("a request that an instance had when it died is not tried again: it may have been done", async () => {
  const seen: string[] = [];
  const dying = () =>
    startBackend(({ method }, response) => {
      seen.push(method);
      response.destroy();
    });
  const { url, lines } = await gatewayBefore([await dying(), await dying()]);
  for (const method of ["POST", "GET"]) {
    const response = await fetch(`${url}/projects`, { method, headers: staff });
    assert.equal(response.status, 502);
    assert.equal((await problemOf(response)).type, "urn:ktgg:problem:bad-gateway");
    assert.deepEqual(lines.splice(0), [`bad-gateway ${response.headers.get("x-correlation-id") ?? ""}`]);
  }
  assert.deepEqual(seen, ["POST", "GET"]);
});

test("an answer that breaks off in the middle breaks off for the caller too", async () => {
  const app = await startBackend((_seen, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("half", () => response.destroy());
  });
  const { url } = await gatewayBefore([app]);
  await assert.rejects(fetch(`${url}/projects`, { headers: staff }).then((response) => response.text()));
});

test("an instance that is not ready gets nothing while another is; when none is, all are tried", async () => {
  const apps = [await startBackend(), await startBackend()];
  const [unready, ready] = apps as [Backend, Backend];
  unready.ready = false;
  const { url } = await gatewayBefore(apps);
  const get = async () => (await fetch(`${url}/projects`, { headers: staff })).status;
  await eventually(async () => {
    const before = unready.seen.length;
    for (let call = 0; call < 4; call += 1) await get();
    assert.equal(unready.seen.length, before);
  });
  ready.ready = false;
  unready.seen.length = 0;
  await eventually(async () => {
    assert.equal(await get(), 200);
    assert.ok(unready.seen.length > 0, "what is left is better than nothing");
  });
  unready.ready = true;
  await eventually(async () => {
    const before = ready.seen.length;
    for (let call = 0; call < 4; call += 1) await get();
    assert.equal(ready.seen.length, before, "it is back, and the other is not");
  });
});

test("no instance at all is a 503 that says when to try again", async () => {
  const { url } = await gatewayBefore([await stopped()]);
  const response = await fetch(`${url}/projects`, { headers: staff });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "2");
  await problemOf(response);
});

test("an instance that leaves the rotation gets nothing new and ends what it has", async () => {
  const held: ServerResponse[] = [];
  const old = await startBackend((_seen, response) => void held.push(response));
  const next = await startBackend();
  const { url, rotate } = await gatewayBefore([old]);
  const underWay = fetch(`${url}/projects`, { headers: staff });
  await eventually(() => {
    assert.equal(held.length, 1);
  });
  let drained = false;
  const rotation = rotate([next.base], 10_000).then((left) => {
    drained = true;
    return left;
  });
  for (let call = 0; call < 3; call += 1) await fetch(`${url}/projects`, { headers: staff });
  assert.equal(old.seen.length, 1);
  assert.equal(next.seen.length, 3);
  assert.equal(drained, false, "it waits for the request under way");
  held[0]?.end("done");
  assert.equal(await (await underWay).text(), "done");
  assert.deepEqual(await rotation, { leftUnderWay: 0 });
});

test("the patience with an instance that does not end its work is bounded", async () => {
  const held: ServerResponse[] = [];
  const old = await startBackend((_seen, response) => void held.push(response));
  const { url, rotate } = await gatewayBefore([old]);
  const underWay = fetch(`${url}/projects`, { headers: staff });
  await eventually(() => {
    assert.equal(held.length, 1);
  });
  assert.deepEqual(await rotate([], 100), { leftUnderWay: 1 });
  held[0]?.end("late");
  assert.equal(await (await underWay).text(), "late");
});

test("a stream passes piece by piece, in both directions, and ends whole when its instance is replaced", async () => {
  let write: ((text: string) => void) | undefined;
  const old = await startBackend((_seen, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    write = (text) => response.write(text);
    write(": hello\n\n");
  });
  const { url, rotate } = await gatewayBefore([old]);
  const response = await fetch(`${url}/me/alarms/stream`, { headers: salesman });
  const pieces = (response.body ?? assert.fail()).pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await pieces.read()).value, ": hello\n\n");
  write?.("data: 1\n\n");
  assert.equal((await pieces.read()).value, "data: 1\n\n");
  assert.deepEqual(await rotate([], 5000), { leftUnderWay: 0 });
  assert.equal((await pieces.read()).done, true, "no error: its reader comes back by itself");

  const slow = await startBackend();
  const { url: other } = await gatewayBefore([slow]);
  const sent = httpRequest(`${other}/projects/import`, { method: "POST", headers: staff });
  sent.write("first ");
  sent.flushHeaders();
  sent.end("second");
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  assert.equal(slow.seen[0]?.body, "first second");
});

test("a caller who goes away frees the instance", async () => {
  let closed = false;
  const app = await startBackend((_seen, response) => {
    response.on("close", () => (closed = true));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": hello\n\n");
  });
  const { url, rotate } = await gatewayBefore([app]);
  const leaving = new AbortController();
  await fetch(`${url}/me/alarms/stream`, { headers: salesman, signal: leaving.signal });
  leaving.abort();
  await eventually(() => {
    assert.ok(closed);
  });
  assert.deepEqual(await rotate([], 5000), { leftUnderWay: 0 });
});

test("an app that does not answer in its route's time is a 504", { timeout: 30_000 }, async () => {
  const app = await startBackend(() => undefined);
  const route = "GET /projects";
  const { url, lines } = await gatewayBefore([app], {
    policy: policyWith({ timeouts: { seconds: 60, routes: { [route]: 1 } } }),
  });
  const response = await fetch(`${url}/projects`, { headers: staff });
  assert.equal(response.status, 504);
  assert.match((await problemOf(response)).detail, /within 1 second/);
  assert.equal(lines.length, 1);
});

test("the breaker opens after its failures, tells when to come again, and closes by itself", async () => {
  const { failures, intervalSeconds, tripSeconds } = policy.breaker;
  let status = 500;
  let headers: Record<string, string> = {};
  const app = await startBackend((_seen, response) => response.writeHead(status, headers).end());
  let now = 1_000_000;
  const { url } = await gatewayBefore([app], { clock: () => now });
  // Open routes have an allowance of their own, so each call is another person's.
  const person = await Promise.all(
    Array.from({ length: 4 }, (_, index) => tokenOf(`person-${index}`, ["Staff"])),
  );
  let calls = 0;
  const get = async () => {
    const response = await fetch(`${url}/projects`, {
      headers: { authorization: `Bearer ${person[calls++ % person.length] ?? ""}` },
    });
    return response;
  };
  const fail = async (times: number) => {
    for (let count = 0; count < times; count += 1) assert.equal((await get()).status, status);
  };

  await fail(failures - 1);
  now += intervalSeconds * 1000;
  await fail(failures - 1);
  assert.equal(app.seen.length, 2 * (failures - 1), "failures far apart open nothing");
  await fail(1);
  const refused = await get();
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get("retry-after"), String(tripSeconds));
  assert.equal((await problemOf(refused)).type, "urn:ktgg:problem:unavailable");
  assert.equal(app.seen.length, 2 * failures - 1, "the app was left alone");

  now += tripSeconds * 1000;
  status = 503;
  headers = { "retry-after": "7" };
  await fail(failures);
  assert.equal((await get()).headers.get("retry-after"), "7", "the app's own word on when to come again");
  now += 7000;
  status = 404;
  await fail(failures + 1);
});
