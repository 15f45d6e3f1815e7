import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Beyond this distance from the server's time the service refuses a signature. */
const maxSkewMs = 5 * 60 * 1000;

const signedHeaders = "x-ms-date;host;x-ms-content-sha256";

/**
 * Checks the access key signature of a request: HMAC-SHA256 over method, path with query, date, host and the body's hash.
 * Answers why it is refused, or null. The date is held against the machine's clock, since the client signs by it.
 */
export const refuseSignature = (request: IncomingMessage, body: Buffer, accessKey: Buffer): string | null => {
  const header = (name: string): string => {
    const value = request.headers[name];
    return typeof value === "string" ? value : "";
  };
  const authorization = header("authorization");
  if (authorization === "") return "The Authorization header is missing.";
  const signature = /^HMAC-SHA256 SignedHeaders=([^&]+)&Signature=(.+)$/.exec(authorization);
  if (signature === null) return "Only access key authentication (HMAC-SHA256) is served here.";
  if (signature[1]?.toLowerCase() !== signedHeaders) return `SignedHeaders must be ${signedHeaders}.`;

  const date = header("x-ms-date");
  const skewMs = Math.abs(Date.now() - Date.parse(date));
  if (!(skewMs <= maxSkewMs)) {
    return "The time difference between the originating client and the server is greater than the allowed margin of 5 minutes.";
  }
  const hash = createHash("sha256").update(body).digest("base64");
  if (header("x-ms-content-sha256") !== hash) return "x-ms-content-sha256 is not the hash of the body.";

  const toSign = `${request.method}\n${request.url}\n${date};${header("host")};${hash}`;
  const expected = createHmac("sha256", accessKey).update(toSign).digest();
  const given = Buffer.from(signature[2] ?? "", "base64");
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  return same ? null : "The signature does not match the access key.";
};
