import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "./errors.ts";

/** A request as the handlers see it. */
export type CosmosRequest = {
  method: string;
  /** The decoded parts of the path: `["dbs", "ktgg", "colls", "project"]`. */
  path: string[];
  headers: IncomingHttpHeaders;
  body: Buffer;
};

/** What a handler answers; `body` is JSON text. */
export type Answer = { status: number; headers: Record<string, string>; body: string | undefined };

/** The operations that fault switches know. */
export type Operation =
  | "create"
  | "read"
  | "replace"
  | "upsert"
  | "patch"
  | "delete"
  | "query"
  | "batch"
  | "changefeed"
  | "metadata";

/** The decoded path of a URL. Throws 400 for one that is not well-formed. */
export const parsePath = (url: string): string[] => {
  const [path = ""] = url.split("?", 1);
  try {
    return path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent);
  } catch {
    throw badRequest(`The path '${path}' is malformed.`);
  }
};

/** The resource type and link that a signature covers: of `/dbs/a/colls/b/docs` "docs" and "dbs/a/colls/b". */
export const signedResource = (path: readonly string[]): { resourceType: string; resourceId: string } =>
  path.length % 2 === 1
    ? { resourceType: path.at(-1) ?? "", resourceId: path.slice(0, -1).join("/") }
    : { resourceType: path.at(-2) ?? "", resourceId: path.join("/") };

/** A header's one value. */
export const header = ({ headers }: CosmosRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
};

/** True when a header says "true", whatever its case. */
export const flag = (request: CosmosRequest, name: string): boolean =>
  header(request, name)?.toLowerCase() === "true";

/** Which operation a request asks for. */
export const operationOf = (request: CosmosRequest): Operation => {
  const { method, path } = request;
  if (path[0] !== "dbs" || path[4] !== "docs") return "metadata";
  switch (method) {
    case "GET":
      if (path.length === 6) return "read";
      return header(request, "a-im") === undefined ? "query" : "changefeed";
    case "PUT":
      return "replace";
    case "PATCH":
      return "patch";
    case "DELETE":
      return "delete";
    default:
      return postOperation(request);
  }
};

const postOperation = (request: CosmosRequest): Operation => {
  if (flag(request, "x-ms-cosmos-is-query-plan-request")) return "metadata";
  if (flag(request, "x-ms-documentdb-isquery")) return "query";
  if (flag(request, "x-ms-cosmos-is-batch-request")) return "batch";
  return flag(request, "x-ms-documentdb-is-upsert") ? "upsert" : "create";
};

/** The body as JSON. Throws 400 when it is none, or no valid UTF-8. */
export const jsonBody = ({ body }: CosmosRequest): unknown => {
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch (error) {
    throw badRequest(
      `The request body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** `x-ms-max-item-count`; -1 or absent is the server's own choice. */
export const maxItemCount = (request: CosmosRequest, byDefault: number): number => {
  const given = header(request, "x-ms-max-item-count");
  if (given === undefined || given === "-1") return byDefault;
  const count = Number(given);
  if (!Number.isInteger(count) || count < 1)
    throw badRequest(`The x-ms-max-item-count '${given}' is invalid.`);
  return count;
};
