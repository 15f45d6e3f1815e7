import { build as bundle } from "esbuild";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { nowhere } from "../tools/nowhere.ts";
import { packageApp } from "../tools/package.ts";
import { spreadOf, type Spread } from "./measure.ts";

const runs = 20;
const root = path.resolve(import.meta.dirname, "..");

/** Milliseconds from the start of a process until an app's functions are registered, and of ours until all is loaded. */
export type PackageFigures = { empty: Spread; ours: Spread; ratio: Spread; whole: Spread; functions: number };

const emptyApp = `
  import { app } from "@azure/functions";
  app.http("empty", { handler: () => ({ status: 200 }) });
`;

/** The package that is deployed against an app with one empty function and the same library: cold processes, in turn. */
export const measurePackage = async (): Promise<PackageFigures> => {
  const folder = await mkdtemp(path.join(tmpdir(), "ktgg-bench-package-"));
  try {
    await packageApp(path.join(folder, "ours"));
    const starter = path.join(folder, "cold-start.mjs");
    const empty = path.join(folder, "empty.mjs");
    const common = { bundle: true, format: "esm", platform: "node", target: "node24" } as const;
    await bundle({
      ...common,
      entryPoints: [path.join(root, "tools/cold-start.ts")],
      outfile: starter,
    });
    await bundle({
      ...common,
      stdin: { contents: emptyApp, resolveDir: root },
      outfile: empty,
      external: ["@azure/functions-core"],
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
    const main = path.join(folder, "ours", "dist", "main.mjs");
    const whole = path.join(folder, "whole.mjs");
    await writeFile(
      whole,
      `await import("./ours/dist/main.mjs"); await (await import("./ours/dist/app/app.mjs")).compose(process.env);`,
    );
    const start = async (file: string): Promise<{ ms: number; functions: unknown[] }> => {
      const { stdout } = await promisify(execFile)(process.execPath, [starter, file], { env: nowhere });
      return JSON.parse(stdout) as { ms: number; functions: unknown[] };
    };
    const { functions } = await start(main);
    await start(empty);
    const figures: { empty: number; ours: number; whole: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const [one, two, three] = [await start(empty), await start(main), await start(whole)];
      figures.push({ empty: one.ms, ours: two.ms, whole: three.ms });
    }
    return {
      empty: spreadOf(figures.map((figure) => figure.empty)),
      ours: spreadOf(figures.map((figure) => figure.ours)),
      ratio: spreadOf(figures.map((figure) => figure.ours / figure.empty)),
      whole: spreadOf(figures.map((figure) => figure.whole)),
      functions: functions.length,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
