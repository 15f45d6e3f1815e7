import type { Container, Database } from "./catalog.ts";
import { badRequest, notSupported } from "./errors.ts";
import { isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import { checkId, checkTtl } from "./limits.ts";
import { isPlainKey } from "./query/program.ts";

/** A database as it is answered. */
export const databaseResource = ({ id, rid, etag, ts }: Database): JsonObject => ({
  id,
  _rid: rid,
  _self: `dbs/${rid}/`,
  _etag: etag,
  _colls: "colls/",
  _users: "users/",
  _ts: ts,
});

/** A container as it is answered: its definition and the system properties. */
export const containerResource = ({ definition, rid, self, etag, ts }: Container): JsonObject => ({
  ...definition,
  _rid: rid,
  _self: self,
  _etag: etag,
  _ts: ts,
  _docs: "docs/",
  _sprocs: "sprocs/",
  _triggers: "triggers/",
  _udfs: "udfs/",
  _conflicts: "conflicts/",
});

const systemProperties = [
  "_rid",
  "_self",
  "_etag",
  "_ts",
  "_docs",
  "_sprocs",
  "_triggers",
  "_udfs",
  "_conflicts",
];

/** Azure's default: every path is indexed. Kept and answered; here every path that queries use gets an index. */
const defaultIndexingPolicy: JsonObject = {
  indexingMode: "consistent",
  automatic: true,
  includedPaths: [{ path: "/*" }],
  excludedPaths: [{ path: '/"_etag"/?' }],
};

/**
 * Checks a container's definition and fills in Azure's defaults. Settings that have no meaning here are kept and answered as they came;
 * those that would make answers differ (unique keys, several partition key paths, computed properties) are refused by name.
 */
export const checkContainer = (body: unknown): JsonObject => {
  if (!isObject(body)) throw badRequest("A container must be a JSON object.");
  checkId(body["id"]);
  checkTtl(body["defaultTtl"], "defaultTtl");
  const refused: [there: boolean, what: string][] = [
    [hasItems(body["uniqueKeyPolicy"], "uniqueKeys"), "A unique key policy"],
    [hasItems(body["computedProperties"]), "A computed property"],
    [hasItems(body["vectorEmbeddingPolicy"], "vectorEmbeddings"), "A vector policy"],
    [isObject(body["fullTextPolicy"]), "A full text policy"],
    [isObject(body["clientEncryptionPolicy"]), "A client encryption policy"],
    [isObject(body["changeFeedPolicy"]), "A change feed policy (all versions and deletes)"],
  ];
  for (const [there, what] of refused) if (there) throw notSupported(what);
  const definition: JsonObject = {
    indexingPolicy: defaultIndexingPolicy,
    ...body,
    partitionKey: checkPartitionKey(body["partitionKey"]),
  };
  for (const name of systemProperties) Reflect.deleteProperty(definition, name);
  return definition;
};

const hasItems = (value: Json | undefined, key?: string): boolean => {
  const items = key === undefined ? value : isObject(value) ? value[key] : undefined;
  return Array.isArray(items) && items.length > 0;
};

const checkPartitionKey = (partitionKey: Json | undefined): JsonObject => {
  const paths = isObject(partitionKey) ? partitionKey["paths"] : undefined;
  if (!isObject(partitionKey) || !Array.isArray(paths) || paths.length === 0) {
    throw badRequest("A container needs a partitionKey with its paths.");
  }
  if (paths.length > 1 || partitionKey["kind"] === "MultiHash")
    throw notSupported("A hierarchical partition key");
  const [path] = paths;
  const keys = typeof path === "string" ? path.split("/").slice(1) : [];
  if (
    typeof path !== "string" ||
    !path.startsWith("/") ||
    !keys.every((key) => key !== "" && isPlainKey(key))
  ) {
    throw badRequest(
      `The partition key path '${JSON.stringify(path)}' is invalid: write it as /property or /outer/inner.`,
    );
  }
  return { kind: "Hash", version: 2, ...partitionKey };
};

/** A replaced definition may not change what the container is. */
export const checkReplacement = (container: Container, body: unknown): JsonObject => {
  const definition = checkContainer(body);
  if (definition["id"] !== container.id) throw badRequest("A container's id cannot be changed.");
  const paths = (of: JsonObject): string => JSON.stringify((of["partitionKey"] as JsonObject)["paths"]);
  if (paths(definition) !== paths(container.definition)) {
    throw badRequest("Document collection partition key cannot be changed.");
  }
  return definition;
};
