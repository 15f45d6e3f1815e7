import { build as bundle } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "dist");

/** Builds the app that is deployed: `dist/main.mjs` with a chunk for each context, and the assets of the API docs page. */
export const build = async (): Promise<void> => {
  await rm(dist, { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: { main: "functions/main.ts" },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    // The Functions host brings this module with it.
    external: ["@azure/functions-core"],
    // CommonJS packages inside an ES module still ask for these.
    banner: {
      // Names that no package takes: some, bundled, import createRequire themselves.
      js: [
        'import { createRequire as ktggCreateRequire } from "node:module";',
        "const require = ktggCreateRequire(import.meta.url);",
        "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
      ].join(" "),
    },
  });
  const swagger = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  await mkdir(path.join(dist, "docs"), { recursive: true });
  for (const asset of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
    await cp(path.join(swagger, asset), path.join(dist, "docs", asset));
  }
};

if (import.meta.main) await build();
