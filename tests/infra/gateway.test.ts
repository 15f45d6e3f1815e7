import { Parser } from "htmlparser2";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { readPolicy } from "../../local/gateway/policy.ts";
import { deployments, infraTest, only, type Deployment } from "./deployment.ts";

// API Management's policies are made from infra/gateway.json, which local/gateway obeys too: the same limits, here and there.
const root = path.resolve(import.meta.dirname, "../..");
const policy = readPolicy(JSON.parse(await readFile(path.join(root, "infra/gateway.json"), "utf8")));

type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string };

/** The tree of an XML document; one that is not well-formed is refused. */
const parse = (xml: string): Element => {
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const here = (): Element => open.at(-1) ?? top;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const element = { name, attributes, children: [], text: "" };
        here().children.push(element);
        open.push(element);
      },
      onclosetag: (name) => {
        assert.equal(open.pop()?.name, name);
      },
      ontext: (text) => {
        here().text += text;
      },
      onerror: (error) => {
        throw error;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  const opened = xml.match(/<[a-z][\w-]*(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'))*\s*>/g)?.length ?? 0;
  assert.equal(xml.match(/<\/[a-z][\w-]*>/g)?.length ?? 0, opened, "every element that is opened is closed");
  const [document, ...more] = top.children;
  assert.ok(document && more.length === 0 && top.text.trim() === "");
  return document;
};

const all = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

const one = (element: Element, name: string): Element => {
  const [found, ...more] = all(element, name);
  assert.ok(found && more.length === 0, `there is not exactly one <${name}>`);
  return found;
};

const policyOf = (deployment: Deployment, type: string): Element => {
  const { properties } = only(deployment, `Microsoft.ApiManagement/service/${type}`);
  assert.equal(properties["format"], "xml");
  const xml = String(properties["value"]);
  assert.ok(!xml.startsWith("["), "the policy is known before anything is deployed");
  assert.doesNotMatch(xml, /__\w+__/, "every value has been put in");
  return parse(xml);
};

const apiPolicy = async (): Promise<Element> => policyOf(await deployments.dev(), "apis/policies");

const section = (document: Element, name: string): Element => {
  const found = document.children.find((child) => child.name === name);
  assert.ok(found, `there is no <${name}>`);
  return found;
};

/** The limits under each condition, in their order. */
const limitsIn = (document: Element) =>
  all(section(document, "inbound"), "when")
    .filter(({ children }) => children[0]?.name === "rate-limit-by-key")
    .map(({ attributes, children: [rate, quota] }) => ({
      condition: attributes["condition"],
      calls: Number(rate?.attributes["calls"]),
      seconds: Number(rate?.attributes["renewal-period"]),
      callsPerDay: quota && Number(quota.attributes["calls"]),
      keys: [rate?.attributes["counter-key"], quota?.attributes["counter-key"]],
      day: quota && [quota.attributes["renewal-period"], quota.attributes["first-period-start"]],
    }));

const routeIs = (route: string): string =>
  `@("|${route}|".Contains("|" + (string)context.Variables["route"] + "|"))`;

infraTest(
  "each role has its calls and its day, counted for each caller, the most generous role first",
  async () => {
    const { callers, costly, quotaDayStarts } = policy.limits;
    const dayStarts = new Date(quotaDayStarts).toISOString().replace(".000", "");
    const expected = (
      name: string,
      condition: string,
      row: { calls: number; seconds: number; callsPerDay: number },
    ) => ({
      condition,
      calls: row.calls,
      seconds: row.seconds,
      callsPerDay: row.callsPerDay,
      keys: [`@("${name}|" + context.Variables["caller"])`, `@("${name}|" + context.Variables["caller"])`],
      day: ["86400", dayStarts],
    });
    assert.deepEqual(limitsIn(await apiPolicy()), [
      ...callers.map((row) =>
        expected(
          row.role,
          row.role === "anonymous"
            ? "@(true)"
            : `@(((string)context.Variables["roles"]).Contains(",${row.role},"))`,
          row,
        ),
      ),
      ...costly.map((row) => expected(row.route, routeIs(row.route), row)),
    ]);
  },
);

infraTest("Standard v2, which has no quota, keeps the calls in their seconds", async () => {
  const limits = limitsIn(policyOf(await deployments.prodOnStandardV2(), "apis/policies"));
  assert.equal(limits.length, policy.limits.callers.length + policy.limits.costly.length);
  for (const { calls, callsPerDay } of limits) {
    assert.ok(calls > 0);
    assert.equal(callsPerDay, undefined);
  }
});

infraTest("a token is checked by the issuer's discovery document, but on the open routes", async () => {
  const document = await apiPolicy();
  const jwt = one(document, "validate-jwt");
  assert.deepEqual(
    [jwt.attributes["require-expiration-time"], jwt.attributes["require-signed-tokens"]],
    ["true", "true"],
  );
  assert.equal(jwt.attributes["clock-skew"], String(policy.token.clockSkewSeconds));
  assert.equal(
    one(jwt, "openid-config").attributes["url"],
    "https://login.example.com/tenant/v2.0/.well-known/openid-configuration",
  );
  assert.equal(one(jwt, "issuer").text, "https://login.example.com/tenant/v2.0");
  assert.equal(one(jwt, "audience").text, "api://ktgg");
  const choice = all(document, "choose").find(({ children }) =>
    children.some((child) => all(child, "validate-jwt").length > 0),
  );
  const [open, closed] = choice?.children ?? [];
  assert.equal(open?.attributes["condition"], routeIs(policy.open.join("|")));
  assert.equal(closed?.name, "otherwise");
  const [failed] = all(closed, "rate-limit-by-key");
  const anonymous = policy.limits.callers.find(({ role }) => role === "anonymous");
  assert.equal(failed?.attributes["calls"], String(anonymous?.calls));
  assert.equal(failed.attributes["increment-condition"], "@(context.Response.StatusCode == 401)");
});

infraTest("the pages' origin alone gets CORS, with the methods and headers of the policy", async () => {
  const cors = one(await apiPolicy(), "cors");
  const texts = (list: string) => one(cors, list).children.map(({ text }) => text);
  assert.equal(cors.attributes["allow-credentials"], "false");
  assert.deepEqual(texts("allowed-origins"), ["{{pages-origin}}"]);
  assert.deepEqual(texts("allowed-methods"), policy.cors.methods);
  assert.deepEqual(texts("allowed-headers"), policy.cors.headers);
  assert.deepEqual(texts("expose-headers"), policy.cors.exposedHeaders);
  assert.equal(
    one(cors, "allowed-methods").attributes["preflight-result-max-age"],
    String(policy.cors.maxAgeSeconds),
  );
  const named = only(await deployments.dev(), "Microsoft.ApiManagement/service/namedValues");
  assert.equal(named.properties["displayName"], "pages-origin");
  assert.match(String(named.properties["value"]), /staticSites/);
});

/** `route == "a" ? 1 : 2`, as a function of the route. */
const byRoute = (expression: string | undefined, route: string): number => {
  const parts = /^@\((.*)\)$/.exec(expression ?? "")?.[1]?.split(" : ") ?? [];
  for (const part of parts) {
    const [, asked, value] =
      /^\(string\)context\.Variables\["route"\] == "([^"]+)" \? (\d+)L?$/.exec(part) ?? [];
    if (asked === route) return Number(value);
  }
  return Number(parts.at(-1)?.replace(/L$/, ""));
};

