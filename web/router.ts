import type { Address, OpenPage } from "./page.ts";
import type { Role } from "./sign-in/person.ts";

/** A page's place: `path` with `:name` for a part that varies; `roles` who it is for, anyone when absent. */
export type Route = {
  path: string;
  roles?: readonly Role[];
  load: () => Promise<{ open: OpenPage }>;
};

/** The route of an address and what the address says; undefined when there is none. */
export const matchRoute = (
  routes: readonly Route[],
  url: URL,
): { route: Route; address: Address } | undefined => {
  for (const route of routes) {
    const params = matchPath(route.path, url.pathname);
    if (params !== undefined) return { route, address: { params, query: url.searchParams } };
  }
  return undefined;
};

const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = partsOf(pattern);
  const given = partsOf(path);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = decode(given[index] ?? "");
    if (text === undefined) return undefined;
    if (part.startsWith(":")) params[part.slice(1)] = text;
    else if (part !== text) return undefined;
  }
  return params;
};

const partsOf = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** A part of an address as it was meant; undefined when it is not well encoded. */
const decode = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/** Whether a click on a link is one that we follow ourselves: ours, in this tab, without a wish for another. */
export const isOurClick = (event: MouseEvent): URL | undefined => {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
  if (link === undefined || link.target !== "" || link.hasAttribute("download")) return undefined;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin) return undefined;
  // A jump inside the page is the browser's.
  const samePage = url.pathname === location.pathname && url.search === location.search;
  return samePage && url.hash !== "" ? undefined : url;
};
