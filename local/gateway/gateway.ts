import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../http.ts";
import { Breaker } from "./breaker.ts";
import { corsHeaders, isPreflight, preflightHeaders } from "./cors.ts";
import { forwarder, tooLarge } from "./forward.ts";
import { Limits } from "./limits.ts";
import type { Allowance, GatewayPolicy } from "./policy.ts";
import { correlationOf, refuse, Refusal } from "./problem.ts";
import { Rotation } from "./rotation.ts";
import { findRoute, readPath } from "./routes.ts";
import { tokenCheck } from "./tokens.ts";
import type { Issuer } from "./tokens.ts";

/** How to start the gateway. `instances` are the app's own addresses (without the prefix), `origins` those of the pages. */
export type GatewayOptions = {
  port: number;
  policy: GatewayPolicy;
  issuer: Issuer;
  instances: readonly string[];
  origins: readonly string[];
  /** How often each instance is asked whether it is ready. */
  checkEachMs?: number;
  /** The time, in ms. */
  clock?: () => number;
  /** Gets a line for each answer that the app failed to give; never with a path, a token or a person. */
  log?: (line: string) => void;
};

/** A running gateway. */
export type Gateway = {
  port: number;
  /** Changes where requests go; resolves when the instances that left have ended what they were asked, or after the patience. */
  rotate: (instances: readonly string[], patienceMs: number) => Promise<{ leftUnderWay: number }>;
  /** Changes which pages may call. */
  allow: (origins: readonly string[]) => void;
  close: () => Promise<void>;
};

/** Starts the stand-in of API Management in front of the app's instances. Throws when the port is taken. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { policy, instances, clock = Date.now, log = () => undefined } = options;
  const rotation = new Rotation(`${policy.prefix}/health/ready`, options.checkEachMs ?? 1000);
  await rotation.replace(instances, 0);
  const { forward, close } = forwarder(rotation);
  const breaker = new Breaker(policy.breaker);
  const rules = rulesOf(policy, tokenCheck(options.issuer, policy.token), clock);
  let origins = new Set(options.origins);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = correlationOf(request.headers[policy.correlationHeader.toLowerCase()]);
    response.setHeader(policy.correlationHeader, id);
    if (isPreflight(request)) {
      response.writeHead(204, preflightHeaders(request, origins, policy.cors)).end();
      return;
    }
    for (const [name, value] of Object.entries(corsHeaders(request, origins, policy.cors))) {
      response.setHeader(name, value);
    }
    try {
      const passage = await rules(request);
      breaker.pass(clock());
      const note = (status: number, retryAfter: string | undefined): void => {
        breaker.note(status, retryAfter, clock());
      };
      const correlation = { header: policy.correlationHeader, id };
      await forward({ request, response, ...passage, correlation, note });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      request.resume();
      if (error.kind === "bad-gateway" || error.kind === "gateway-timeout") log(`${error.kind} ${id}`);
      refuse(response, error, id);
    }
  };
  const server = await listen(options.port, serve);
  return {
    port: server.port,
    rotate: (next, patienceMs) => rotation.replace(next, patienceMs),
    allow: (next) => {
      origins = new Set(next);
    },
    close: async () => {
      rotation.close();
      await server.close();
      close();
    },
  };
};

type Passed = { maxBytes: number; timeoutMs: number; isStream: boolean };

/** Everything that a request must pass before the app is asked, in API Management's order. Throws a Refusal. */
const rulesOf = (
  policy: GatewayPolicy,
  checkToken: ReturnType<typeof tokenCheck>,
  clock: () => number,
): ((request: IncomingMessage) => Promise<Passed>) => {
  const { limits, bodies, timeouts } = policy;
  const used = new Limits(limits.quotaDayStarts);
  const isHidden = findRoute(policy.hidden);
  const isOpen = findRoute(policy.open);
  const isStream = findRoute(policy.streams);
  const costlyRoute = findRoute(limits.costly.map(({ route }) => route));
  const bodyRoute = findRoute(Object.keys(bodies.routes));
  const timeoutRoute = findRoute(Object.keys(timeouts.routes));

  const callerOf = async (request: IncomingMessage, open: boolean): Promise<Caller> => {
    const anonymous = { key: `address ${request.socket.remoteAddress ?? ""}`, ...allowanceOf(limits, []) };
    if (open) return anonymous;
    try {
      const { sub, roles } = await checkToken(request.headers.authorization);
      return { key: `sub ${sub}`, ...allowanceOf(limits, roles) };
    } catch (error) {
      // Who only tries tokens is held to what an address may.
      if (error instanceof Refusal && error.kind === "unauthenticated") used.take([anonymous], clock());
      throw error;
    }
  };

  return async (request) => {
    const { method = "GET", url = "/" } = request;
    const path = readPath(url);
    if (!policy.methods.includes(method)) {
      const allow = policy.methods.join(", ");
      throw new Refusal("method-not-allowed", `The API takes ${allow}.`, { allow });
    }
    if (path?.toLowerCase().startsWith(`${policy.prefix}/`) !== true) throw notHere();
    const route = path.slice(policy.prefix.length);
    if (isHidden(method, route) !== undefined) throw notHere();
    const caller = await callerOf(request, isOpen(method, route) !== undefined);
    const costly = limits.costly.find((row) => row.route === costlyRoute(method, route));
    used.take(
      [caller, ...(costly ? [{ key: `${caller.key} ${costly.route}`, allowance: costly }] : [])],
      clock(),
    );
    const maxBytes = bodies.routes[bodyRoute(method, route) ?? ""] ?? bodies.maxBytes;
    if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const seconds = timeouts.routes[timeoutRoute(method, route) ?? ""] ?? timeouts.seconds;
    return { maxBytes, timeoutMs: seconds * 1000, isStream: isStream(method, route) !== undefined };
  };
};

type Caller = { key: string; allowance: Allowance };

const allowanceOf = (
  { callers }: GatewayPolicy["limits"],
  roles: readonly string[],
): { allowance: Allowance } => {
  const row =
    callers.find(({ role }) => roles.includes(role)) ?? callers.find(({ role }) => role === "anonymous");
  if (row === undefined) throw new Error("The policy has no row for callers without a role.");
  return { allowance: row };
};

const notHere = (): Refusal => new Refusal("not-found", "There is nothing here.");
