import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the built pages are, below the folder of the app. */
export const webFolder = "dist/web";

/** Throws, with the mend, when what package.json's `main` names, or the pages, were not built. */
export const requireBuild = (appDir: string): void => {
  const missing = missingOf(appDir, [mainOf(appDir), `${webFolder}/index.html`]);
  if (missing === undefined) return;
  throw new Error(
    `The app is not built (${missing} is missing). Run npm run build, or start without --no-build.`,
  );
};

/** Throws when the folder holds no built app: what is deployed, without the pages. */
export const requireApp = (appDir: string): void => {
  const missing = missingOf(appDir, ["package.json", "host.json"]) ?? missingOf(appDir, [mainOf(appDir)]);
  if (missing !== undefined) throw new Error(`${appDir} is no built app: ${missing} is missing.`);
};

const mainOf = (appDir: string): string =>
  (JSON.parse(readFileSync(join(appDir, "package.json"), "utf8")) as { main: string }).main;

const missingOf = (appDir: string, files: readonly string[]): string | undefined =>
  files.find((file) => !existsSync(join(appDir, file)));
