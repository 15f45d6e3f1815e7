/** Finds which of the routes ("GET /projects/{projectId}") a request is for; undefined when it is for none. */
export type RouteFinder = (method: string, path: string) => string | undefined;

/** Routes with fewer parameters come first, so that `/projects/import` is not taken for a project. */
export const findRoute = (routes: readonly string[]): RouteFinder => {
  const patterns = routes
    .map((route) => ({ route, pattern: patternOf(route), parameters: route.split("{").length }))
    .toSorted((one, other) => one.parameters - other.parameters);
  return (method, path) => {
    const target = `${method} ${path.replace(/(?<=.)\/+$/, "")}`;
    return patterns.find(({ pattern }) => pattern.test(target))?.route;
  };
};

// Azure Functions compares paths without regard to case, so a rule must not be passed by by writing it otherwise.
const patternOf = (route: string): RegExp =>
  new RegExp(`^${route.replaceAll(".", String.raw`\.`).replaceAll(/\{\w+\}/g, "[^/]+")}$`, "i");

/** The path as the app will read it: percent-encoded letters decoded, doubled slashes one. Undefined when it can't be one. */
export const readPath = (target: string): string | undefined => {
  const [raw = ""] = target.split("?");
  try {
    const path = decodeURIComponent(raw).replaceAll(/\/{2,}/g, "/");
    return path.split("/").some((part) => part === "." || part === "..") ? undefined : path;
  } catch {
    return undefined;
  }
};
