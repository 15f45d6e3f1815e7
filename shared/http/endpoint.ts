import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from "@azure/functions";
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { IdempotencyKey } from "../cosmos/aggregates.ts";
import type { Clock } from "../domain/clock.ts";
import { NotFound } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import type { Actor } from "../identity/actor.ts";
import type { Verify } from "../identity/verifier.ts";
import { loggerFor } from "../telemetry/log.ts";
import { recordRequest } from "../telemetry/metrics.ts";
import { activeTraceparent, withSpan, type Note } from "../telemetry/tracing.ts";
import { readJson, requireType } from "./body.ts";
import { versionsIn } from "./etag.ts";
import { parse } from "./parse.ts";
import { HttpRefusal, problemOf } from "./problem.ts";
import type { Call, Handler, RouteSpec } from "./route.ts";

/** Every route registered in this process: what the OpenAPI document and the answer to a wrong method are made from. */
export const routes: RouteSpec[] = [];

/** Registers a route as an HTTP function. */
export type Endpoint = <Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  spec: RouteSpec<Params, Query, Body>,
  handler: Handler<z.output<Params>, z.output<Query>, z.output<Body>>,
) => void;

/**
 * The pipeline of every HTTP function: correlate, authenticate, authorise, parse, handle; and every error becomes a
 * problem in one place. The order is the one that tells a stranger least: who, then may he, then what.
 */
export const endpoints =
  ({ verify, clock }: { verify: Verify; clock: Clock }): Endpoint =>
  (spec, handler) => {
    routes.push(spec);
    app.http(spec.name, {
      route: spec.path,
      methods: [spec.method],
      // Who may call is decided by the token; only between apps it is a function key.
      authLevel: spec.roles === "app" ? "function" : "anonymous",
      ...(spec.extraInputs && { extraInputs: [...spec.extraInputs] }),
      handler: (request, context) => {
        if (spec.unwatched) return answerOf(request, context, correlationOf(request));
        return withSpan(
          `${spec.method} ${route}`,
          // Without a caller's trace, that in which the host logs.
          {
            kind: "server",
            traceparent: request.headers.get("traceparent") ?? context.traceContext?.traceParent ?? undefined,
          },
          (note) => answer(request, context, note),
        );
      },
    });
    const route = `/api/${spec.path}`;

    const answer = async (
      request: HttpRequest,
      context: InvocationContext,
      note: Note,
    ): Promise<HttpResponseInit> => {
      const began = performance.now();
      const correlationid = correlationOf(request);
      const response = await answerOf(request, context, correlationid);
      const status = response.status ?? 200;
      recordRequest(performance.now() - began, {
        operation: spec.name,
        method: spec.method,
        route,
        status,
      });
      note({
        "ktgg.correlation_id": correlationid,
        "ktgg.function": spec.name,
        "faas.invocation_id": context.invocationId,
        "http.request.method": spec.method,
        "http.route": route,
        "http.response.status_code": status,
        ...(status >= 500 && { "error.type": String(status) }),
      });
      return response;
    };

    const answerOf = async (
      request: HttpRequest,
      context: InvocationContext,
      correlationid: string,
    ): Promise<HttpResponseInit> => {
      const log = loggerFor(context, { correlationid, operation: spec.name });
      try {
        return correlated(await handler(await check(request, context, correlationid, log)), correlationid);
      } catch (error) {
        const refusal = problemOf(error, correlationid);
        if ((refusal.status ?? 500) >= 500) log.error("A request failed.", { error });
        return correlated(refusal, correlationid);
      }
    };

    const check = async (
      request: HttpRequest,
      context: InvocationContext,
      correlationid: string,
      log: Call<unknown, unknown, unknown>["log"],
    ): Promise<Call<never, never, never>> => {
      const actor = await actorOf(spec, verify, request);
      const params = checkParams(spec, request);
      const query = spec.query && parse(spec.query, queryOf(request), "query");
      const ifVersions = spec.conditional && versionsIn(request.headers.get("if-match"));
      if (spec.streams) requireType(request, spec.streams);
      const raw = spec.body && (await readJson(request));
      const body = spec.body && parse(spec.body, raw, "body");
      const at = clock();
      const traceparent = activeTraceparent();
      return {
        params: params as never,
        query: query as never,
        body: body as never,
        actor,
        at,
        origin: { at, correlationid, ...(traceparent !== undefined && { traceparent }) },
        ifVersions,
        idempotency: spec.idempotent && idempotencyOf(spec, request, actor, raw),
        request,
        context,
        log,
      };
    };
  };

const nobody: Actor = { id: "anonymous", roles: [] };

const actorOf = async (spec: RouteSpec, verify: Verify, request: HttpRequest): Promise<Actor> => {
  if (spec.roles === "public" || spec.roles === "app") return nobody;
  const actor = await verify(request.headers.get("authorization"));
  if (spec.roles === "signed in") return actor;
  if (!spec.roles.some((role) => actor.roles.includes(role))) {
    throw new HttpRefusal("forbidden", `Only for ${spec.roles.join(" or ")}.`);
  }
  return actor;
};

// An id that can't be one names nothing: 404, as for one that does not exist.
const checkParams = (spec: RouteSpec, request: HttpRequest): unknown => {
  if (!spec.params) return undefined;
  const parsed = spec.params.safeParse(request.params);
  if (!parsed.success) throw new NotFound("resource");
  return parsed.data;
};

const queryOf = (request: HttpRequest): Record<string, string> => {
  const query: Record<string, string> = {};
  for (const [name, value] of request.query) {
    if (Object.hasOwn(query, name)) {
      throw new HttpRefusal("invalid", "Send each parameter once.", {
        errors: [{ path: name.slice(0, 200), message: "is given twice" }],
      });
    }
    Object.defineProperty(query, name, { value, enumerable: true });
  }
  return query;
};

const correlationOf = (request: HttpRequest): string => {
  const sent = request.headers.get("x-correlation-id");
  return sent !== null && /^[\w.-]{8,128}$/.test(sent) ? sent : newId();
};

const idempotencyOf = (
  spec: RouteSpec,
  request: HttpRequest,
  actor: Actor,
  body: unknown,
): IdempotencyKey | undefined => {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new HttpRefusal("invalid", "Send a key of 1 to 255 visible ASCII characters.", {
      errors: [{ path: "Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" }],
    });
  }
  return {
    // A key belongs to its caller and its route: nobody can find out, or block, another's.
    key: hash([actor.id, spec.name, key]),
    fingerprint: hash([spec.name, request.params, canonical(body)]),
  };
};

const hash = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url");

/** The same JSON in the same order of keys, so that a client may write its fields as it likes. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { object: sorted.map(([key, member]) => [key, canonical(member)]) };
};

const correlated = (response: HttpResponseInit, correlationid: string): HttpResponseInit => ({
  ...response,
  headers: {
    "x-content-type-options": "nosniff",
    // Of a known length the body goes out as it is, instead of in chunks.
    ...(typeof response.body === "string" && { "content-length": String(Buffer.byteLength(response.body)) }),
    ...(response.headers as Record<string, string> | undefined),
    "x-correlation-id": correlationid,
  },
});