infraTest("a body and a wait are as long as the policy lets them be on each route", async () => {
  const document = await apiPolicy();
  const size = all(document, "set-variable").find(({ attributes }) => attributes["name"] === "maximumBytes");
  const forward = one(section(document, "backend"), "forward-request").attributes;
  for (const route of ["POST /interests", ...Object.keys(policy.bodies.routes)]) {
    const most = policy.bodies.routes[route] ?? policy.bodies.maxBytes;
    assert.equal(byRoute(size?.attributes["value"], route), most, route);
  }
  for (const route of ["POST /interests", ...Object.keys(policy.timeouts.routes)]) {
    const longest = policy.timeouts.routes[route] ?? policy.timeouts.seconds;
    assert.equal(byRoute(forward["timeout"], route), longest, route);
  }
  assert.deepEqual([forward["buffer-request-body"], forward["buffer-response"]], ["false", "false"]);
});

infraTest("the breaker of each app trips as the policy says", async () => {
  const { failures, intervalSeconds, tripSeconds, acceptRetryAfter, statuses } = policy.breaker;
  const apps = (await deployments.perContext()).of("Microsoft.ApiManagement/service/backends");
  assert.ok(apps.length > 1);
  for (const { properties } of apps) {
    assert.deepEqual((properties["circuitBreaker"] as { rules: unknown[] }).rules, [
      {
        name: "failures",
        failureCondition: {
          count: failures,
          interval: `PT${intervalSeconds}S`,
          statusCodeRanges: statuses.map(({ from, to }) => ({ min: from, max: to })),
        },
        tripDuration: `PT${tripSeconds}S`,
        acceptRetryAfter,
      },
    ]);
  }
});

