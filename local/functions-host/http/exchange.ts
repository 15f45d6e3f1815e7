import type { IncomingMessage, ServerResponse } from "node:http";
import type { BindingData } from "../binding-expressions.ts";
import type { HostFunction } from "../bindings.ts";

/** One request on its way through the host, with the function that it is for. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  target: HostFunction;
  params: Record<string, string>;
  /** Bytes of request body that are accepted; more is a 413. */
  bodyLimit: number;
};

/** Answers a status with no body, unless an answer is already under way: then the connection is cut. */
export const answerEmpty = (response: ServerResponse, status: number): void => {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, status === 204 ? {} : { "content-length": 0 }).end();
};

/** The query of the request as Azure gives it to functions: a repeated key's values joined by commas. */
export const queryOf = (request: IncomingMessage): Record<string, string> => {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const query: Record<string, string> = {};
  if (mark < 0) return query;
  for (const [key, value] of new URLSearchParams(url.slice(mark + 1))) {
    query[key] = Object.hasOwn(query, key) ? `${query[key] ?? ""},${value}` : value;
  }
  return query;
};

/** The headers of the request, each as one string. */
export const headersOf = (request: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
};

/** What `{...}` in another binding can name on an HTTP function: route parameters, query, headers. */
export const bindingDataOf = ({ request, params }: Exchange): BindingData => {
  const query = queryOf(request);
  return { ...query, ...params, query, headers: request.headers };
};

/** Whether a body follows the request's head. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;

/** A header of the request that can only come once; undefined when absent. */
export const oneHeader = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};
