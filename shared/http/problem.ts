import type { HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { DomainError, Invalid, WrongState, type FieldError } from "../domain/errors.ts";
import { IssuerUnavailable, Unauthenticated } from "../identity/verifier.ts";
import { isTransient } from "./transient.ts";

/** An error of the API (RFC 9457). `type` is stable and names the kind; `errors` names each field that is wrong. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    state: z.string().optional(),
    possible: z.array(z.string()).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problem>;

/** A refusal of HTTP itself, before the domain is asked. */
export class HttpRefusal extends Error {
  readonly kind: Kind;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    kind: Kind,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.kind = kind;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** Every kind of problem that the API answers with, and its status. */
export const kinds = {
  invalid: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not for your role" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  "wrong-state": { status: 409, title: "Not possible in this state" },
  "already-exists": { status: 409, title: "It exists already" },
  "stale-version": { status: 412, title: "Changed in the meantime" },
  "too-large": { status: 413, title: "Too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "idempotency-key-reused": { status: 422, title: "Idempotency-Key used before" },
  internal: { status: 500, title: "Something went wrong on our side" },
  contended: { status: 503, title: "Too many changes at once" },
  unavailable: { status: 503, title: "Not available for the moment" },
} as const;

export type Kind = keyof typeof kinds;

/** The one place where an error becomes an answer. What we do not know is our fault, and says nothing of itself. */
export const problemOf = (error: unknown, correlationid: string): HttpResponseInit => {
  if (error instanceof HttpRefusal) {
    return answer(error.kind, error.message, correlationid, { errors: error.errors }, error.headers);
  }
  if (error instanceof Unauthenticated) {
    return answer("unauthenticated", error.message, correlationid, {}, { "www-authenticate": "Bearer" });
  }
  if (error instanceof DomainError && isKind(error.code)) {
    return answer(error.code, error.message, correlationid, {
      ...(error instanceof Invalid && { errors: error.errors }),
      ...(error instanceof WrongState && { state: error.state, possible: [...error.possible] }),
    });
  }
  if (error instanceof IssuerUnavailable || isTransient(error)) {
    return answer(
      "unavailable",
      "A service that we need does not answer. Nothing was lost; try again.",
      correlationid,
    );
  }
  return answer("internal", "The error was noted. Try again, or tell us the instance.", correlationid);
};

const isKind = (code: string): code is Kind => Object.hasOwn(kinds, code);

const answer = (
  kind: Kind,
  detail: string,
  correlationid: string,
  extra: { errors?: readonly FieldError[]; state?: string; possible?: string[] } = {},
  headers: Readonly<Record<string, string>> = {},
): HttpResponseInit => {
  const { status, title } = kinds[kind];
  const { errors, ...rest } = extra;
  const body: Problem = {
    type: `urn:ktgg:problem:${kind}`,
    title,
    status,
    detail,
    instance: `urn:ktgg:request:${correlationid}`,
    ...(errors && errors.length > 0 && { errors: [...errors] }),
    ...rest,
  };
  return {
    status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "cache-control": "no-store",
      ...(status === 503 && { "retry-after": "2" }),
      ...headers,
    },
    body: JSON.stringify(body),
  };
};
