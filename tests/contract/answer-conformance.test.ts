import assert from "node:assert/strict";
import { test } from "node:test";
import { type ApiDocument, type ApiOperation, conformance } from "./answer-conformance.ts";

const operation: ApiOperation = {
  operationId: "getThing",
  security: [],
  parameters: [],
  responses: {
    200: {
      headers: { ETag: {} },
      content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
    },
    204: {},
    404: { $ref: "#/components/responses/NotFound" },
  },
};

const document: ApiDocument = {
  paths: {},
  components: {
    schemas: {
      Thing: { type: "object", properties: { size: { type: "integer" } }, required: ["size"] },
      Problem: { type: "object", properties: { status: { type: "integer" } }, required: ["status"] },
    },
    responses: {
      NotFound: {
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  },
};

const json = { "content-type": "application/json; charset=utf-8", etag: '"1"' };
const problem = { "content-type": "application/problem+json" };

const answers: [
  what: string,
  status: number,
  headers: Record<string, string>,
  body: unknown,
  expected: RegExp | null,
][] = [
  ["a good answer", 200, json, { size: 1 }, null],
  ["a good problem", 404, problem, { status: 404 }, null],
  ["a good answer without a body", 204, {}, "", null],
  ["another status", 418, json, { size: 1 }, /status 418 is not documented/],
  ["a missing field", 200, json, {}, /required property 'size'/],
  ["a field of another type", 200, json, { size: "1" }, /must be integer/],
  ["a field that is not written down", 200, json, { size: 1, secret: 1 }, /additional properties/],
  ["a missing header", 200, { "content-type": "application/json" }, { size: 1 }, /ETag is absent/],
  ["another media type", 200, { ...json, "content-type": "text/html" }, "<p>", /media type "text\/html"/],
  ["an error that is no problem", 404, { "content-type": "application/json" }, { status: 404 }, /media type/],
  ["a problem of another status", 404, problem, { status: 400 }, /another status/],
  ["a body where none is promised", 204, problem, { status: 204 }, /media type/],
];

for (const [what, status, headers, body, expected] of answers) {
  test(`${what} ${expected ? "is found" : "conforms"}`, () => {
    const differences = conformance(document)(operation, { status, headers: new Headers(headers), body });
    if (expected) assert.match(differences.join("\n"), expected);
    else assert.deepEqual(differences, []);
  });
}
