import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { brokenRoutes } from "../../tools/contracts/api-compatibility.ts";
import { linesOf, nearestLine } from "../../tools/contracts/json-lines.ts";
import { brokenIn } from "../../tools/contracts/schema-variance.ts";
import type { Side } from "../../tools/contracts/schema-variance.ts";
import { apiFiles, brokenApi } from "../../tools/contracts/published-api.ts";

type Json = Record<string, unknown>;

const text = { type: "string", maxLength: 10 };
const object = (properties: Json, required: string[] = [], more: Json = {}): Json => ({
  ...{ type: "object", properties, required },
  ...more,
});

test("the API keeps what was published (accept a compatible change by: npm run contracts -- --publish)", () => {
  assert.ok(existsSync(apiFiles.published), "publish the API first: npm run contracts -- --publish");
  const [published, current] = [apiFiles.published, apiFiles.current].map((file) =>
    readFileSync(file, "utf8"),
  );
  assert.deepEqual(brokenApi(published ?? "", current ?? ""), []);
});

// Each change, what it breaks in a request, and what in an answer ("" for nothing).
const changes: [what: string, was: Json, is: Json, request: string, answer: string][] = [
  ["nothing changes", object({ a: text }, ["a"]), object({ a: text }, ["a"]), "", ""],
  ["an optional field is new", object({}), object({ a: text }), "", ""],
  ["a required field is new", object({}), object({ a: text }, ["a"]), "$.a", ""],
  ["a field becomes required", object({ a: text }), object({ a: text }, ["a"]), "$.a", ""],
  ["a required field becomes optional", object({ a: text }, ["a"]), object({ a: text }), "", "$.a"],
  ["a field is gone", object({ a: text }), object({}), "$.a", "$.a"],
  ["a type widens", object({ a: { type: "integer" } }), object({ a: { type: "number" } }), "", "$.a"],
  [
    "a type narrows",
    object({ a: { type: ["string", "null"] } }),
    object({ a: { type: "string" } }),
    "$.a",
    "",
  ],
  ["a type changes", object({ a: { type: "string" } }), object({ a: { type: "integer" } }), "$.a", "$.a"],
  ["a type is no longer said", object({ a: { type: "integer" } }), object({ a: {} }), "", "$.a"],
  ["a value is new", { enum: ["x"] }, { enum: ["x", "y"] }, "", "$"],
  ["a value is gone", { enum: ["x", "y"] }, { enum: ["y"] }, "$", ""],
  ["one value alone is left", { enum: ["x", "y"] }, { const: "x" }, "$", ""],
  ["a text may be longer", object({ a: text }), object({ a: { ...text, maxLength: 20 } }), "", "$.a"],
  ["a text must be shorter", object({ a: text }), object({ a: { ...text, maxLength: 5 } }), "$.a", ""],
  ["a limit is new", object({ a: { type: "string" } }), object({ a: text }), "$.a", ""],
  ["a number must be greater", { type: "integer", minimum: 0 }, { type: "integer", minimum: 1 }, "$", ""],
  ["a pattern is new", object({ a: text }), object({ a: { ...text, pattern: "^x" } }), "$.a", ""],
  ["a pattern is gone", object({ a: { ...text, pattern: "^x" } }), object({ a: text }), "", "$.a"],
  ["a format changes", { format: "date" }, { format: "date-time" }, "$", "$"],
  ["other fields are refused", object({}), object({}, [], { additionalProperties: false }), "$", ""],
  ["a list's items narrow", { items: { type: "string" } }, { items: text }, "$[]", ""],
  ["a field deep inside is gone", { items: object({ a: text }) }, { items: object({}) }, "$[].a", "$[].a"],
  [
    "a map's values widen",
    { additionalProperties: text },
    { additionalProperties: { type: "string" } },
    "",
    "$.*",
  ],
  ["null may come too", text, { anyOf: [text, { type: "null" }] }, "", "$"],
  ["null may no longer", { anyOf: [text, { type: "null" }] }, text, "$", ""],
  [
    "the alternatives' order changes",
    { anyOf: [text, { type: "null" }] },
    { anyOf: [{ type: "null" }, text] },
    "",
    "",
  ],
  ["a description changes", { ...text, description: "a" }, { ...text, description: "b" }, "", ""],
];

for (const [what, was, is, request, answer] of changes) {
  for (const [side, where] of [
    ["request", request],
    ["answer", answer],
  ] as [Side, string][]) {
    test(`in the ${side}'s schema it breaks ${where === "" ? "nobody" : where} when ${what}`, () => {
      const pair = { path: "$", was: { schema: was, pointer: "" }, is: { schema: is, pointer: "" } };
      const found = brokenIn(pair, side, {}, {});
      assert.deepEqual(
        [...new Set(found.map(({ path }) => path))],
        where === "" ? [] : [where],
        JSON.stringify(found),
      );
    });
  }
}

const operation = (more: Json = {}): Json => ({
  security: [{ bearer: [] }],
  "x-roles": ["Staff", "Salesman"],
  parameters: [
    { name: "id", in: "path", required: true, schema: text },
    { name: "limit", in: "query", schema: { type: "integer", maximum: 100 } },
  ],
  requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
  responses: {
    201: {
      headers: { ETag: {} },
      content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
    },
    400: { $ref: "#/components/responses/Invalid" },
  },
  ...more,
});
const documentOf = (paths: Json, thing: Json = object({ a: text }, ["a"])): Json => ({
  paths,
  components: { schemas: { Thing: thing }, responses: { Invalid: { description: "no" } } },
});
const base = documentOf({ "/things/{id}": { post: operation() } });
const withOperation = (more: Json): Json => documentOf({ "/things/{id}": { post: operation(more) } });
const responses = operation()["responses"] as Record<string, Json>;

