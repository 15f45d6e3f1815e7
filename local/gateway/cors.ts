import type { IncomingMessage } from "node:http";
import type { GatewayPolicy } from "./policy.ts";

/** The origins whose pages may call. */
export type Origins = ReadonlySet<string>;

/** The headers by which a page of an allowed origin may read any answer, refusals among them; none for others. */
export const corsHeaders = (
  request: IncomingMessage,
  origins: Origins,
  { exposedHeaders }: GatewayPolicy["cors"],
): Record<string, string> => {
  const { origin } = request.headers;
  if (origin === undefined || !origins.has(origin)) return { vary: "Origin" };
  return {
    vary: "Origin",
    "access-control-allow-origin": origin,
    "access-control-expose-headers": exposedHeaders.join(", "),
  };
};

/** Whether a request asks, before the real one, if it may be made (Fetch standard, CORS-preflight). */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === "OPTIONS" &&
  headers.origin !== undefined &&
  headers["access-control-request-method"] !== undefined;

/** What a preflight is answered: the permission, or nothing for another origin, method or header. */
export const preflightHeaders = (
  request: IncomingMessage,
  origins: Origins,
  cors: GatewayPolicy["cors"],
): Record<string, string> => {
  const { origin = "" } = request.headers;
  const asked = request.headers["access-control-request-headers"] ?? "";
  const known = new Set(cors.headers.map((name) => name.toLowerCase()));
  const unknown = asked
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && !known.has(name));
  const method = request.headers["access-control-request-method"] ?? "";
  if (!origins.has(origin) || !cors.methods.includes(method) || unknown.length > 0) return { vary: "Origin" };
  return {
    vary: "Origin",
    "access-control-allow-origin": origin,
    "access-control-allow-methods": cors.methods.join(", "),
    "access-control-allow-headers": cors.headers.join(", "),
    "access-control-max-age": String(cors.maxAgeSeconds),
  };
};
