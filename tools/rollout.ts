import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { packageApp } from "./package.ts";
import { rollOut, runningBuilds } from "./rollout/control-client.ts";

const usage = `Usage: npm run rollout [-- --from DIR] [--ready-within SECONDS]

Replaces the instances of the running system (npm start) one by one by a new build, while they are in use.

  --from DIR              roll out that built app; absent: build the working tree, as it is deployed
  --ready-within SECONDS  how long a new instance may take to be ready (20)

Environment: KTGG_DATA (the data folder of the running system, .local). Exit code 1: the former build serves.`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      "ready-within": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const seconds = values["ready-within"] === undefined ? undefined : Number(values["ready-within"]);
  if (seconds !== undefined && !(seconds > 0)) throw new Error(`--ready-within must be seconds.\n\n${usage}`);
  const dataDir = path.resolve(process.env["KTGG_DATA"] || ".local");
  const appDir = path.resolve(values.from ?? (await build(dataDir)));
  const began = performance.now();
  const took = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`;
  const { outcome, reason } = await rollOut(
    dataDir,
    { appDir, ...(seconds !== undefined && { readyMs: seconds * 1000 }) },
    (step) => {
      console.log(`${took()}  ${step}`);
    },
  );
  await removeUnused(dataDir);
  if (outcome === "done") {
    console.log(`${took()}  Every instance runs the new build.`);
    return 0;
  }
  console.error(
    outcome === "rolled back"
      ? `Rolled back: the former build serves, as before. ${reason ?? ""}`
      : `Failed: ${reason ?? ""} Look at what serves (npm start shows its log).`,
  );
  return 1;
};

const releasesOf = (dataDir: string): string => path.join(dataDir, "releases");

/** A folder of its own for each: what runs must not change under its feet. */
const build = async (dataDir: string): Promise<string> => {
  await runningBuilds(dataDir); // No system to roll out to: say so before the work of a build.
  const id = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const folder = path.join(releasesOf(dataDir), id);
  await packageApp(folder);
  return folder;
};

const removeUnused = async (dataDir: string): Promise<void> => {
  const used = new Set((await runningBuilds(dataDir)).map(({ appDir }) => appDir));
  for (const name of await readdir(releasesOf(dataDir)).catch(() => [])) {
    const folder = path.join(releasesOf(dataDir), name);
    if (!used.has(folder)) await rm(folder, { recursive: true });
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
