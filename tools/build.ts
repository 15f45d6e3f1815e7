import { build as bundle, type BuildOptions, type Plugin } from "esbuild";
import { execFile } from "node:child_process";
import { cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { buildWeb } from "./build-web.ts";

const root = path.resolve(import.meta.dirname, "..");

/** How the app is bundled: to run here, with source maps beside it, or to be deployed, without. */
export type Bundling = { outdir: string; sourcemap: boolean };

/** Builds the app to run here, `dist/main.mjs`, and the pages, `dist/web`. */
export const build = async (): Promise<void> => {
  await bundleApp({ outdir: path.join(root, "dist"), sourcemap: true });
  await buildWeb();
};

/**
 * Bundles the app: `main.mjs`, which the host loads, with the list of its functions, and in `app/` what they run, a chunk for
 * each context, with the assets of the API docs page. Empties the folder first.
 */
export const bundleApp = async ({ outdir, sourcemap }: Bundling): Promise<void> => {
  await rm(outdir, { recursive: true, force: true });
  const common = { ...options, sourcemap: sourcemap && ("linked" as const) };
  const app = path.join(outdir, "app");
  await bundle({
    ...common,
    entryPoints: { main: "functions/main.ts" },
    outdir,
    // The Functions host brings this module with it.
    external: ["@azure/functions-core"],
    plugins: [loadedLate],
  });
  await bundle({
    ...common,
    entryPoints: { app: "functions/app.ts", settings: "functions/settings.ts" },
    outdir: app,
    splitting: true,
    // What the app registers goes to main.mjs, see there.
    alias: { "@azure/functions-core": path.join(root, "functions/late-core.ts") },
  });
  await promisify(execFile)(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    path.join(root, "tools/list-functions.ts"),
    outdir,
  ]);
  const swagger = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  await mkdir(path.join(app, "docs"), { recursive: true });
  for (const asset of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
    await cp(path.join(swagger, asset), path.join(app, "docs", asset));
  }
};

const options = {
  absWorkingDir: root,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
  // CommonJS packages inside an ES module still ask for these.
  banner: {
    // Names that no package takes: some, bundled, import createRequire themselves.
    js: [
      'import { createRequire as ktggCreateRequire } from "node:module";',
      "const require = ktggCreateRequire(import.meta.url);",
      "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
    ].join(" "),
  },
} satisfies BuildOptions;

/** What main.ts imports when it runs is the other bundle's. */
const loadedLate: Plugin = {
  name: "loaded late",
  setup: (build) => {
    build.onResolve({ filter: /^\.\/\w+\.ts$/ }, ({ kind, path: file }) =>
      kind === "dynamic-import"
        ? { path: file.replace(/^\.\/(\w+)\.ts$/, "./app/$1.mjs"), external: true }
        : undefined,
    );
  },
};

if (import.meta.main) await build();
