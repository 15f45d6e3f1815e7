import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildWeb, webFolder } from "./build-web.ts";
import { packageApp } from "./package.ts";

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

// What azd deploys (azure.yaml): the app's package and the pages, built for the environment that azd has.
if (import.meta.main) {
  const root = path.resolve(import.meta.dirname, "..");
  await packageApp(path.join(root, "dist", "package"));
  await buildWeb();
  await configurePages(webFolder, process.env);
  console.log("The app's package and the pages are in dist/.");
}
