import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import type { RouteSpec } from "../../shared/http/route.ts";
import { problemsOf } from "./openapi-problems.ts";
import { openApiDocument, type Operation } from "./openapi.ts";

const thing = z.object({ thingId: z.string(), size: z.int().optional() }).meta({ id: "Thing" });
const ok = { 200: { description: "The thing", schema: thing } };

const route = (more: Partial<RouteSpec>): RouteSpec => ({
  name: "getThing",
  method: "GET",
  path: "things",
  tag: "Things",
  summary: "A thing",
  roles: "public",
  answers: ok,
  ...more,
});

const operationOf = (spec: RouteSpec): Operation => {
  const operation = openApiDocument([spec]).paths[`/${spec.path}`]?.[spec.method.toLowerCase()];
  assert.ok(operation);
  return operation;
};

const kinds: [string, Partial<RouteSpec>, string[]][] = [
  ["for everybody", {}, ["internal"]],
  ["for those signed in", { roles: "signed in" }, ["unauthenticated", "internal", "unavailable"]],
  ["for a role", { roles: ["Staff"] }, ["unauthenticated", "forbidden", "internal", "unavailable"]],
  ["with a parameter", { params: z.object({ id: z.string() }) }, ["not-found", "internal"]],
  ["with a query", { query: z.object({}) }, ["invalid", "internal"]],
  ["with If-Match", { conditional: true }, ["invalid", "stale-version", "internal"]],
  ["with a key", { idempotent: true }, ["invalid", "idempotency-key-reused", "internal"]],
  ["with a body", { body: thing }, ["invalid", "too-large", "unsupported-media-type", "internal"]],
  [
    "with a stream",
    { streams: ["text/csv"] },
    ["invalid", "too-large", "unsupported-media-type", "internal"],
  ],
  ["that changes something", { method: "POST" }, ["internal", "contended"]],
  ["that refuses more", { refuses: ["wrong-state", "internal"] }, ["wrong-state", "internal"]],
];

for (const [what, more, expected] of kinds) {
  test(`a route ${what} can answer ${expected.join(", ")}`, () => {
    assert.deepEqual(problemsOf(route(more)), expected);
  });
}

test("problems of one status are one response with an example of each", () => {
  const document = openApiDocument([
    route({ method: "POST", roles: ["Staff"], refuses: ["wrong-state", "already-exists"] }),
  ]);
  const conflict = document.components["responses"]?.["WrongStateOrAlreadyExists"] as {
    content: Record<string, { examples: Record<string, { value: { status: number; type: string } }> }>;
  };
  const { examples } = conflict.content["application/problem+json"] ?? { examples: {} };
  assert.deepEqual(
    Object.entries(examples).map(([kind, { value }]) => [kind, value.status, value.type]),
    [
      ["wrong-state", 409, "urn:ktgg:problem:wrong-state"],
      ["already-exists", 409, "urn:ktgg:problem:already-exists"],
    ],
  );
});

test("an answer that the route describes itself goes before the general one of its status", () => {
  const own = { description: "Down", schema: z.object({ status: z.string() }) };
  const { responses } = operationOf(route({ roles: "signed in", answers: { ...ok, 503: own } }));
  assert.equal((responses as Record<string, { description: string }>)["503"]?.description, "Down");
});

test("a body says whether it must be sent, and shows its input: a default need not be given", () => {
  const body = z.strictObject({ size: z.int().default(1) });
  assert.deepEqual(operationOf(route({ method: "POST", body, bodyExample: { size: 2 } }))["requestBody"], {
    required: true,
    content: {
      "application/json": {
        schema: {
          type: "object",
          properties: { size: { default: 1, type: "integer" } },
          additionalProperties: false,
        },
        example: { size: 2 },
      },
    },
  });
  const optional = operationOf(route({ method: "POST", body: body.optional() }))["requestBody"];
  assert.equal((optional as { required: boolean }).required, false);
});

test("a query parameter shows its schema, and whether it must be given", () => {
  const query = z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    text: z.string().describe("Words"),
  });
  const parameters = operationOf(route({ query }))["parameters"] as { in?: string }[];
  assert.deepEqual(
    parameters.filter((parameter) => parameter.in === "query"),
    [
      {
        name: "limit",
        in: "query",
        required: false,
        schema: { default: 20, type: "integer", minimum: 1, maximum: 100 },
      },
      { name: "text", in: "query", required: true, description: "Words", schema: { type: "string" } },
    ],
  );
});

test("a schema with an id is one component, however often it is used", () => {
  const list = z.object({ items: z.array(thing) });
  const document = openApiDocument([
    route({}),
    route({ name: "listThings", path: "all", answers: { 200: { description: "All", schema: list } } }),
  ]);
  assert.deepEqual(Object.keys(document.components["schemas"] ?? {}), ["Problem", "Thing"]);
  assert.match(JSON.stringify(document.paths["/all"]), /"items":{"\$ref":"#\/components\/schemas\/Thing"}/);
  assert.doesNotMatch(JSON.stringify(document), /\$defs/);
});

test("a schema with an id that differs as a body and as an answer is refused", () => {
  const asBody = z.object({ size: z.int().default(1) }).meta({ id: "Differs" });
  assert.throws(
    () =>
      openApiDocument([
        route({ method: "POST", body: asBody, answers: { 200: { description: "", schema: asBody } } }),
      ]),
    /Differs/,
  );
});

test("only what is for everybody needs no token, and roles are told", () => {
  assert.deepEqual(operationOf(route({}))["security"], []);
  const forStaff = operationOf(route({ roles: ["Staff", "Analyst"] }));
  assert.deepEqual(forStaff["security"], [{ bearer: [] }]);
  assert.deepEqual(forStaff["x-roles"], ["Staff", "Analyst"]);
  assert.match(String(forStaff["description"]), /Staff, Analyst/);
});

test("an answer without a body has none in the document", () => {
  const { responses } = operationOf(
    route({ answers: { ...ok, 304: { description: "Unchanged", schema: z.never() } } }),
  );
  assert.equal((responses as Record<string, { content?: unknown }>)["304"]?.content, undefined);
});
