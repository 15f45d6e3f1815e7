import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Throws, with the mend, when what package.json's `main` names was not built. */
export const requireBuild = (appDir: string): void => {
  const { main } = JSON.parse(readFileSync(join(appDir, "package.json"), "utf8")) as { main: string };
  if (existsSync(join(appDir, main))) return;
  throw new Error(
    `The app is not built (${main} is missing). Run npm run build, or start without --no-build.`,
  );
};
