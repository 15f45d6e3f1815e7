import { writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { compose } from "../functions/app.ts";
import { contexts } from "../functions/contexts.ts";
import { routes } from "../shared/http/endpoint.ts";
import { nowhere } from "./nowhere.ts";

/** Where Bicep reads which app has a route, when each context is an app of its own. */
export const committedRoutes: string = path.resolve(import.meta.dirname, "../infra/routes.json");

/**
 * The API's routes by the context that has them, without those that every app has and those between apps. For a process that
 * does nothing else: what is composed stays.
 */
export const routesByContext = async (): Promise<string> => {
  // Without a host, @azure/functions says of every function that it is skipped.
  const { warn } = console;
  console.warn = () => undefined;
  const found = new Map<string, string[]>();
  try {
    for (const context of contexts) {
      await compose({ ...nowhere, KTGG_CONTEXTS: context });
      const open = routes.splice(0).filter(({ roles }) => roles !== "app");
      found.set(
        context,
        open.map(({ method, path: below }) => `${method} /${below}`),
      );
    }
  } finally {
    console.warn = warn;
  }
  const everywhere = [...found.values()].reduce((common, some) =>
    common.filter((route) => some.includes(route)),
  );
  const own = [...found].map(([context, all]) => [
    context,
    all.filter((route) => !everywhere.includes(route)),
  ]);
  return format(JSON.stringify(Object.fromEntries(own)), { parser: "json", printWidth: 110 });
};

if (import.meta.main) {
  await writeFile(committedRoutes, await routesByContext());
  process.exit(0);
}
