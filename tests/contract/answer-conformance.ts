import { documentSchemas } from "./document-schemas.ts";
import { errorsOf } from "./json-schema-validator.ts";

/** What the conformance runner reads of an OpenAPI document. */
export type ApiDocument = {
  paths: Record<string, Record<string, ApiOperation>>;
  components: Record<string, Record<string, unknown>>;
};

export type Schema = Record<string, unknown>;

export type ApiParameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
};

export type ApiOperation = {
  operationId: string;
  security: unknown[];
  "x-roles"?: string[];
  parameters: (ApiParameter | { $ref: string })[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema; example?: object }> };
  responses: Record<string, ApiResponse | { $ref: string }>;
};

export type ApiResponse = {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema }>;
};

/** Follows a reference into the document. @throws when it leads nowhere */
export const resolved = <Thing extends object>(
  document: ApiDocument,
  thing: Thing | { $ref: string },
): Thing => {
  if (!("$ref" in thing)) return thing;
  const [, section = "", name = ""] = /^#\/components\/(\w+)\/(.+)$/.exec(thing.$ref) ?? [];
  const found = document.components[section]?.[name];
  if (found === undefined) throw new Error(`${thing.$ref} leads nowhere.`);
  return resolved(document, found as Thing);
};

export type Answered = { status: number; headers: Headers; body: unknown };

/**
 * Says how an answer differs from what the document promises of the operation: its status, its media type, its headers,
 * and its body, in which no field may be that is not written down. Empty when it does not.
 */
export const conformance = (
  document: ApiDocument,
): ((operation: ApiOperation, answer: Answered) => string[]) => {
  const schemas = documentSchemas(document);
  return (operation, { status, headers, body }) => {
    const documented = operation.responses[String(status)];
    if (!documented) return [`the status ${status} is not documented`];
    const { content = {}, headers: promised = {} } = resolved<ApiResponse>(document, documented);
    const absent = Object.keys(promised).filter((name) => !headers.has(name));
    const differences = absent.map((name) => `the header ${name} is absent`);
    const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
    const media = content[type] ?? content["*/*"];
    if (media === undefined) {
      const isEmpty = Object.keys(content).length === 0 && body === "";
      return isEmpty ? differences : [...differences, `the media type "${type}" is not documented`];
    }
    differences.push(...errorsOf(schemas(media.schema, "closed"), body).map((error) => `the body: ${error}`));
    if (type === "application/problem+json" && (body as { status?: unknown }).status !== status) {
      differences.push("the problem names another status than its answer");
    }
    return differences;
  };
};