infraTest("where contexts are apps of their own, each route goes to the app that has it", async () => {
  const routes = JSON.parse(await readFile(path.join(root, "infra/routes.json"), "utf8")) as Record<
    string,
    string[]
  >;
  const document = policyOf(await deployments.perContext(), "apis/policies");
  const ways = all(document, "when")
    .filter(({ children }) => children[0]?.name === "set-backend-service")
    .map(({ attributes, children: [set] }) => [set?.attributes["backend-id"], attributes["condition"]]);
  const names = Object.keys(routes);
  assert.deepEqual(
    ways,
    names.map((name, index) => [
      name,
      index === names.length - 1 ? "@(true)" : routeIs((routes[name] ?? []).join("|")),
    ]),
  );
});

infraTest(
  "the API is imported from openapi.json, which has no hidden route and every route that a limit names",
  async () => {
    const { properties } = only(await deployments.dev(), "Microsoft.ApiManagement/service/apis");
    const document = JSON.parse(String(properties["value"])) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const committed = JSON.parse(await readFile(path.join(root, "docs/api/openapi.json"), "utf8")) as unknown;
    assert.deepEqual(document, committed);
    assert.equal(properties["format"], "openapi+json");
    assert.equal(`/${String(properties["path"])}`, policy.prefix);
    const routes = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
    );
    for (const hidden of policy.hidden) assert.ok(!routes.includes(hidden), hidden);
    const named = [
      ...policy.open,
      ...policy.streams,
      ...policy.limits.costly.map(({ route }) => route),
      ...Object.keys(policy.bodies.routes),
      ...Object.keys(policy.timeouts.routes),
    ];
    for (const route of named) assert.ok(routes.includes(route), route);
  },
);

infraTest(
  "the correlation id goes to the app and onto every answer, and no one from outside sends a function key",
  async () => {
    const document = await apiPolicy();
    const set = (part: string) =>
      all(section(document, part), "set-header")
        .filter(({ attributes }) => attributes["name"] === policy.correlationHeader)
        .map((header) => one(header, "value").text);
    assert.ok(set("inbound").length > 0);
    for (const value of [...set("inbound"), ...set("outbound")]) {
      assert.equal(value, '@((string)context.Variables["correlationId"])');
    }
    assert.equal(set("outbound").length, 1);
    const onError = section(policyOf(await deployments.dev(), "policies"), "on-error");
    assert.ok(
      all(onError, "set-header").some(({ attributes }) => attributes["name"] === policy.correlationHeader),
    );
    const key = all(document, "set-header").find(
      ({ attributes }) => attributes["name"] === "x-functions-key",
    );
    assert.equal(key?.attributes["exists-action"], "delete");
  },
);

infraTest(
  "the gateway's own refusals are problems, of the kinds and titles that local/gateway gives",
  async () => {
    const onError = section(policyOf(await deployments.dev(), "policies"), "on-error");
    const body = one(onError, "set-body").text;
    const local = await readFile(path.join(root, "local/gateway/problem.ts"), "utf8");
    const kinds = [...local.matchAll(/"?([\w-]+)"?: \{ status: (\d+), title: "([^"]+)" \}/g)];
    const byGateway = [
      "unauthenticated",
      "not-found",
      "too-many-requests",
      "quota-exceeded",
      "bad-gateway",
      "gateway-timeout",
      "unavailable",
    ];
    const statuses = all(onError, "set-variable").find(({ attributes }) => attributes["name"] === "status");
    for (const name of byGateway) {
      const [, , status, title] = kinds.find(([, kind]) => kind === name) ?? [];
      assert.ok(status && title, name);
      assert.ok(body.includes(`{ "${name}", "${title}" }`), name);
      const own =
        new RegExp(`case "${name}": return (\\d+)`).exec(statuses?.attributes["value"] ?? "")?.[1] ?? "503";
      assert.equal(own, status, name);
    }
    const type = all(onError, "set-header").find(({ attributes }) => attributes["name"] === "Content-Type");
    assert.equal(type && one(type, "value").text, "application/problem+json; charset=utf-8");
    // A body that is too large is refused by the API's own policy.
    const refused = one(await apiPolicy(), "return-response");
    assert.equal(one(refused, "set-status").attributes["code"], "413");
    assert.match(one(refused, "set-body").text, /urn:ktgg:problem:too-large/);
  },
);

test("a policy that is not well-formed is refused by these tests", () => {
  assert.throws(() => parse("<policies><inbound></policies>"));
  assert.equal(parse(`<a b='@("x")'><c /></a>`).attributes["b"], '@("x")');
});
