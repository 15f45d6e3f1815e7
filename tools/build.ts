import { build as bundle } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { buildWeb } from "./build-web.ts";

const root = path.resolve(import.meta.dirname, "..");

/** How the app is bundled: to run here, with source maps beside it, or to be deployed, without. */
export type Bundling = { outdir: string; sourcemap: boolean };

/** Builds the app to run here, `dist/main.mjs`, and the pages, `dist/web`. */
export const build = async (): Promise<void> => {
  await bundleApp({ outdir: path.join(root, "dist"), sourcemap: true });
  await buildWeb();
};

/** Bundles the app: `main.mjs` with a chunk for each context, and the assets of the API docs page. Empties the folder first. */
export const bundleApp = async ({ outdir, sourcemap }: Bundling): Promise<void> => {
  await rm(outdir, { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: { main: "functions/main.ts" },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    sourcemap: sourcemap && "linked",
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
  await mkdir(path.join(outdir, "docs"), { recursive: true });
  for (const asset of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
    await cp(path.join(swagger, asset), path.join(outdir, "docs", asset));
  }
};

if (import.meta.main) await build();
