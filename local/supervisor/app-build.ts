import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the built pages are, below the folder of the app. */
export const webFolder = "dist/web";

/** Throws, with the mend, when what package.json's `main` names, or the pages, were not built. */
export const requireBuild = (appDir: string): void => {
  const { main } = JSON.parse(readFileSync(join(appDir, "package.json"), "utf8")) as { main: string };
  const missing = [main, `${webFolder}/index.html`].find((file) => !existsSync(join(appDir, file)));
  if (missing === undefined) return;
  throw new Error(
    `The app is not built (${missing} is missing). Run npm run build, or start without --no-build.`,
  );
};
