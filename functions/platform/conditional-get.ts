import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { createHash } from "node:crypto";

/** A text or file that is the same for everybody until the app is deployed again. */
export type Representation = { body: string | Uint8Array; etag: string; hash: string; contentType: string };

/** Names the content by its hash: a strong entity tag (RFC 9110 section 8.8.3). */
export const representation = (body: string | Uint8Array, contentType: string): Representation => {
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return { body, etag: `"${hash}"`, hash, contentType };
};

/** 200 with the content, or 304 when the caller has it already. */
export const send = (
  request: HttpRequest,
  { body, etag, contentType }: Representation,
  headers: Record<string, string>,
): HttpResponseInit =>
  matches(request.headers.get("if-none-match"), etag)
    ? { status: 304, headers: { etag, ...headers } }
    : { status: 200, headers: { "content-type": contentType, etag, ...headers }, body };

/** If-None-Match compares weakly (RFC 9110 section 13.1.2). */
export const matches = (ifNoneMatch: string | null, etag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === "*" ||
    ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag));
