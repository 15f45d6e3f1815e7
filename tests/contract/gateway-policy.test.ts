import assert from "node:assert/strict";
import { test } from "node:test";
import { maxBytes as maxImportBytes } from "../../functions/project/import.ts";
import policyJson from "../../infra/gateway.json" with { type: "json" };
import { readPolicy } from "../../local/gateway/policy.ts";
import { maxBytes } from "../../shared/http/body.ts";
import { routes } from "../../shared/http/endpoint.ts";
import { roles } from "../../shared/identity/actor.ts";
import { documentOfTheApp } from "../../tools/openapi.ts";

await documentOfTheApp();
const policy = readPolicy(policyJson);
const named = (wanted: (route: (typeof routes)[number]) => boolean): string[] =>
  routes
    .filter(wanted)
    .map(({ method, path }) => `${method} /${path}`)
    .toSorted();

test("a policy with a field too many, too few or of the wrong kind is refused, and the field is named", () => {
  const { cors: _cors, ...without } = policyJson;
  for (const [broken, field] of [
    [without, "cors"],
    [{ ...policyJson, limit: {} }, "limit"],
    [{ ...policyJson, open: ["health/live"] }, "open"],
    [{ ...policyJson, breaker: { ...policyJson.breaker, failures: 0 } }, "failures"],
    [{ ...policyJson, limits: { ...policyJson.limits, callers: [] } }, "limits.callers"],
  ] as const) {
    assert.throws(() => readPolicy(broken), new RegExp(field));
  }
});

test("the routes without a token are the app's public ones, and no other", () => {
  assert.deepEqual(
    policy.open.toSorted(),
    named((route) => route.roles === "public"),
  );
});

test("the routes between our own apps are hidden from outside, and no other", () => {
  assert.deepEqual(
    policy.hidden.toSorted(),
    named((route) => route.roles === "app"),
  );
});

test("the answers without an end are those that the app streams as events", () => {
  const isStream = ({ mediaType }: { mediaType?: string }): boolean => mediaType === "text/event-stream";
  assert.deepEqual(
    policy.streams.toSorted(),
    named(({ answers }) => Object.values(answers).some(isStream)),
  );
});

test("every route that the policy names is one of the app", () => {
  const known = new Set(named(() => true));
  const costly = policy.limits.costly.map(({ route }) => route);
  const others = [...Object.keys(policy.bodies.routes), ...Object.keys(policy.timeouts.routes)];
  assert.deepEqual(
    [...costly, ...others].filter((route) => !known.has(route)),
    [],
  );
});

test("every role has its allowance, and a route that costs much allows less than any", () => {
  const { callers, costly } = policy.limits;
  assert.deepEqual(callers.map(({ role }) => role).toSorted(), [...roles, "anonymous"].toSorted());
  for (const { route, calls } of costly) {
    assert.ok(
      callers.every((row) => calls < row.calls),
      route,
    );
  }
});

test("the gateway takes the bodies that the app takes", () => {
  assert.equal(policy.bodies.maxBytes, maxBytes);
  assert.deepEqual(policy.bodies.routes, { "POST /projects/import": maxImportBytes });
});

test("the pages may use the methods and headers that the API has, and read what it answers", () => {
  const methods = new Set(routes.map(({ method }) => method));
  for (const method of methods) {
    assert.ok(policy.methods.includes(method), method);
    assert.ok(policy.cors.methods.includes(method), method);
  }
  const sent = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", policy.correlationHeader];
  for (const header of sent) assert.ok(policy.cors.headers.includes(header), header);
  const read = routes.flatMap(({ answers }) =>
    Object.values(answers).flatMap(({ headers }) => Object.keys(headers ?? {})),
  );
  const safelisted = ["Cache-Control", "Content-Type"];
  for (const header of new Set([...read, "Retry-After", policy.correlationHeader])) {
    assert.ok([...policy.cors.exposedHeaders, ...safelisted].includes(header), header);
  }
});

test("no route may take longer than Azure lets an HTTP function take", () => {
  for (const seconds of [policy.timeouts.seconds, ...Object.values(policy.timeouts.routes)]) {
    assert.ok(seconds <= 230);
  }
});
