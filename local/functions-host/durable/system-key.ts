import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether the request brings the hub's key, in the query's `code` or the header `x-functions-key`. */
export const isSystemKey = (request: IncomingMessage, key: string): boolean => {
  const header = request.headers["x-functions-key"];
  const given = typeof header === "string" ? header : codeOf(request.url ?? "/");
  return given !== undefined && timingSafeEqual(digest(given), digest(key));
};

const codeOf = (url: string): string | undefined => {
  const mark = url.indexOf("?");
  return mark < 0 ? undefined : (new URLSearchParams(url.slice(mark + 1)).get("code") ?? undefined);
};
