import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildWeb, webFolder } from "./build-web.ts";
import { bundleApp } from "./build.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Where the app's package is made. */
export const packageFolder: string = path.join(root, "dist", "package");

/**
 * Makes the folder that is deployed: host.json, the bundle and a package.json that names it. It asks for no package, as all
 * is in the bundle and the Functions host brings `@azure/functions-core`: nothing is to be installed on Azure.
 */
export const packageApp = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await bundleApp({ outdir: path.join(folder, "dist"), sourcemap: false });
  await cp(path.join(root, "host.json"), path.join(folder, "host.json"));
  const manifest = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {
    name: string;
    version: string;
    type: string;
    main: string;
    engines: object;
  };
  const { name, version, type, main, engines } = manifest;
  await writeFile(
    path.join(folder, "package.json"),
    `${JSON.stringify({ name, version, private: true, type, main, engines }, null, 2)}\n`,
  );
};

// npm run package: all that a release deploys. The pages know no environment yet (configure-pages.ts).
if (import.meta.main) {
  await packageApp(packageFolder);
  await buildWeb();
  const made = [packageFolder, webFolder].map((folder) => path.relative(process.cwd(), folder));
  console.log(`What is deployed is in ${made.join(" and ")}.`);
}
