import type { z } from "zod";
import { problem } from "../../shared/http/problem.ts";
import type { AnswerSpec, RouteSpec } from "../../shared/http/route.ts";
import type { JsonSchema } from "./json-schema.ts";
import { problemResponses } from "./openapi-problems.ts";
import { type SchemaComponents, schemaComponents } from "./openapi-schemas.ts";

export type OpenApiDocument = {
  openapi: "3.1.1";
  info: Record<string, unknown>;
  servers: { url: string; description: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

export type Operation = { operationId: string } & Record<string, unknown>;

/** The OpenAPI 3.1 document of these routes, but for those between apps: all of it follows from their specs. */
export const openApiDocument = (all: readonly RouteSpec[]): OpenApiDocument => {
  const routes = all.filter(({ roles }) => roles !== "app");
  const schemas = schemaComponents();
  schemas.refer(problem, "output");
  const responses: Record<string, unknown> = {};
  const paths: OpenApiDocument["paths"] = {};
  for (const spec of routes) {
    const operations = (paths[`/${spec.path}`] ??= {});
    operations[spec.method.toLowerCase()] = operationOf(spec, schemas, responses);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "KT.GG API",
      version: "1.0.0",
      summary: "Government support projects (정부지원사업) as the reason to talk to a customer.",
      description,
    },
    servers: [{ url: "/api", description: "This app" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.all(),
      responses,
      parameters: headerParameters,
      headers: { "x-correlation-id": header("Names the request in our logs: tell it when you ask for help") },
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An access token of the identity provider; its `roles` claim says what you may do.",
        },
      },
    },
  };
};

const description = `Every error is a problem (RFC 9457): \`type\` is stable, \`errors\` names each field that is wrong.

A list is \`{"items": [], "nextCursor": null}\`: ask for the next page with \`cursor\`, until \`nextCursor\` is null.
An edit takes the \`ETag\` that was read as \`If-Match\`, and is refused when another was faster.
A create takes an \`Idempotency-Key\`: the same key with the same body may be sent again, and has its effect once.
Readers ignore fields that they do not know.`;

const operationOf = (
  spec: RouteSpec,
  schemas: SchemaComponents,
  responses: Record<string, unknown>,
): Operation => {
  const problems = Object.entries(problemResponses(spec)).map(([status, { name, response }]) => {
    responses[name] = response;
    return [status, { $ref: `#/components/responses/${name}` }] as const;
  });
  const answers = Object.entries(spec.answers).map(
    ([status, answer]) => [status, answerOf(status, answer, schemas)] as const,
  );
  const body = bodyOf(spec, schemas);
  return {
    operationId: spec.name,
    tags: [spec.tag],
    summary: spec.summary,
    description: [spec.description, whoMay(spec)].filter((part) => part !== undefined).join("\n\n"),
    security: spec.roles === "public" ? [] : [{ bearer: [] }],
    ...(typeof spec.roles !== "string" && { "x-roles": spec.roles }),
    parameters: parametersOf(spec, schemas),
    ...(body && { requestBody: body }),
    // An answer that the route describes itself goes before the general one of that status.
    responses: Object.fromEntries([...problems, ...answers]),
  };
};

const whoMay = ({ roles }: RouteSpec): string =>
  roles === "public"
    ? "For everybody."
    : roles === "signed in"
      ? "For everybody signed in."
      : roles === "app"
        ? "For our own apps."
        : `For: ${roles.join(", ")}.`;

const bodyOf = (spec: RouteSpec, schemas: SchemaComponents): Record<string, unknown> | undefined => {
  const example = spec.bodyExample !== undefined && { example: spec.bodyExample };
  if (spec.streams) {
    const json = { schema: {}, ...example };
    const content = spec.streams.map((type) => [
      type,
      type === "application/json" ? json : { schema: { type: "string" } },
    ]);
    return { required: true, content: Object.fromEntries(content) as unknown };
  }
  if (!spec.body) return undefined;
  return {
    required: !spec.body.safeParse(undefined).success,
    content: { "application/json": { schema: schemas.refer(spec.body, "input"), ...example } },
  };
};

const bodiless = new Set(["204", "304"]);

const answerOf = (
  status: string,
  { description, schema, headers = {}, example, mediaType = "application/json" }: AnswerSpec,
  schemas: SchemaComponents,
): unknown => ({
  description,
  headers: {
    ...Object.fromEntries(Object.entries(headers).map(([name, meaning]) => [name, header(meaning)])),
    "x-correlation-id": { $ref: "#/components/headers/x-correlation-id" },
  },
  ...(!bodiless.has(status) && {
    content: {
      [mediaType]: {
        schema: schemas.refer(schema, "output"),
        ...(example !== undefined && { example }),
      },
    },
  }),
});

const header = (description: string): unknown => ({ description, schema: { type: "string" } });

const parametersOf = (spec: RouteSpec, schemas: SchemaComponents): unknown[] => [
  ...(spec.params ? fieldsOf(spec.params, "path", schemas) : []),
  ...(spec.query ? fieldsOf(spec.query, "query", schemas) : []),
  ...(spec.conditional ? [{ $ref: "#/components/parameters/If-Match" }] : []),
  ...(spec.idempotent ? [{ $ref: "#/components/parameters/Idempotency-Key" }] : []),
  ...(spec.answers[304] ? [{ $ref: "#/components/parameters/If-None-Match" }] : []),
  { $ref: "#/components/parameters/x-correlation-id" },
];

const fieldsOf = (schema: z.ZodType, place: "path" | "query", schemas: SchemaComponents): unknown[] => {
  const { properties = {}, required = [] } = schemas.refer(schema, "input") as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
};

const headerParameter = (name: string, description: string, more: JsonSchema = {}): unknown => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string", ...more },
});

const headerParameters = {
  "If-Match": headerParameter(
    "If-Match",
    "The ETag that you read: the change is refused when it is no longer the present one",
  ),
  "If-None-Match": headerParameter(
    "If-None-Match",
    "The ETag that you have: nothing is sent again when it is still the present one",
  ),
  "Idempotency-Key": headerParameter(
    "Idempotency-Key",
    "A new key for each new request, the same for a repeated one",
    {
      minLength: 1,
      maxLength: 255,
      pattern: "^[!-~]+$",
    },
  ),
  "x-correlation-id": headerParameter(
    "x-correlation-id",
    "Your own name for the request; we make one when it is absent",
    {
      pattern: "^[A-Za-z0-9_.-]{8,128}$",
    },
  ),
};
