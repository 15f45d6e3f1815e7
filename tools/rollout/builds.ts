import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { packageApp } from "../package.ts";

/** The folders of a build that works and of one that does not. */
export type Builds = { good: string; broken: string };

/**
 * Makes both builds in a folder. The broken one starts, is live, and is never ready: its first lines lose the address of
 * Cosmos DB, as a release with a wrong setting does.
 */
export const makeBuilds = async (folder: string): Promise<Builds> => {
  const [good, broken] = [path.join(folder, "good"), path.join(folder, "broken")];
  await packageApp(good);
  await cp(good, broken, { recursive: true });
  const lines = [
    'process.env.COSMOS = "AccountEndpoint=http://127.0.0.1:9/;AccountKey=bm93aGVyZQ==;";',
    'await import("./main.mjs");',
  ];
  await writeFile(path.join(broken, "dist", "broken.mjs"), `${lines.join("\n")}\n`);
  const manifest = { name: "ktgg-broken", private: true, type: "module", main: "dist/broken.mjs" };
  await writeFile(path.join(broken, "package.json"), JSON.stringify(manifest));
  return { good, broken };
};