const routeChanges: [what: string, is: Json, breaks: RegExp | null][] = [
  ["nothing changes", base, null],
  [
    "a parameter in the path is named otherwise",
    documentOf({ "/things/{thingId}": { post: operation() } }),
    null,
  ],
  [
    "another route and method come",
    documentOf({ "/things/{id}": { post: operation(), get: operation() }, "/more": {} }),
    null,
  ],
  ["the route is gone", documentOf({}), /POST \/things\/\{id\}: the route is gone/],
  ["the method is another", documentOf({ "/things/{id}": { put: operation() } }), /the route is gone/],
  ["a role is taken away", withOperation({ "x-roles": ["Staff"] }), /Salesman may no longer/],
  ["a role may, too", withOperation({ "x-roles": ["Staff", "Salesman", "Customer"] }), null],
  ["everybody signed in may", withOperation({ "x-roles": undefined }), null],
  ["nobody needs a token", withOperation({ security: [] }), null],
  [
    "an optional parameter is new",
    withOperation({ parameters: [...(operation()["parameters"] as Json[]), { name: "q", in: "query" }] }),
    null,
  ],
  [
    "a required parameter is new",
    withOperation({
      parameters: [...(operation()["parameters"] as Json[]), { name: "q", in: "query", required: true }],
    }),
    /query q: the parameter is now required/,
  ],
  ["a parameter is gone", withOperation({ parameters: [] }), /query limit: the parameter is gone/],
  [
    "a parameter's limit narrows",
    withOperation({ parameters: [{ name: "limit", in: "query", schema: { type: "integer", maximum: 50 } }] }),
    /query limit: maximum was 100, is 50/,
  ],
  [
    "a body is now required",
    withOperation({ requestBody: { ...(operation()["requestBody"] as Json), required: true } }),
    /body: a body is now required/,
  ],
  [
    "a body's type is another",
    withOperation({ requestBody: { content: { "application/xml": {} } } }),
    /body: the type application\/json is gone/,
  ],
  [
    "the success is another",
    withOperation({ responses: { 200: responses["201"] } }),
    /201: the answer is gone/,
  ],
  [
    "a further success comes",
    withOperation({ responses: { ...responses, 202: responses["201"] } }),
    /202: this success is new/,
  ],
  ["a further error comes", withOperation({ responses: { ...responses, 409: {} } }), null],
  ["an error goes", withOperation({ responses: { 201: responses["201"] } }), null],
  [
    "an answer's header is gone",
    withOperation({ responses: { 201: { ...responses["201"], headers: {} } } }),
    /201: the header ETag is gone/,
  ],
  [
    "an answer's type is gone",
    withOperation({ responses: { 201: { headers: { etag: {} } } } }),
    /201: the type application\/json is gone/,
  ],
  [
    "a field of both is gone",
    documentOf(base["paths"] as Json, object({})),
    /body \$\.a: the field is gone\n.*201 \$\.a: the field is gone/,
  ],
];

for (const [what, is, breaks] of routeChanges) {
  test(`it breaks ${breaks === null ? "nobody" : "callers"} when ${what}`, () => {
    const said = brokenRoutes(base, JSON.parse(JSON.stringify(is)) as Json)
      .map(({ path, change }) => `${path}: ${change}`)
      .join("\n");
    if (breaks === null) assert.equal(said, "");
    else assert.match(said, breaks);
  });
}

test("an open route that wants a token breaks its callers", () => {
  const open = documentOf({ "/things/{id}": { post: operation({ security: [], "x-roles": undefined }) } });
  assert.match(brokenRoutes(open, base)[0]?.change ?? "", /now needs a token/);
  assert.equal(
    brokenRoutes(
      documentOf({ "/x": { get: { ...operation(), "x-roles": undefined } } }),
      documentOf({ "/x": { get: operation() } }),
    )[0]?.change,
    "only Staff, Salesman may now",
  );
});

test("a break is told with the line that broke it, and the line of what it was", () => {
  const asFile = (document: Json): string => JSON.stringify(document, null, 2);
  const was = asFile(documentOf(base["paths"] as Json, object({ a: text, b: text }, ["a"])));
  const is = asFile(
    documentOf(base["paths"] as Json, object({ a: { ...text, maxLength: 5 }, b: text }, ["a"])),
  );
  const line = is.split("\n").findIndex((one) => /"a": \{/.test(one)) + 1;
  assert.deepEqual(brokenApi(was, is), [
    `docs/api/openapi.json:${line} POST /things/{id} body $.a: maxLength was 10, is 5 (published: line ${line})`,
  ]);
  const gone = asFile(documentOf({}));
  const [said = ""] = brokenApi(was, gone);
  const paths = gone.split("\n").findIndex((one) => one.includes('"paths"')) + 1;
  assert.match(
    said,
    new RegExp(`^docs/api/openapi\\.json:${paths} POST .*: the route is gone`),
    "the nearest line that is left",
  );
});

test("the lines of a JSON text are those that an editor shows", () => {
  const lines = linesOf('{\n  "a/b": [\n    1,\n    {"c": "\\"}"}\n  ],\n  "d": null\n}');
  assert.deepEqual(Object.fromEntries(lines), {
    "": 1,
    "/a~1b": 2,
    "/a~1b/0": 3,
    "/a~1b/1": 4,
    "/a~1b/1/c": 4,
    "/d": 6,
  });
  assert.equal(nearestLine(lines, "/a~1b/1/x/y"), 4);
  assert.equal(nearestLine(lines, "/z"), 1);
});
