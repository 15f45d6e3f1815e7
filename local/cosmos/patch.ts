import { badRequest } from "./errors.ts";
import { isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";

/** One operation of a partial document update. */
export type PatchOperation = { op: string; path: string; value?: Json; from?: string };

/** A partial document update: its operations and, for a conditional one, its filter predicate. */
export type PatchRequest = { operations: PatchOperation[]; condition?: string | undefined };

/** Azure's limit of operations in one patch. */
const maxOperations = 10;

const systemNames = new Set(["id", "_rid", "_self", "_etag", "_attachments", "_ts", "_lsn", "__proto__"]);

/** Reads a patch request in both forms that the SDK sends: an array, or an object with a condition. */
export const parsePatch = (body: unknown): PatchRequest => {
  const { operations, condition } = Array.isArray(body)
    ? { operations: body as unknown[], condition: undefined }
    : isObject(body)
      ? { operations: body["operations"], condition: body["condition"] }
      : { operations: undefined, condition: undefined };
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest("A patch needs an array of at least one operation.");
  }
  if (operations.length > maxOperations) {
    throw badRequest(`The number of patch operations can't exceed '${maxOperations}'.`);
  }
  if (condition !== undefined && typeof condition !== "string") {
    throw badRequest("The condition of a patch must be a text that begins with FROM.");
  }
  return { operations: operations.map(parseOperation), condition };
};

const parseOperation = (operation: unknown): PatchOperation => {
  if (!isObject(operation) || typeof operation["op"] !== "string" || typeof operation["path"] !== "string") {
    throw badRequest("A patch operation needs 'op' and 'path'.");
  }
  return operation as PatchOperation;
};

/**
 * Applies a patch to a document in place, as Azure documents "partial document update".
 * Throws 400 when an operation cannot be applied, or touches the id, the partition key or a system property.
 */
export const applyPatch = (
  document: JsonObject,
  operations: readonly PatchOperation[],
  partitionKeyPath: readonly string[],
): void => {
  operations.forEach((operation, index) => {
    const refuse = (why: string): Error =>
      badRequest(`For Operation(${index + 1}): ${operation.op} '${operation.path}': ${why}`);
    const path = parsePath(operation.path, refuse);
    guard(path, partitionKeyPath, refuse);
    const value = (): Json => {
      if (operation.value === undefined) throw refuse("a value is required.");
      return operation.value;
    };
    switch (operation.op) {
      case "add":
        put(document, path, value(), "insert", refuse);
        break;
      case "set":
        put(document, path, value(), "overwrite", refuse);
        break;
      case "replace":
        find(document, path, refuse);
        put(document, path, value(), "overwrite", refuse);
        break;
      case "remove":
        take(document, path, refuse);
        break;
      case "incr":
        increment(document, path, value(), refuse);
        break;
      case "move": {
        if (typeof operation.from !== "string") throw refuse("'from' is required.");
        const from = parsePath(operation.from, refuse);
        guard(from, partitionKeyPath, refuse);
        if (path.length > from.length && from.every((key, at) => path[at] === key)) {
          throw refuse("'path' must not lie inside 'from'.");
        }
        const moved = find(document, from, refuse);
        take(document, from, refuse);
        put(document, path, moved, "insert", refuse);
        break;
      }
      default:
        throw refuse("the operation is unknown: use add, set, replace, remove, incr or move.");
    }
  });
};

type Refuse = (why: string) => Error;

/** A JSON pointer (RFC 6901): "~1" is "/", "~0" is "~". */
const parsePath = (path: string, refuse: Refuse): string[] => {
  if (!path.startsWith("/") || path.length === 1)
    throw refuse("a path begins with '/' and names a property.");
  return path
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
};

const guard = (path: readonly string[], partitionKeyPath: readonly string[], refuse: Refuse): void => {
  if (systemNames.has(path[0] ?? "") || path.includes("__proto__")) {
    throw refuse("the id and system properties cannot be patched.");
  }
  const shorter = Math.min(path.length, partitionKeyPath.length);
  if (path.slice(0, shorter).every((key, at) => key === partitionKeyPath[at])) {
    throw refuse("the partition key cannot be patched.");
  }
};

const arrayIndex = (key: string, length: number, refuse: Refuse): number => {
  if (!/^(0|[1-9]\d*)$/.test(key) || Number(key) > length)
    throw refuse(`'${key}' is no index of an array of ${length}.`);
  return Number(key);
};

const child = (of: Json, key: string, refuse: Refuse): Json => {
  if (Array.isArray(of)) {
    const item = of[arrayIndex(key, of.length, refuse)];
    if (item === undefined) throw refuse("the path does not exist.");
    return item;
  }
  const value = isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined;
  if (value === undefined) throw refuse("the path does not exist.");
  return value;
};

const find = (document: Json, path: readonly string[], refuse: Refuse): Json =>
  path.reduce((value, key) => child(value, key, refuse), document);

/** The holder of a path's last key. */
const holder = (document: Json, path: readonly string[], refuse: Refuse): { of: Json; key: string } => ({
  of: find(document, path.slice(0, -1), refuse),
  key: path.at(-1) ?? "",
});

const put = (
  document: Json,
  path: readonly string[],
  value: Json,
  inArray: "insert" | "overwrite",
  refuse: Refuse,
): void => {
  const { of, key } = holder(document, path, refuse);
  if (Array.isArray(of)) {
    const index = key === "-" ? of.length : arrayIndex(key, of.length, refuse);
    if (inArray === "insert" || index === of.length) of.splice(index, 0, value);
    else of[index] = value;
  } else if (isObject(of)) of[key] = value;
  else throw refuse("the path's parent is neither an object nor an array.");
};

const take = (document: Json, path: readonly string[], refuse: Refuse): void => {
  const { of, key } = holder(document, path, refuse);
  child(of, key, refuse);
  if (Array.isArray(of)) of.splice(Number(key), 1);
  else Reflect.deleteProperty(of as JsonObject, key);
};

const increment = (document: Json, path: readonly string[], by: Json, refuse: Refuse): void => {
  if (typeof by !== "number") throw refuse("the value must be a number.");
  const { of, key } = holder(document, path, refuse);
  if (isObject(of) && !Object.hasOwn(of, key)) {
    of[key] = by;
    return;
  }
  const present = child(of, key, refuse);
  if (typeof present !== "number") throw refuse("only a number can be incremented.");
  put(document, path, present + by, "overwrite", refuse);
};
