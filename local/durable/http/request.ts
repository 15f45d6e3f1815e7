import type { IncomingHttpHeaders } from "node:http";
import type { Answer } from "../../http.ts";
import type { DurableFunctions } from "../functions.ts";
import type { TaskHub } from "../task-hub.ts";
import { ApiError } from "./api-error.ts";
import type { HubAddress } from "./links.ts";

/** What every answer of the management API needs. */
export type ApiParts = { hub: TaskHub; functions: DurableFunctions; address: HubAddress };

/** One request, taken apart. The path is that behind the API's base. */
export type ApiRequest = {
  method: string;
  path: readonly string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The address of the request itself. */
  url: string;
  body: string;
};

/** What Azure answers to a path or method that it does not have. */
export const notFound: Answer = { status: 404 };

/** The body if it is JSON, null for an empty one; throws a 400 otherwise. */
export const jsonBody = (body: string): string => {
  if (body.trim() === "") return "null";
  try {
    JSON.parse(body);
    return body;
  } catch {
    throw new ApiError(400, "Invalid JSON content");
  }
};
