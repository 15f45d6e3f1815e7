import assert from "node:assert/strict";
import { test } from "node:test";
import {
  gatewayBefore,
  pages,
  policy,
  policyWith,
  problemOf,
  startBackend,
  tokenOf,
} from "./started-gateway.ts";

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const customer = await tokenOf("customer-1", ["Customer"]);
const staff = await tokenOf("staff-1", ["Staff"]);

test("a request with a valid token reaches the app as it was sent, with where it comes from", async () => {
  const app = await startBackend();
  const { url } = await gatewayBefore([app]);
  const response = await fetch(`${url}/projects/p%201?status=planned&text=%EC%B2%AD`, {
    method: "PATCH",
    headers: {
      ...bearer(staff),
      "if-match": '"3"',
      "x-functions-key": "stolen",
      "x-forwarded-for": "1.1.1.1",
    },
    body: '{"host":"중소벤처기업부"}',
  });
  assert.equal(response.status, 200);
  const [seen] = app.seen;
  assert.equal(seen?.method, "PATCH");
  assert.equal(seen.url, "/api/projects/p%201?status=planned&text=%EC%B2%AD");
  assert.equal(seen.body, '{"host":"중소벤처기업부"}');
  assert.equal(seen.headers["if-match"], '"3"');
  assert.equal(seen.headers["x-functions-key"], undefined, "a key of the app's own is nobody's to send");
  assert.equal(seen.headers["x-forwarded-for"], "127.0.0.1");
  assert.equal(seen.headers["x-correlation-id"], response.headers.get("x-correlation-id"));
});

test("the caller's correlation id is kept, one that is none is replaced", async () => {
  const app = await startBackend();
  const { url } = await gatewayBefore([app]);
  const mine = "my-correlation-1";
  const kept = await fetch(`${url}/docs`, { headers: { "x-correlation-id": mine } });
  assert.equal(kept.headers.get("x-correlation-id"), mine);
  const replaced = await fetch(`${url}/docs`, { headers: { "x-correlation-id": "a b" } });
  assert.match(replaced.headers.get("x-correlation-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(
    app.seen.map(({ headers }) => headers["x-correlation-id"]),
    [mine, replaced.headers.get("x-correlation-id")],
  );
});

test("without a valid token only the open routes are reached", async () => {
  const app = await startBackend();
  const { url } = await gatewayBefore([app]);
  for (const route of policy.open) {
    const path = (route.split(" ")[1] ?? "").replace(/\{\w+\}/, "init.js");
    assert.equal((await fetch(`${url}${path}`)).status, 200, route);
  }
  const expired = await tokenOf("staff-1", ["Staff"], { expiresIn: -3600 });
  const foreign = await tokenOf("staff-1", ["Staff"], { audience: "api://other" });
  const before = app.seen.length;
  for (const headers of [
    {},
    bearer("a.b.c"),
    bearer(expired),
    bearer(foreign),
    { authorization: "Basic eA==" },
  ]) {
    const response = await fetch(`${url}/projects`, { headers });
    assert.equal((await problemOf(response)).type, "urn:ktgg:problem:unauthenticated");
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
  }
  assert.equal(app.seen.length, before);
});

test("an issuer that cannot be reached is a 503, not the caller's fault", async () => {
  const app = await startBackend();
  const { url } = await gatewayBefore([app], { issuer: { issuer: "http://127.0.0.1:9", audience: "a" } });
  const response = await fetch(`${url}/projects`, { headers: bearer(staff) });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "2");
  await problemOf(response);
});

test("hidden routes and what is not under the prefix are a 404, however they are written", async () => {
  const app = await startBackend();
  const { url } = await gatewayBefore([app]);
  const root = new URL(url).origin;
  const paths = [
    "/api/alarms",
    "/API/Alarms",
    "/api//alarms",
    "/api/alarms/",
    "/api/%61larms",
    "/api%2Falarms",
  ];
  for (const path of [...paths, "/api/views/events", "/admin/host/status", "/runtime/webhooks/x", "/"]) {
    const response = await fetch(`${root}${path}`, { method: "POST", headers: bearer(staff) });
    assert.equal(response.status, 404, path);
    await problemOf(response);
  }
  assert.equal(app.seen.length, 0);
});

