import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import {
  app,
  HttpRequest,
  InvocationContext,
  type HttpHandler,
  type HttpResponseInit,
} from "@azure/functions";
import { endpoints, type Endpoint } from "../shared/http/endpoint.ts";
import { roles, type Actor, type Role } from "../shared/identity/actor.ts";
import { Unauthenticated } from "../shared/identity/verifier.ts";

export type Sent = {
  /** `Staff:staff-1`, as the whole of a bearer token; null sends none. */
  as?: string | null;
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

export type Answered = { status: number; headers: Headers; body: Record<string, unknown> };

export type Routes = {
  endpoint: Endpoint;
  /** Sends a real request through the whole pipeline of the route of that name. */
  send: (name: string, sent?: Sent) => Promise<Answered>;
  /** What was logged, line by line. */
  lines: string[];
  clock: { now: Date };
};

/**
 * The pipeline of shared/http as the app has it, but that the handlers are kept here instead of with a host, and that a
 * token is its own proof: `Role:sub`, or `Role:sub:name`.
 */
export const registeredRoutes = (t: TestContext): Routes => {
  const handlers = new Map<string, HttpHandler>();
  t.mock.method(app, "http", (name: string, { handler }: { handler: HttpHandler }) => {
    handlers.set(name, handler);
  });
  const clock = { now: new Date("2027-03-02T01:00:00.000Z") };
  const lines: string[] = [];
  const endpoint = endpoints({
    verify: (authorization) => Promise.resolve(actorIn(authorization)),
    clock: () => clock.now,
  });
  const send: Routes["send"] = async (
    name,
    { as = "Staff:staff-1", params = {}, query = "", body, headers = {} } = {},
  ) => {
    const handler = handlers.get(name);
    assert.ok(handler, `there is no route ${name}`);
    const request = new HttpRequest({
      method: "POST",
      url: `http://localhost/api${query}`,
      params,
      headers: {
        ...(as !== null && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: { string: typeof body === "string" ? body : JSON.stringify(body) } }),
    });
    const context = new InvocationContext({
      functionName: name,
      invocationId: "1",
      logHandler: (level, ...parts) => lines.push(`${level} ${parts.map(String).join(" ")}`),
    });
    const { status, headers: answered, body: text } = (await handler(request, context)) as HttpResponseInit;
    assert.ok(status !== undefined && typeof text === "string");
    return { status, headers: new Headers(answered), body: JSON.parse(text) as Record<string, unknown> };
  };
  return { endpoint, send, lines, clock };
};

const actorIn = (authorization: string | null): Actor => {
  const [, role, id, name] = /^Bearer (\w+):([\w.@-]+)(?::(.*))?$/.exec(authorization ?? "") ?? [];
  if (id === undefined || !roles.some((known) => known === role))
    throw new Unauthenticated("Send a bearer token.");
  return { id, roles: [role as Role], ...(name !== undefined && { name: decodeURIComponent(name) }) };
};
