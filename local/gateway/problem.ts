import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** The gateway's own refusals by name: what an answer of API Management's on-error policy says too. */
const kinds = {
  unauthenticated: { status: 401, title: "Sign in first" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  "too-large": { status: 413, title: "Too large" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "quota-exceeded": { status: 429, title: "The day's quota is used up" },
  "bad-gateway": { status: 502, title: "The answer broke off" },
  unavailable: { status: 503, title: "Not available for the moment" },
  "gateway-timeout": { status: 504, title: "No answer in time" },
} as const;

/** A kind of refusal. */
export type Kind = keyof typeof kinds;

/** Why a request goes no further. */
export class Refusal extends Error {
  readonly kind: Kind;
  readonly headers: Readonly<Record<string, string>>;
  constructor(kind: Kind, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.kind = kind;
    this.headers = headers;
  }
}

/** Answers a refusal as problem+json (RFC 9457), unless an answer is already under way: then the connection is cut. */
export const refuse = (response: ServerResponse, { kind, message, headers }: Refusal, id: string): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, title } = kinds[kind];
  const body = JSON.stringify({
    type: `urn:ktgg:problem:${kind}`,
    title,
    status,
    detail: message,
    instance: `urn:ktgg:request:${id}`,
  });
  response
    .writeHead(status, {
      "content-type": "application/problem+json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
      ...headers,
    })
    .end(body);
};

/** The caller's own correlation id where it is one, else a new one. The app reads it by the same rule. */
export const correlationOf = (sent: string | string[] | undefined): string =>
  typeof sent === "string" && /^[\w.-]{8,128}$/.test(sent) ? sent : randomUUID();
