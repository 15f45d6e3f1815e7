import { HostError } from "../host-error.ts";
import { comparePrecedence, parseRoute, type RouteTemplate } from "./route-template.ts";

/** An HTTP-triggered function and where it answers. */
export type HttpRoute = { functionName: string; route: string; methods: readonly string[] };

export type RouteMatch<T extends HttpRoute> = { target: T; params: Record<string, string> };

/** Finds the function for a method and path; undefined means 404 (a method that no function takes is a 404 in Azure too). */
export type Router<T extends HttpRoute> = (method: string, path: string) => RouteMatch<T> | undefined;

/** A router over the functions; throws when a route cannot be read or two functions claim the same one. */
export const createRouter = <T extends HttpRoute>(routePrefix: string, targets: readonly T[]): Router<T> => {
  const prefix = splitPath(routePrefix.replace(/^\/+|\/+$/g, ""));
  const entries = targets.map((target) => {
    const where = `function "${target.functionName}"`;
    const template = parseRoute(target.route, where);
    if (prefix.length === 0 && /^(?:admin|runtime)(?:\/|$)/i.test(target.route)) {
      throw new HostError(`${where}: the route "${target.route}" belongs to the host. Choose another.`);
    }
    return { target, template, methods: new Set(target.methods.map((method) => method.toUpperCase())) };
  });
  refuseDuplicates(entries);
  entries.sort((a, b) => comparePrecedence(a.template, b.template));
  return (method, path) => {
    const segments = splitPath(path);
    for (const part of prefix) {
      if (segments.shift()?.toLowerCase() !== part.toLowerCase()) return undefined;
    }
    for (const { target, template, methods } of entries) {
      if (!methods.has(method)) continue;
      const params = template.match(segments);
      if (params !== undefined) return { target, params };
    }
    return undefined;
  };
};

const splitPath = (path: string): string[] => {
  const parts = path.split("/");
  if (parts[0] === "") parts.shift();
  if (parts.at(-1) === "") parts.pop();
  return path.includes("%") ? parts.map(decode) : parts;
};

const decode = (part: string): string => {
  try {
    // An encoded slash stays encoded, so that it never becomes a separator for whoever joins the parts.
    return decodeURIComponent(part.replaceAll(/%2f/gi, "%252F"));
  } catch {
    return part;
  }
};

const refuseDuplicates = (
  entries: readonly { target: HttpRoute; template: RouteTemplate; methods: ReadonlySet<string> }[],
): void => {
  const seen = new Map<string, string>();
  for (const { target, template, methods } of entries) {
    for (const method of methods) {
      const key = `${method} ${template.shape}`;
      const other = seen.get(key);
      if (other !== undefined) {
        throw new HostError(
          `Functions "${other}" and "${target.functionName}" both answer ${method} ${target.route}. Give one another route.`,
        );
      }
      seen.set(key, target.functionName);
    }
  }
};
