import { HttpRequest, type HttpResponseInit } from "@azure/functions";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import type { RouteSpec } from "../../shared/http/route.ts";

type AnyHandler = (call: unknown) => Promise<HttpResponseInit>;

/** For tests: the routes that were registered, each to be called without a host. The call holds what a handler asks for. */
export const capturedRoutes = (): {
  endpoint: Endpoint;
  specs: RouteSpec[];
  get: (name: string, url: string, headers?: Record<string, string>) => Promise<HttpResponseInit>;
} => {
  const routes = new Map<string, { spec: RouteSpec; handler: AnyHandler }>();
  return {
    endpoint: (spec, handler) => void routes.set(spec.name, { spec, handler: handler as AnyHandler }),
    get specs() {
      return [...routes.values()].map(({ spec }) => spec);
    },
    get: async (name, url, headers = {}) => {
      const route = routes.get(name);
      if (!route) throw new Error(`There is no route ${name}.`);
      const request = new HttpRequest({ url, method: "GET", headers });
      const last = decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");
      const [parameter] = /\{(\w+)\}/.exec(route.spec.path)?.slice(1) ?? [];
      return route.handler({
        request,
        params: parameter === undefined ? undefined : { [parameter]: last },
        query: Object.fromEntries(request.query),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      });
    },
  };
};
