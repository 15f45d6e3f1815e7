/** A deployed API, and a token for it when there is one. */
export type Api = { base: string; token: string | undefined };

/** One thing that was looked at; `failure` says what was wrong. */
export type Check = { what: string; failure?: string };

const timeoutMs = 20_000;

/** Looks at what every release must do. A check that fails keeps none of the others from being looked at. */
export const smokeTest = async ({ base, token }: Api): Promise<Check[]> => {
  const checks: [what: string, look: () => Promise<void>][] = [
    ["health/live is 200", () => expect(base, "/health/live", 200).then(nothing)],
    ["health/ready is 200", () => expect(base, "/health/ready", 200).then(nothing)],
    ["openapi.json names the API's routes", () => document(base)],
    ["docs is a page", () => page(base)],
    ["a request without a token is refused as a problem", () => refusal(base)],
  ];
  if (token !== undefined) checks.push(["projects can be read with a token", () => projects(base, token)]);
  return Promise.all(
    checks.map(async ([what, look]) => {
      try {
        await look();
        return { what };
      } catch (error) {
        return { what, failure: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
};

const nothing = (): void => undefined;

const expect = async (
  base: string,
  path: string,
  status: number,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const response = await fetch(`${base}${path}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
  if (response.status === status) return response;
  throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
};

const document = async (base: string): Promise<void> => {
  const { paths } = (await (await expect(base, "/openapi.json", 200)).json()) as { paths?: object };
  if (Object.keys(paths ?? {}).length < 10)
    throw new Error("openapi.json has hardly any paths: contexts are missing.");
};

const page = async (base: string): Promise<void> => {
  const response = await expect(base, "/docs", 200);
  const type = response.headers.get("content-type") ?? "none";
  if (!type.startsWith("text/html")) throw new Error(`The docs are of the type ${type}.`);
};

const refusal = async (base: string): Promise<void> => {
  const response = await expect(base, "/projects", 401);
  const type = response.headers.get("content-type") ?? "none";
  if (!type.startsWith("application/problem+json")) throw new Error(`The refusal is of the type ${type}.`);
};

const projects = async (base: string, token: string): Promise<void> => {
  const response = await expect(base, "/projects?limit=1", 200, { authorization: `Bearer ${token}` });
  const { items } = (await response.json()) as { items?: unknown };
  if (!Array.isArray(items)) throw new Error("The list has no items.");
};