test("a method that the API never takes is a 405 with those that it does", async () => {
  const { url } = await gatewayBefore([await startBackend()]);
  for (const method of ["OPTIONS", "PROPFIND"]) {
    const response = await fetch(`${url}/projects`, { method, headers: bearer(staff) });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), policy.methods.join(", "));
    await problemOf(response);
  }
});

for (const { role, calls, seconds, callsPerDay } of policy.limits.callers) {
  test(`${role} may make ${calls} calls in ${seconds} s and ${callsPerDay} a day, then waits as long as it is told`, async () => {
    const app = await startBackend();
    let now = Date.parse("2027-03-02T10:00:00+09:00");
    const { url } = await gatewayBefore([app], { clock: () => now });
    const anonymous = role === "anonymous";
    const headers = anonymous ? {} : bearer(await tokenOf(`limited-${role}`, [role]));
    const other = anonymous ? headers : bearer(await tokenOf(`other-${role}`, [role]));
    const path = anonymous ? "/openapi.json" : "/projects";
    const get = async (who = headers): Promise<Response> => {
      const response = await fetch(`${url}${path}`, { headers: who });
      if (response.ok) await response.body?.cancel();
      return response;
    };
    for (let call = 0; call < calls; call += 1) assert.equal((await get()).status, 200);
    now += 1000;
    const refused = await get();
    assert.equal(refused.status, 429);
    assert.equal((await problemOf(refused)).type, "urn:ktgg:problem:too-many-requests");
    assert.equal(refused.headers.get("retry-after"), String(seconds - 1));
    assert.equal(app.seen.length, calls, "the app was not bothered");
    if (!anonymous)
      assert.equal((await get(other)).status, 200, "another caller has an allowance of their own");
    now += (seconds - 1) * 1000;
    assert.equal((await get()).status, 200, "after the time that was told it goes on");
  });
}

test("the day's quota ends at midnight in Seoul", async () => {
  const app = await startBackend();
  const small = policyWith({
    limits: {
      ...policy.limits,
      callers: policy.limits.callers.map((row) => ({ ...row, calls: 10, callsPerDay: 3 })),
    },
  });
  let now = Date.parse("2027-03-02T22:59:58+09:00");
  const { url } = await gatewayBefore([app], { policy: small, clock: () => now });
  const get = () => fetch(`${url}/projects`, { headers: bearer(customer) });
  for (let call = 0; call < 3; call += 1) assert.equal((await get()).status, 200);
  now += 2000;
  const refused = await get();
  assert.equal(refused.status, 429);
  assert.equal((await problemOf(refused)).type, "urn:ktgg:problem:quota-exceeded");
  assert.equal(refused.headers.get("retry-after"), "3600");
  now += 3_599_000;
  assert.equal((await get()).status, 429);
  now += 1000;
  assert.equal((await get()).status, 200);
});

for (const { route, calls, seconds } of policy.limits.costly) {
  test(`${route} may be called ${calls} times in ${seconds} s, and leaves the rest of the allowance`, async () => {
    const now = Date.now();
    const { url } = await gatewayBefore([await startBackend()], { clock: () => now });
    const headers = bearer(await tokenOf("costly", ["Staff"]));
    const [method = "", path = ""] = route.split(" ");
    const call = () => fetch(`${url}${path}`, { method, headers, body: "{}" });
    for (let count = 0; count < calls; count += 1) assert.equal((await call()).status, 200);
    const refused = await call();
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("retry-after"), String(seconds));
    assert.equal((await fetch(`${url}/projects`, { headers })).status, 200);
  });
}

test("a token of several roles has the most generous allowance, one of none that of nobody", async () => {
  const rows = policy.limits.callers.map((row, index) => ({
    ...row,
    calls: row.role === "anonymous" ? 1 : 5 - index,
  }));
  const { url } = await gatewayBefore([await startBackend()], {
    policy: policyWith({ limits: { ...policy.limits, callers: rows } }),
    clock: () => 0,
  });
  const callsUntilRefused = async (headers: Record<string, string>): Promise<number> => {
    for (let calls = 0; ; calls += 1) {
      if ((await fetch(`${url}/projects`, { headers })).status === 429) return calls;
    }
  };
  const [first = { calls: 0 }] = rows;
  assert.equal(await callsUntilRefused(bearer(await tokenOf("both", ["Customer", "Staff"]))), first.calls);
  assert.equal(await callsUntilRefused(bearer(await tokenOf("nobody", []))), 1);
});

