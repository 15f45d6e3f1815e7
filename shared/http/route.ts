import type { FunctionInput, HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import type { z } from "zod";
import type { IdempotencyKey, Origin } from "../cosmos/aggregates.ts";
import type { Actor, Role } from "../identity/actor.ts";
import type { Logger } from "../telemetry/log.ts";
import type { Kind } from "./problem.ts";

/** One answer that a route gives when all is well. */
export type AnswerSpec = {
  description: string;
  schema: z.ZodType;
  /** Names of headers that come with it, each with its meaning. */
  headers?: Readonly<Record<string, string>>;
  example?: unknown;
  mediaType?: string;
};

/**
 * One route: all that its function and its place in the OpenAPI document need. The errors of identity, role, body, keys
 * and conditions follow from the fields; `refuses` names the others.
 */
export type RouteSpec<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> = {
  /** The function's name, and the operationId. */
  name: string;
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the route prefix, with `{parameters}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** "app": another app of ours, with a function key instead of a person's token. */
  roles: readonly Role[] | "signed in" | "public" | "app";
  params?: Params;
  query?: Query;
  /** A JSON body, checked before the handler. */
  body?: Body;
  /** The handler reads the body itself, as a stream of one of these types. */
  streams?: readonly string[];
  bodyExample?: unknown;
  /** Bindings that the handler reads through the invocation's context, such as a Durable client. */
  extraInputs?: readonly FunctionInput[];
  /** Asked by machines each second: it leaves no trace and no figure. */
  unwatched?: true;
  /** Takes an Idempotency-Key. */
  idempotent?: true;
  /** Takes an If-Match. */
  conditional?: true;
  answers: Readonly<Record<number, AnswerSpec>>;
  refuses?: readonly Kind[];
};

/** A request that has been checked: what a handler works with. */
export type Call<Params, Query, Body> = {
  params: Params;
  query: Query;
  body: Body;
  actor: Actor;
  at: Date;
  origin: Origin;
  ifVersions: readonly number[] | undefined;
  idempotency: IdempotencyKey | undefined;
  request: HttpRequest;
  context: InvocationContext;
  log: Logger;
};

export type Handler<Params, Query, Body> = (call: Call<Params, Query, Body>) => Promise<HttpResponseInit>;
