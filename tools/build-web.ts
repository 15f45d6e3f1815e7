import { build as bundle, type Metafile, type Plugin } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

const root = path.resolve(import.meta.dirname, "..");

/** Where the built pages are. */
export const webFolder: string = path.join(root, "dist", "web");

/** What a first visit may load of JavaScript, compressed. */
export const firstLoadLimitBytes = 200 * 1024;

/** What a first visit to a page loads of JavaScript, in bytes, compressed: the entry, the page and all that they import. */
export type PageSize = { page: string; gzipBytes: number };

/** Builds the pages into `dist/web`. Throws when the first load of a page is over the limit. */
export const buildWeb = async (): Promise<PageSize[]> => {
  await rm(webFolder, { recursive: true, force: true });
  await mkdir(webFolder, { recursive: true });
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: ["web/main.ts", "web/styles/main.css"],
    outdir: "dist/web",
    entryNames: "assets/[name].[hash]",
    chunkNames: "assets/[name].[hash]",
    assetNames: "assets/[name].[hash]",
    publicPath: "/",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2024",
    tsconfig: "web/tsconfig.json",
    plugins: [withoutLocales],
    loader: { ".woff2": "file" },
    sourcemap: "linked",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  await writeFile(path.join(webFolder, "index.html"), await indexPage(metafile));
  for (const file of ["staticwebapp.config.json", "icon.svg"]) {
    await cp(path.join(root, "web", file), path.join(webFolder, file));
  }
  const sizes = await firstLoads(metafile);
  const tooLarge = sizes.filter(({ gzipBytes }) => gzipBytes > firstLoadLimitBytes);
  if (tooLarge.length > 0) {
    throw new Error(
      `The first load is over ${kilobytes(firstLoadLimitBytes)} of JavaScript: ${report(tooLarge)}`,
    );
  }
  return sizes;
};

// zod brings its messages in 50 languages, half of its size. The pages show texts of their own, by field.
const withoutLocales: Plugin = {
  name: "without-locales",
  setup: (build) => {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]zod[\\/]/.test(importer) ? { path: "locales", namespace: "nothing" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export {};" }));
  },
};

/** The sizes in one line a page. */
export const report = (sizes: readonly PageSize[]): string =>
  sizes.map(({ page, gzipBytes }) => `${page} ${kilobytes(gzipBytes)}`).join(", ");

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} kB`;

const outputOf = (metafile: Metafile, entry: string): string => {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry);
  if (found === undefined) throw new Error(`The build has no output of ${entry}.`);
  return found[0];
};

/** The page with the hashed names in it. What the entry imports is named too, so that it is not found out one by one. */
const indexPage = async (metafile: Metafile): Promise<string> => {
  const href = (output: string): string => `/${path.relative("dist/web", output)}`;
  const script = outputOf(metafile, "web/main.ts");
  const imported = [...closure(metafile, [script])].filter((output) => output !== script);
  const tags = [
    `<link rel="stylesheet" href="${href(outputOf(metafile, "web/styles/main.css"))}" />`,
    ...imported.map((output) => `<link rel="modulepreload" href="${href(output)}" />`),
    `<script type="module" src="${href(script)}"></script>`,
  ];
  const page = await readFile(path.join(root, "web", "index.html"), "utf8");
  const mark = "<!-- build: style, script -->";
  if (!page.includes(mark)) throw new Error(`web/index.html has no ${mark}.`);
  return page.replace(mark, tags.join("\n    "));
};

/** These outputs and all that they import before they run. */
const closure = (metafile: Metafile, from: readonly string[]): Set<string> => {
  const seen = new Set<string>();
  const visit = (output: string): void => {
    if (seen.has(output)) return;
    seen.add(output);
    for (const { path: next, kind } of metafile.outputs[output]?.imports ?? []) {
      if (kind === "import-statement") visit(next);
    }
  };
  from.forEach(visit);
  return seen;
};

const firstLoads = async (metafile: Metafile): Promise<PageSize[]> => {
  const gzipped = new Map<string, number>();
  const sizeOf = async (output: string): Promise<number> => {
    const known = gzipped.get(output);
    if (known !== undefined) return known;
    const size = gzipSync(await readFile(path.join(root, output))).length;
    gzipped.set(output, size);
    return size;
  };
  const entry = outputOf(metafile, "web/main.ts");
  const pages = Object.values(metafile.outputs).flatMap(({ entryPoint }) => {
    const page = /^web\/pages\/([^/]+)\/page\.ts$/.exec(entryPoint ?? "")?.[1];
    return page === undefined || entryPoint === undefined
      ? []
      : [{ page, output: outputOf(metafile, entryPoint) }];
  });
  const sizes: PageSize[] = [];
  for (const { page, output } of pages.toSorted((a, b) => a.page.localeCompare(b.page))) {
    const parts = await Promise.all([...closure(metafile, [entry, output])].map(sizeOf));
    sizes.push({ page, gzipBytes: parts.reduce((sum, part) => sum + part, 0) });
  }
  return sizes;
};

if (import.meta.main) console.log(`First load of JavaScript, compressed: ${report(await buildWeb())}`);
