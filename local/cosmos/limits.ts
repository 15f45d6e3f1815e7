import { badRequest, tooLarge } from "./errors.ts";
import type { Json, JsonObject } from "./json.ts";

/** Azure's limits (learn.microsoft.com: "Azure Cosmos DB service quotas"). */
export const maxDocumentBytes = 2 * 1024 * 1024;
export const maxBatchOperations = 100;
export const maxBatchBytes = 2 * 1024 * 1024;
export const maxPageBytes = 4 * 1024 * 1024;
const maxIdCharacters = 255;
const maxDepth = 128;
const maxTtlSeconds = 2 ** 31 - 1;

/** Checks the id of a database, a container or a document. */
export const checkId = (id: unknown): string => {
  if (typeof id !== "string" || id === "") {
    throw badRequest(
      "The input content is invalid because the required properties - 'id; ' - are missing or are no text.",
    );
  }
  if (id.length > maxIdCharacters) throw badRequest(`The id is longer than ${maxIdCharacters} characters.`);
  if (/[/\\?#]/.test(id)) throw badRequest("The id must not contain '/', '\\', '?' or '#'.");
  if (!id.isWellFormed()) throw badRequest("The id is not well-formed Unicode.");
  return id;
};

/** Checks `ttl` as a document or `defaultTtl` as a container may have it: absent, -1, or whole seconds of at least 1. */
export const checkTtl = (ttl: Json | undefined, name: string): number | undefined => {
  if (ttl === undefined) return undefined;
  if (typeof ttl !== "number" || !Number.isInteger(ttl) || (ttl !== -1 && (ttl < 1 || ttl > maxTtlSeconds))) {
    throw badRequest(
      `The input ${name} '${JSON.stringify(ttl)}' is invalid. Ensure to provide a nonzero positive or -1 value.`,
    );
  }
  return ttl;
};

/** Checks what may be in a document: numbers that JSON can hold, nesting of at most 128 levels. */
export const checkValues = (document: JsonObject): void => {
  walk(document, 1);
};

const walk = (value: Json, depth: number): void => {
  if (typeof value === "number") {
    if (!Number.isFinite(value))
      throw badRequest("A number in the document is beyond the range of a double.");
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth > maxDepth) throw badRequest(`The document nests deeper than ${maxDepth} levels.`);
  if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
  else for (const key in value) walk(value[key] as Json, depth + 1);
};

/** Checks a document's size as it is stored. */
export const checkSize = (body: string): void => {
  // A UTF-16 unit has at most 3 bytes in UTF-8: only a long text needs counting.
  if (body.length * 3 > maxDocumentBytes && Buffer.byteLength(body) > maxDocumentBytes) {
    throw tooLarge(`the document is larger than ${maxDocumentBytes} bytes`);
  }
};
