import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { OpenApiDocument } from "../../functions/platform/openapi.ts";
import { asFile, committedDocument, documentOfTheApp } from "../../tools/openapi.ts";
import { documentSchemas } from "./document-schemas.ts";
import { errorsOf } from "./json-schema-validator.ts";

type Media = { schema?: unknown; example?: unknown; examples?: Record<string, { value: unknown }> };

const document: OpenApiDocument = await documentOfTheApp();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

const schemas = documentSchemas(document);

test("the committed document is that of the code (else: node tools/openapi.ts)", async () => {
  assert.equal(await readFile(committedDocument, "utf8"), asFile(document));
});

test("every route of the design is in it, each with an id of its own", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  const known = new Set(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
  for (const route of [
    "POST /projects",
    "GET /projects",
    "GET /projects/{projectId}",
    "PATCH /projects/{projectId}",
    "POST /projects/{projectId}/start",
    "POST /projects/{projectId}/end",
    "POST /projects/import",
    "POST /interests",
    "PATCH /interests/{interestId}",
    "GET /me/interests",
    "POST /consultations",
    "GET /consultations/{consultationId}",
    "PATCH /consultations/{consultationId}",
    "POST /consultations/{consultationId}/accept",
    "POST /consultations/{consultationId}/reject",
    "POST /consultations/{consultationId}/progress",
    "GET /me/consultations",
    "GET /me/assignments",
    "GET /staff/consultations",
    "GET /staff/consultations/{consultationId}/match",
    "POST /staff/consultations/{consultationId}/assign",
    "GET /staff/matches",
    "POST /salesmen",
    "GET /salesmen",
    "GET /salesmen/{salesmanId}",
    "PATCH /salesmen/{salesmanId}",
    "GET /staff/projects/{projectId}/notifications",
    "GET /me/alarms",
    "POST /me/alarms/read",
    "GET /health/live",
    "GET /health/ready",
    "GET /openapi.json",
    "GET /docs",
  ]) {
    assert.ok(known.has(route), route);
  }
});

test("every reference leads somewhere", () => {
  const missing: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === "$ref" && typeof value === "string") {
      const found = value
        .replace(/^#\//, "")
        .split("/")
        .reduce<unknown>((place, part) => (place as Record<string, unknown> | undefined)?.[part], document);
      if (found === undefined) missing.push(value);
    }
    return value;
  });
  assert.deepEqual(missing, []);
});

for (const { path, method, operation } of operations) {
  const name = `${method.toUpperCase()} ${path}`;

  test(`${name} declares the parameters of its path`, () => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const parameters = operation["parameters"] as { in?: string; name?: string; required?: boolean }[];
    const declared = parameters.filter((parameter) => parameter.in === "path");
    assert.deepEqual(declared.map((parameter) => parameter.name).toSorted(), inPath.toSorted());
    assert.ok(declared.every(({ required }) => required));
  });

  test(`${name} has a body and answers whose examples are valid by their schemas`, () => {
    const body = operation["requestBody"] as { content: Record<string, Media> } | undefined;
    const answers = operation["responses"] as Record<string, { content?: Record<string, Media> }>;
    const contents: [place: string, content: Record<string, Media> | undefined][] = [
      ["body", body?.content],
      ...Object.entries(answers).map(([status, { content }]): [string, typeof content] => [status, content]),
    ];
    for (const [place, content] of contents) {
      for (const [type, { schema, example }] of Object.entries(content ?? {})) {
        const where = `${place} ${type}`;
        if (type !== "application/json" || path === "/openapi.json") continue;
        assert.notEqual(example, undefined, `${where} has no example`);
        assert.deepEqual(errorsOf(schemas(schema, "closed"), example), [], where);
      }
    }
  });

  test(`${name} names every error that its kind of route can have, as a problem`, () => {
    const responses = operation["responses"] as Record<string, unknown>;
    const expected = [
      "500",
      ...((operation["security"] as unknown[]).length > 0 ? ["401", "503"] : []),
      ...(operation["x-roles"] ? ["403"] : []),
      ...(path.includes("{") ? ["404"] : []),
      ...(operation["requestBody"] ? ["400", "413", "415"] : []),
    ];
    for (const status of expected) assert.ok(responses[status], `${status} is not in it`);
  });
}

test("every problem's examples are valid by the schema of a problem, with its own status", () => {
  const responses = document.components["responses"] as Record<string, { content: Record<string, Media> }>;
  const validate = schemas({ $ref: "#/components/schemas/Problem" }, "closed");
  const statuses = new Set<unknown>();
  for (const [name, { content }] of Object.entries(responses)) {
    const { examples } = content["application/problem+json"] ?? {};
    assert.ok(examples && Object.keys(examples).length > 0, name);
    for (const { value } of Object.values(examples)) {
      assert.deepEqual(errorsOf(validate, value), [], name);
      statuses.add((value as { status: number }).status);
    }
  }
  assert.ok(statuses.size >= 9, [...statuses].join());
});
