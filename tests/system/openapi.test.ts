import fc from "fast-check";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { after, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { ApiDocument } from "../contract/answer-conformance.ts";
import { checkedCalls } from "./openapi/checked-calls.ts";
import { invalidCalls } from "./openapi/invalid-calls.ts";
import { parametersOf, queriesOf, type Route, routesOf, validCalls } from "./openapi/valid-call.ts";
import { eventually } from "./eventually.ts";
import { type Answer, startProduct } from "./product.ts";

// The running API against its own document: every route, good calls and every way to spoil them.

// A loaded machine may take longer to match than a customer would wait: good calls are still to be answered as on an idle one.
const product = await startProduct({ env: { CONSULTATION_WAIT_MS: "20000" } });
after(() => product.stop());

const document = (await product.request("GET", "/openapi.json")).body as ApiDocument;
const routes = routesOf(document);
const { callFor, tokenFor } = validCalls(document, product);
const { make, refused, held } = checkedCalls(document, product, callFor);
const everyRole = ["Analyst", "Customer", "Salesman", "Staff"];

/** A body without what the matching may have filled in since, in its own time. */
const withoutMatch = (body: unknown): object => {
  const { matchedsalesman, matchedconsultant, ...own } = body as Record<string, unknown>;
  return own;
};

/** Whether a person of that role may have things that are not another one's; to staff all is the same. */
const hasThings = (role: string): boolean => role === "Customer" || role === "Salesman";

test("the document of the running API has routes of every context", () => {
  assert.ok(routes.length >= 20, `${routes.length} routes`);
});

// First what is refused, on all routes: what is taken has effects that come in their own time, such as next year's project.
for (const route of routes) {
  const { method, path, operation } = route;
  const roles = operation["x-roles"];

  if (operation.security.length > 0) {
    test(`${method} ${path} is closed to whom it is not for`, async () => {
      const good = await callFor(route);
      const role = roles?.[0] ?? "Customer";
      const forged = `${(good.token ?? "").slice(0, -8)}AAAAAAAA`;
      const expired = await product.token("someone", [role], undefined, { expiresIn: -3600 });
      const elsewhere = await product.token("someone", [role], undefined, { audience: "another-api" });
      await refused(route, { ...good, token: undefined }, 401, "no token");
      await refused(route, { ...good, token: "nonsense" }, 401, "a token that is none");
      await refused(route, { ...good, token: forged }, 401, "a token with another signature");
      await refused(route, { ...good, token: expired }, 401, "an expired token");
      await refused(route, { ...good, token: elsewhere }, 401, "a token for another audience");
      if (!roles) return;
      for (const other of everyRole.filter((candidate) => !roles.includes(candidate))) {
        const token = await product.token("someone", [other]);
        await refused(route, { ...good, token }, 403, `the role ${other}`);
      }
      await refused(route, { ...good, token: await product.token("someone", []) }, 403, "no role");
      for (const owner of path.includes("{") ? roles.filter(hasThings) : []) {
        const stranger = await product.token(`${owner.toLowerCase()}-2`, [owner]);
        await refused(route, { ...good, token: stranger }, 404, `another ${owner}'s`);
      }
    });
  }

  test(`${method} ${path} refuses every spoiled call, names what is wrong, and changes nothing`, async () => {
    const good = await callFor(route);
    const before = await held();
    const calls = invalidCalls(document, route, good);
    assert.ok(calls.length > 5 || !operation.requestBody, `only ${calls.length} calls`);
    for (const { what, call, status, field } of calls) await refused(route, call, status, what, field);
    if (calls.length > 0) assert.deepEqual(await held(), before);
  });
}

for (const route of routes) {
  const { method, path, operation } = route;
  const roles = operation["x-roles"];

  test(`${method} ${path} takes the good call that the document shows`, async () => {
    for (const role of roles ?? [undefined]) {
      const good = await callFor(route, role);
      for (const query of queriesOf(document, route)) {
        const take = async (): Promise<void> => {
          const answer = await make(route, { ...good, query });
          assert.ok(answer.status < 300, JSON.stringify(answer.body));
        };
        // What one context tells of another's thing, it tells as soon as it has heard of it.
        await (method === "GET" ? eventually(take) : take());
      }
    }
  });

  if (parametersOf(document, route).some(({ name }) => name === "Idempotency-Key")) {
    test(`${method} ${path} has its effect once for one Idempotency-Key, and refuses another request under it`, async () => {
      const good = await callFor(route);
      const keyed = { ...good, headers: { "Idempotency-Key": randomUUID() } };
      const first = await make(route, keyed);
      const again = await make(route, keyed);
      assert.deepEqual(withoutMatch(again.body), withoutMatch(first.body));
      if (isDeepStrictEqual(again.body, first.body)) {
        assert.equal(again.headers.get("etag"), first.headers.get("etag"));
      }
      const [dropped] = Object.keys(good.body as object).slice(-1);
      const other = Object.fromEntries(
        Object.entries(good.body as object).filter(([name]) => name !== dropped),
      );
      await refused(route, { ...keyed, body: other }, 422, `a body without ${dropped ?? ""}`);
      const { body: another } = await callFor(route);
      if (JSON.stringify(another) !== JSON.stringify(good.body)) {
        await refused(route, { ...keyed, body: another }, 422, "a body about another thing");
      }
      // Without the key it is a request of its own, whatever the document says of a second one.
      await make(route, good);
    });
  }

  if (operation.requestBody?.content["application/json"]?.schema["$ref"] !== undefined) {
    test(`${method} ${path} answers any JSON as documented`, async () => {
      const good = await callFor(route);
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async (body) => {
          await make(route, {
            ...good,
            raw: JSON.stringify(body),
            headers: { "content-type": "application/json" },
          });
        }),
        { numRuns: 15 },
      );
    });
  }
}

