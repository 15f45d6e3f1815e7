import { randomUUID } from "node:crypto";
import { type ApiDocument, resolved, type Schema } from "../../contract/answer-conformance.ts";
import { invalidValues } from "./invalid-values.ts";
import { type Call, parametersOf, pathWith, type Route } from "./valid-call.ts";

/** A call that must be refused: with which status, and naming which field where it is a 400. */
export type InvalidCall = { what: string; call: Call; status: number; field?: string };

/** Every way in which we know how to spoil a good call of this route, but for its token. */
export const invalidCalls = (document: ApiDocument, route: Route, good: Call): InvalidCall[] => [
  ...badParams(document, route, good),
  ...badQuery(document, route, good),
  ...badHeaders(document, route, good),
  ...(route.operation.requestBody ? [...badBodies(route, good), ...badFields(document, route, good)] : []),
];

const badParams = (document: ApiDocument, route: Route, good: Call): InvalidCall[] =>
  parametersOf(document, route)
    .filter(({ in: place }) => place === "path")
    .flatMap(({ name }) =>
      [randomUUID(), "not an id!", "x".repeat(300), "a\u0000b", "%", "../projects", "__proto__"].map(
        (value) => ({
          what: `the ${name} ${JSON.stringify(value.slice(0, 20))}`,
          call: { ...good, path: pathWith(route.path, { [name]: value }) },
          status: 404,
        }),
      ),
    );

const badQuery = (document: ApiDocument, route: Route, good: Call): InvalidCall[] => {
  const parameters = parametersOf(document, route).filter(({ in: place }) => place === "query");
  if (parameters.length === 0) return [];
  const bad = (what: string, field: string, ...values: string[]): InvalidCall => {
    const query = new URLSearchParams(good.query);
    query.delete(field);
    for (const value of values) query.append(field, value);
    return { what, call: { ...good, query: query.toString() }, status: 400, field };
  };
  return [
    bad("an unknown query parameter", "nonsense", "1"),
    ...parameters.flatMap(({ name, schema, required }) => [
      bad(`the query parameter ${name} twice`, name, "1", "1"),
      ...(required ? [bad(`a query without ${name}`, name)] : []),
      ...invalidTexts(document, schema).map(({ what, value }) =>
        bad(`${what} as the query parameter ${name}`, name, value),
      ),
      ...(name === "cursor" ? [bad("a cursor of another list", name, "nonsense!")] : []),
    ]),
  ];
};

/** Every value of a query is a text: a number is one that holds a number. */
const invalidTexts = (document: ApiDocument, schema: Schema): { what: string; value: string }[] =>
  resolved<Schema>(document, schema)["type"] === "integer"
    ? [
        { what: "a text", value: "nonsense" },
        ...invalidValues(document, schema)
          .filter(({ value }) => typeof value === "number")
          .map(({ what, value }) => ({ what, value: String(value) })),
      ]
    : invalidValues(document, schema).filter(
        (invalid): invalid is { what: string; value: string } =>
          typeof invalid.value === "string" && !invalid.value.includes("\u0007"),
      );

const badHeaders = (document: ApiDocument, route: Route, good: Call): InvalidCall[] => {
  const takes = new Set(parametersOf(document, route).map(({ name }) => name));
  const withHeader = (name: string, value: string, status: number, what: string): InvalidCall => ({
    what,
    call: { ...good, headers: { ...good.headers, [name]: value } },
    status,
    ...(status === 400 && { field: name }),
  });
  return [
    ...(takes.has("If-Match")
      ? [
          withHeader("If-Match", '"999999"', 412, "a stale If-Match"),
          withHeader("If-Match", 'W/"1"', 412, "a weak If-Match"),
          withHeader("If-Match", "nonsense", 400, "an If-Match that is no tag"),
        ]
      : []),
    ...(takes.has("Idempotency-Key")
      ? [
          withHeader("Idempotency-Key", "x".repeat(256), 400, "an Idempotency-Key too long"),
          withHeader("Idempotency-Key", "two words", 400, "an Idempotency-Key with a space"),
        ]
      : []),
  ];
};

const json = "application/json";

/** Bodies that are wrong whatever the route wants in them. */
const badBodies = ({ operation }: Route, good: Call): InvalidCall[] => {
  const bad = (what: string, raw: Call["raw"], status = 400, type = json): InvalidCall => ({
    what,
    call: { ...good, body: undefined, raw: raw ?? "", headers: { ...good.headers, "content-type": type } },
    status,
  });
  const text = JSON.stringify(good.body);
  const { content, required = false } = operation.requestBody ?? { content: {} };
  const isStream = Object.keys(content).length > 1;
  // The good body with its first field twice: only the spoiled one, which a parser forgets, can be what is refused.
  const [field = ""] = Object.keys(good.body as object);
  const before = (value: string): Buffer => Buffer.from(`{${JSON.stringify(field)}: ${value}`);
  const after = (value: string): Buffer => Buffer.from(`${value}, ${text.slice(1)}`);
  return [
    bad("a body of another media type", text, 415, "text/plain"),
    bad("a form as the body", "projectname=x", 415, "application/x-www-form-urlencoded"),
    bad("a body in another charset", text, 415, `${json}; charset=euc-kr`),
    bad("a body that is no JSON", '{"projectname": '),
    bad("a body that is a text", '"nonsense"'),
    ...(required ? [bad("an empty body", "")] : []),
    ...(isStream
      ? []
      : [
          bad(
            "a body that is not UTF-8",
            Buffer.concat([before('"'), Buffer.from([0xc3, 0x28]), after('"')]),
          ),
          bad(
            "a body nested 10,000 deep",
            Buffer.concat([before("[".repeat(10_000)), after("]".repeat(10_000))]),
          ),
          bad("a body of a million letters", JSON.stringify({ nonsense: "x".repeat(1_000_000) }), 413),
          bad("null as the body", "null"),
          bad("a list as the body", "[]"),
          bad("__proto__ as a field", '{"__proto__": {"projectname": "x"}}'),
        ]),
  ];
};

/** The good body with one field spoiled. */
const badFields = (document: ApiDocument, { operation }: Route, good: Call): InvalidCall[] => {
  const schema = resolved<Schema>(document, operation.requestBody?.content[json]?.schema ?? {});
  const { properties, required = [] } = schema as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  if (properties === undefined) return [];
  const body = good.body as Record<string, unknown>;
  const bad = (what: string, field: string, spoiled: unknown): InvalidCall => ({
    what,
    call: { ...good, body: spoiled },
    status: 400,
    field,
  });
  return [
    bad("an unknown field", "nonsense", { ...body, nonsense: 1 }),
    ...required.map((field) => {
      const without = Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
      return bad(`a body without ${field}`, field, without);
    }),
    ...Object.entries(properties).flatMap(([field, fieldSchema]) =>
      invalidValues(document, fieldSchema, body[field]).map(({ what, value }) =>
        bad(`${what} as ${field}`, field, { ...body, [field]: value }),
      ),
    ),
  ];
};