test("who only tries tokens is held to what an address may", async () => {
  const rows = policy.limits.callers.map((row) => ({
    ...row,
    calls: row.role === "anonymous" ? 2 : row.calls,
  }));
  const { url } = await gatewayBefore([await startBackend()], {
    policy: policyWith({ limits: { ...policy.limits, callers: rows } }),
  });
  const guess = async () => (await fetch(`${url}/projects`, { headers: bearer("a.b.c") })).status;
  assert.deepEqual([await guess(), await guess(), await guess()], [401, 401, 429]);
  assert.equal((await fetch(`${url}/projects`, { headers: bearer(staff) })).status, 200);
});

for (const [route, limit] of [
  ["POST /projects", policy.bodies.maxBytes],
  ...Object.entries(policy.bodies.routes),
] as [string, number][]) {
  test(`${route} takes a body of ${limit} bytes and not one more`, async () => {
    const app = await startBackend();
    const { url } = await gatewayBefore([app]);
    const [method = "", path = ""] = route.split(" ");
    const post = (body: Buffer<ArrayBuffer> | ReadableStream) =>
      fetch(`${url}${path}`, { method, headers: bearer(staff), body, duplex: "half" });
    assert.equal((await post(Buffer.alloc(limit, "x"))).status, 200);
    assert.equal(app.seen[0]?.body.length, limit);

    const tooLong = await post(Buffer.alloc(limit + 1, "x"));
    assert.equal(tooLong.status, 413);
    assert.match((await problemOf(tooLong)).detail, new RegExp(String(limit)));

    const streamed = await post(
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(Buffer.alloc(limit, "x"));
          controller.enqueue(Buffer.from("x"));
          controller.close();
        },
      }),
    );
    assert.equal(streamed.status, 413, "also when its length is not told before");
    await problemOf(streamed);
    assert.equal(app.seen.length, 1, "the app never had the whole of it");
  });
}

test("the pages' origin may call, ask before it does, and read what the policy exposes", async () => {
  const { url, allow } = await gatewayBefore([await startBackend()]);
  const preflight = (headers: Record<string, string>) =>
    fetch(`${url}/projects`, {
      method: "OPTIONS",
      headers: { origin: pages, "access-control-request-method": "PATCH", ...headers },
    });
  const asked = await preflight({
    "access-control-request-headers": policy.cors.headers.join(",").toLowerCase(),
  });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get("access-control-allow-origin"), pages);
  assert.equal(asked.headers.get("access-control-allow-methods"), policy.cors.methods.join(", "));
  assert.equal(asked.headers.get("access-control-allow-headers"), policy.cors.headers.join(", "));
  assert.equal(asked.headers.get("access-control-max-age"), String(policy.cors.maxAgeSeconds));
  for (const refused of [
    { origin: "http://evil.example.com" },
    { "access-control-request-method": "PROPFIND" },
    { "access-control-request-headers": "x-functions-key" },
  ]) {
    assert.equal((await preflight(refused)).headers.get("access-control-allow-origin"), null);
  }

  for (const headers of [bearer(staff), {}]) {
    const answer = await fetch(`${url}/projects`, { headers: { origin: pages, ...headers } });
    assert.equal(answer.headers.get("access-control-allow-origin"), pages, "refusals can be read too");
    assert.equal(answer.headers.get("access-control-expose-headers"), policy.cors.exposedHeaders.join(", "));
    assert.equal(answer.headers.get("vary"), "Origin");
  }
  const evil = await fetch(`${url}/docs`, { headers: { origin: "http://evil.example.com" } });
  assert.equal(evil.headers.get("access-control-allow-origin"), null);

  allow(["http://elsewhere.example.com"]);
  assert.equal((await preflight({})).headers.get("access-control-allow-origin"), null);
});
