import { textOption, type HostFunction } from "../bindings.ts";
import type { HostConfig } from "../host-json.ts";
import type { Invoker } from "../invoker.ts";
import { HostError } from "../host-error.ts";
import type { Deliver } from "../library-server.ts";
import { expandSettings, type Settings } from "../settings.ts";
import { exchangeBuffered } from "./buffered.ts";
import { answerEmpty, type Exchange } from "./exchange.ts";
import { gateFor } from "./keys.ts";
import { createRouter } from "./routes.ts";
import type { Handler } from "./server.ts";
import { createStreamProxy } from "./streamed.ts";
import { Throttle } from "./throttle.ts";

export type HttpFront = {
  /** Serves the functions; a path that no function has is a 404 with no body. */
  handle: (path: string, ...exchange: Parameters<Handler>) => Promise<void>;
  close: () => void;
};

const defaultBodyLimit = 104_857_600;

/** The part of the host that answers for the HTTP-triggered functions. */
export const createHttpFront = (
  targets: readonly HostFunction[],
  parts: {
    config: HostConfig["http"];
    settings: Settings;
    invoker: Invoker;
    httpUri: URL | undefined;
    deliver: Deliver | undefined;
  },
): HttpFront => {
  const { config, settings, invoker, httpUri, deliver } = parts;
  const router = createRouter(
    config.routePrefix,
    targets.map((target) => ({
      functionName: target.name,
      route: routeOf(target, settings),
      methods: methodsOf(target),
      target,
      mayPass: gateFor(target.trigger["authLevel"], settings, `function "${target.name}"`),
    })),
  );
  const throttle = new Throttle(config.maxConcurrentRequests, config.maxOutstandingRequests);
  const throttled = config.maxConcurrentRequests !== -1 || config.maxOutstandingRequests !== -1;
  const bodyLimit = readBodyLimit(settings);
  const proxy = httpUri && createStreamProxy(invoker, httpUri, deliver);
  const exchangeWith = (exchange: Exchange): Promise<void> =>
    proxy === undefined ? exchangeBuffered(invoker, exchange) : proxy.exchange(exchange);
  return {
    handle: async (path, request, response) => {
      const match = router(request.method ?? "GET", path);
      if (match === undefined) {
        answerEmpty(response, 404);
        return;
      }
      if (!match.target.mayPass(request)) {
        answerEmpty(response, 401);
        return;
      }
      const exchange = { request, response, target: match.target.target, params: match.params, bodyLimit };
      if (!throttled) await exchangeWith(exchange);
      else if (!(await throttle.run(() => exchangeWith(exchange)))) answerEmpty(response, 429);
    },
    close: () => {
      proxy?.close();
    },
  };
};

/** The route of an HTTP function without the prefix: its own, or its name. */
export const routeOf = (target: Pick<HostFunction, "name" | "trigger">, settings: Settings): string => {
  const route = textOption(target.trigger, "route");
  return route === undefined
    ? target.name
    : expandSettings(route, settings, `function "${target.name}": its route`);
};

const methodsOf = (target: HostFunction): string[] => {
  const methods = target.trigger["methods"];
  if (!Array.isArray(methods) || !methods.every((method) => typeof method === "string")) {
    throw new HostError(`function "${target.name}": "methods" must be an array of HTTP methods.`);
  }
  return methods;
};

const readBodyLimit = (settings: Settings): number => {
  const text = settings.get("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT");
  if (text === undefined) return defaultBodyLimit;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0) {
    throw new HostError(`FUNCTIONS_REQUEST_BODY_SIZE_LIMIT must be a number of bytes, but is "${text}".`);
  }
  return limit;
};