test("a consultation that nobody can take now is taken on, and waits where staff see it and give it to somebody", async () => {
  const routeNamed = (name: string): Route => {
    const route = routes.find(({ operation }) => operation.operationId === name);
    assert.ok(route, name);
    return route;
  };
  const [create, edit, list, assign] = [
    "createConsultation",
    "editSalesmanProfile",
    "listMatches",
    "assignConsultation",
  ].map(routeNamed) as [Route, Route, Route, Route];
  const good = await callFor(create);
  const staff = await tokenFor("Staff");
  const toBeAvailable = (available: boolean): Promise<Answer> =>
    make(edit, { path: "/salesmen/salesman-1", token: staff, body: { available } });
  assert.equal((await toBeAvailable(false)).status, 200);
  const taken = await make(create, good);
  assert.equal(taken.status, 202);
  const { consultationId } = taken.body as { consultationId: string };
  await eventually(async () => {
    const { items } = (await make(list, { path: list.path, query: "state=waiting", token: staff })).body as {
      items: { subject: { id: string } }[];
    };
    assert.ok(items.some(({ subject }) => subject.id === consultationId));
  });
  const byHand = await make(assign, {
    path: `/staff/consultations/${consultationId}/assign`,
    token: staff,
    body: { salesmanId: "salesman-1" },
  });
  assert.equal(byHand.status, 200);
  assert.equal((await toBeAvailable(true)).status, 200);
});

for (const [path, methods] of Object.entries(document.paths)) {
  test(`${path} says which methods it takes`, async () => {
    const concrete = path.replace(/\{\w+\}/g, "x");
    const known = Object.keys(methods).map((method) => method.toUpperCase());
    const answer = await product.request("DELETE", concrete);
    assert.equal(answer.status, 405);
    assert.equal((answer.body as { type: string }).type, "urn:ktgg:problem:method-not-allowed");
    const allowed = (answer.headers.get("allow") ?? "").split(", ");
    for (const method of known) assert.ok(allowed.includes(method), `${method} is not in ${allowed.join()}`);
    const options = await product.request("OPTIONS", concrete);
    assert.equal(options.status, 204);
    assert.equal(options.headers.get("allow"), answer.headers.get("allow"));
  });
}

test("an address that nobody has is not found, whatever the method", async () => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    for (const path of ["/nonsense", "/projects/x/y/z", "/", "/docs/%2e%2e%2fmain.mjs"]) {
      const answer = await product.request(method, path);
      const isFile = path.startsWith("/docs/") && method !== "GET";
      if (isFile) continue; // A method that the docs' files do not take: 405, as above.
      assert.equal(answer.status, 404, `${method} ${path}`);
      if (method !== "HEAD") assert.equal((answer.body as { status: number }).status, 404);
      assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/);
    }
  }
});

test("the document and the page are not sent again to who has them", async () => {
  for (const path of ["/openapi.json", "/docs", "/docs/swagger-ui.css"]) {
    const { headers } = await product.request("GET", path);
    const etag = headers.get("etag") ?? "";
    assert.match(etag, /^"[\w-]+"$/);
    const again = await product.request("GET", path, { headers: { "If-None-Match": etag } });
    assert.equal(again.status, 304);
    assert.equal(again.body, "");
  }
});

test("the page with a slash at its end leads to the page", async () => {
  const answer = await fetch(`${product.api}/docs/`, { redirect: "manual" });
  assert.equal(answer.status, 308);
  assert.equal(new URL(answer.headers.get("location") ?? "", answer.url).href, `${product.api}/docs`);
});

test("a correlation id goes through, and one that can't be one is replaced", async () => {
  const kept = await product.request("GET", "/health/live", {
    headers: { "x-correlation-id": "my-request.1" },
  });
  assert.equal(kept.headers.get("x-correlation-id"), "my-request.1");
  const replaced = await product.request("GET", "/health/live", {
    headers: { "x-correlation-id": "<script>" },
  });
  assert.match(replaced.headers.get("x-correlation-id") ?? "", /^[0-9a-f-]{36}$/);
});

test("a body that is refused for its size does not hold up the next request on its connection", async (t) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => {
    agent.destroy();
  });
  const token = await product.token("staff-1", ["Staff"]);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  assert.equal(await statusOf(agent, "POST", "/projects", headers, Buffer.alloc(8_000_000, "x")), 413);
  assert.equal(await statusOf(agent, "GET", "/health/live", {}), 200);
});

/** The status of a request on the agent's connection; fetch would choose a connection itself. */
const statusOf = (
  agent: Agent,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(`${product.api}${path}`, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => {
        resolve(answer.statusCode);
      });
    });
    sent.on("error", reject);
    sent.setTimeout(20_000, () => sent.destroy(new Error("no answer")));
    sent.end(body);
  });
