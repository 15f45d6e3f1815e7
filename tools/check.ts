import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";

// npm run check: every check that needs no test run, the longest first, as many at a time as there are processors.
const checks = [
  "eslint .",
  "prettier --check .",
  "tsc -p .",
  "tsc -p web",
  "tsc -p tests/browser",
  "tsc -p local/console/client",
  "depcruise --config .dependency-cruiser.cjs functions shared local web tools tests bench",
  "knip",
];

const root = path.resolve(import.meta.dirname, "..");
const env = {
  ...process.env,
  PATH: [path.join(root, "node_modules/.bin"), process.env["PATH"]].join(path.delimiter),
};

/** Runs one check and then shows what it said; answers whether it found nothing. */
const passes = async (check: string): Promise<boolean> => {
  const began = performance.now();
  const child = spawn(check, { cwd: root, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  console.log(`${code === 0 ? "passed" : "FAILED"} ${check} (${took})`);
  if (code !== 0) console.log(said);
  return code === 0;
};

const waiting = [...checks];
let failed = 0;
const worker = async (): Promise<void> => {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    if (!(await passes(check))) failed += 1;
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));
process.exit(failed === 0 ? 0 : 1);
