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

/** An answer; `body` is empty where the text is not one JSON object. */
export type Answered = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

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
    const answer = (await handler(request, context)) as HttpResponseInit;
    assert.ok(answer.status !== undefined);
    const text = await textOf(answer.body);
    return { status: answer.status, headers: new Headers(answer.headers), text, body: objectIn(text) };
  };
  return { endpoint, send, lines, clock };
};

const actorIn = (authorization: string | null): Actor => {
  const [, role, id, name] = /^Bearer (\w+):([\w.@-]+)(?::(.*))?$/.exec(authorization ?? "") ?? [];
  if (id === undefined || !roles.some((known) => known === role))
    throw new Unauthenticated("Send a bearer token.");
  return { id, roles: [role as Role], ...(name !== undefined && { name: decodeURIComponent(name) }) };
};

const textOf = async (body: HttpResponseInit["body"]): Promise<string> => {
  if (typeof body === "string") return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

const objectIn = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};
