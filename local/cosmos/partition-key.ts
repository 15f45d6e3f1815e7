import { badRequest, notSupported } from "./errors.ts";
import { isObject, property } from "./json.ts";
import type { JsonObject, Value } from "./json.ts";

/** Azure's limit for a partition key value (version 2 keys). */
const maxBytes = 2048;

/** What the canonical text of a missing partition key is: the empty object that the SDKs send for "none". */
const none = "{}";

/** The canonical text of a partition key value. Throws when the value can be no partition key. */
export const partitionKeyText = (value: Value): string => {
  if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) return none;
  if (typeof value === "object" && value !== null) {
    throw badRequest("A partition key must be a string, a number, a boolean, null or undefined.");
  }
  const text = JSON.stringify(value);
  if (typeof value === "string" && Buffer.byteLength(value) > maxBytes) {
    throw badRequest(`The partition key is longer than ${maxBytes} bytes.`);
  }
  return text;
};

/** The canonical partition key of the `x-ms-documentdb-partitionkey` header, or of a bulk operation's `partitionKey`. */
export const partitionKeyOfHeader = (header: string): string => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(header);
  } catch {
    throw badRequest(`The partition key '${header}' is not a JSON array.`);
  }
  if (!Array.isArray(parsed)) throw badRequest(`The partition key '${header}' is not a JSON array.`);
  if (parsed.length > 1) throw notSupported("A hierarchical partition key (more than one value)");
  if (parsed.length === 0) throw badRequest("PartitionKey value must be supplied for this operation.");
  return partitionKeyText(parsed[0] as Value);
};

/** The canonical partition key of a document. */
export const partitionKeyOfDocument = (document: JsonObject, path: readonly string[]): string => {
  let value: Value = document;
  for (const key of path) value = property(value, key);
  // An empty object in a document is an object, not the header's sign for "none".
  if (isObject(value))
    throw badRequest("A partition key must be a string, a number, a boolean, null or undefined.");
  return partitionKeyText(value);
};
