import { z } from "zod";

// What of staticwebapp.config.json this server obeys. Anything else in the file is refused at start, by name: a rule that is
// silently not obeyed here would first be seen on Azure.

const headers = z.record(z.string(), z.string());

const config = z.strictObject({
  routes: z
    .array(
      z.strictObject({
        route: z.string().startsWith("/"),
        headers: headers.optional(),
        rewrite: z.string().startsWith("/").optional(),
        redirect: z.string().optional(),
        statusCode: z
          .union([z.literal(301), z.literal(302), z.literal(307), z.literal(308), z.literal(404)])
          .optional(),
      }),
    )
    .default([]),
  navigationFallback: z
    .strictObject({ rewrite: z.string().startsWith("/"), exclude: z.array(z.string()).default([]) })
    .optional(),
  globalHeaders: headers.default({}),
  mimeTypes: z.record(z.string().startsWith("."), z.string()).default({}),
});

/** The rules of a Static Web App. */
export type Rules = z.infer<typeof config>;

/** Reads the rules. Throws, naming it, on what this server does not obey. */
export const readRules = (text: string): Rules => {
  const parsed = config.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  throw new Error(
    `staticwebapp.config.json has what the local web server does not obey. ${wrong.join("; ")}`,
  );
};

/** What the rules say of a request's path. The first route that fits is the only one (as on Azure). */
export const ruleFor = (rules: Rules, path: string): Rules["routes"][number] | undefined =>
  rules.routes.find(({ route }) => matches(route, path));

/** Whether a path that is no file is a page of the app. */
export const isPage = ({ navigationFallback }: Rules, path: string): boolean =>
  navigationFallback !== undefined && !navigationFallback.exclude.some((pattern) => matches(pattern, path));

/** `*` stands at the end of a path, or before `.{js,css}` at its end; anything else is that path alone. */
const matches = (pattern: string, path: string): boolean => {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === path;
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  if (!path.startsWith(before.startsWith("/") ? before : `/${before}`)) return false;
  if (after === "") return true;
  const endings =
    /^\.\{([^{}*]+)\}$/.exec(after)?.[1]?.split(",") ?? (/^\.[^{}*]+$/.test(after) ? [after.slice(1)] : []);
  if (endings.length === 0) throw new Error(`The pattern ${pattern} is not obeyed by the local web server.`);
  return endings.some((ending) => path.endsWith(`.${ending}`));
};
