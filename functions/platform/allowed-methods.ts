import type { RouteSpec } from "../../shared/http/route.ts";

/**
 * The methods that some route has for this path (below the prefix), sorted; none when no route knows it. Routes are
 * matched as the Functions host does: any case, a slash at the end is no matter, a parameter is one segment.
 */
export const allowedMethods = (
  routes: readonly Pick<RouteSpec, "method" | "path">[],
  path: string,
): string[] => {
  const segments = split(path);
  const fitting = routes.filter((route) => fits(split(route.path), segments));
  return [...new Set(fitting.map(({ method }) => method))].toSorted();
};

const split = (path: string): string[] =>
  path
    .toLowerCase()
    .replace(/^\/|\/$/g, "")
    .split("/");

const fits = (template: string[], segments: string[]): boolean =>
  template.length === segments.length &&
  template.every((part, index) => (part.startsWith("{") ? segments[index] !== "" : part === segments[index]));
