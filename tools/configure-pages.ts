import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** What the pages have to know of their deployment; azd puts the outputs of infra/bicep/main.bicep into the environment. */
const asked = {
  api: "KTGG_API_URL",
  issuer: "OIDC_ISSUER",
  clientId: "OIDC_WEB_CLIENT_ID",
  audience: "OIDC_AUDIENCE",
} as const;

/** Tells built pages where the API and the identity provider are: `config.json`, and the origins that their policy lets them call. */
export const configurePages = async (
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  const missing = Object.values(asked).filter((name) => (env[name] ?? "") === "");
  if (missing.length > 0) throw new Error(`Set ${missing.join(", ")}: azd provision puts them out.`);
  const config = Object.fromEntries(Object.entries(asked).map(([field, name]) => [field, env[name] ?? ""]));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  const file = path.join(folder, "staticwebapp.config.json");
  const rules = (await readFile(file, "utf8"))
    .replaceAll("__API_ORIGIN__", new URL(env[asked.api] ?? "").origin)
    .replaceAll("__ISSUER_ORIGIN__", new URL(env[asked.issuer] ?? "").origin);
  await writeFile(file, rules);
};

// A file of its own that imports no package: a release configures, for each environment, pages that were built once elsewhere.
if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error("Usage: node tools/configure-pages.ts FOLDER");
  await configurePages(folder, process.env);
}
