import { glob } from "node:fs/promises";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { build } from "../tools/build.ts";

// Runs every test, builds the app first, and prints the slowest files and, on the last line, the counts. Files that compute run two
// at a time, those that mostly wait three at a time, and those that hold the product to a time one by one: they need the machine
// for themselves.
const root = path.resolve(import.meta.dirname, "..");
const chosen = process.argv.slice(2);

const find = async (patterns: string[]): Promise<string[]> => {
  const files: string[] = [];
  const exclude = (name: string) => name === "node_modules" || name === "dist";
  for await (const file of glob(patterns, { cwd: root, exclude })) files.push(path.join(root, file));
  return files.filter((file) => chosen.length === 0 || chosen.some((part) => file.includes(part))).toSorted();
};

// Tests and products start some three hundred processes of the same sources: each is compiled once (a third off a product's start).
process.env["NODE_COMPILE_CACHE"] ??= path.join(root, "node_modules", ".cache", "tests");

/** System tests that hold the product to a time: that a breaker is quick, an alarm is there within a second, a stop takes seconds. */
const alone = ["isolation", "live-alarms", "liveness", "stop"].map((name) => `tests/system/${name}.test.ts`);

/** What takes longest begins first: begun last, it would run on alone. */
const longest = [
  "system/faults",
  "system/consultation-crash",
  "system/views",
  "browser/customer",
  "system/rollout",
  "system/dead-letters",
  "browser/staff",
  "browser/salesman",
  "browser/story",
];
const rank = (file: string): number => {
  const place = longest.findIndex((name) => file.endsWith(`tests/${name}.test.ts`));
  return place < 0 ? longest.length : place;
};

const tookMs = new Map<string, number>();
const counts = { passed: 0, failed: 0, skipped: 0 };

const runFiles = async (files: string[], concurrency: number): Promise<void> => {
  if (files.length === 0) return;
  const stream = run({
    files,
    concurrency,
    timeout: 300_000,
    // A file whose test hung has servers that are still open: it must end all the same, or the run never would.
    execArgv: ["--disable-warning=ExperimentalWarning", "--test-force-exit"],
  });
  stream.on("test:pass", ({ skip, details }) => {
    if (details.type === "suite") return;
    if (skip === undefined || skip === false) counts.passed += 1;
    else counts.skipped += 1;
  });
  stream.on("test:fail", ({ details }) => {
    if (details.type !== "suite") counts.failed += 1;
  });
  stream.on("test:summary", ({ file, duration_ms }) => {
    if (file !== undefined) tookMs.set(path.relative(root, file), duration_ms);
  });
  const report = stream.compose(spec);
  for await (const text of report) process.stdout.write(text);
};

await build();
await runFiles(
  await find([
    "functions/**/*.test.ts",
    "shared/**/*.test.ts",
    "local/**/*.test.ts",
    "web/**/*.test.ts",
    "tests/{contract,conformance,infra,integration,web}/**/*.test.ts",
  ]),
  2,
);
const products = await find(["tests/{system,browser}/**/*.test.ts"]);
const isAlone = (file: string): boolean => alone.includes(path.relative(root, file));
await runFiles(
  products.filter((file) => !isAlone(file)).toSorted((one, other) => rank(one) - rank(other)),
  3,
);
await runFiles(products.filter(isAlone), 1);

const slowest = [...tookMs].toSorted(([, one], [, other]) => other - one).slice(0, 12);
console.log("The slowest files:");
for (const [file, ms] of slowest) console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
