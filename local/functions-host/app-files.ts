import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HostError, messageOf } from "./host-error.ts";

/** Reads a JSON file of the app; undefined when it is absent, a HostError when it is not a JSON object. */
export const readJsonObject = (file: string): Record<string, unknown> | undefined => {
  if (!existsSync(file)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new HostError(`${file} is not valid JSON: ${messageOf(error)}`, { cause: error });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new HostError(`${file} must hold a JSON object.`);
  }
  return value as Record<string, unknown>;
};

/** The files that package.json's `main` names (a path or a glob), sorted; throws when there are none. */
export const entryPoints = (appDir: string): string[] => {
  const manifest = join(appDir, "package.json");
  const main = readJsonObject(manifest)?.["main"];
  if (main === undefined) {
    throw new HostError(
      `${manifest} has no "main". Set it to the built file or a glob of them, for example "dist/main.mjs".`,
    );
  }
  if (typeof main !== "string" || main === "")
    throw new HostError(`"main" in ${manifest} must be a path or a glob.`);
  const files = globSync(main, { cwd: appDir }).sort();
  if (files.length === 0) {
    throw new HostError(
      `No file matches "main": "${main}" of ${manifest}. The app is not built: run its build (npm run build) first.`,
    );
  }
  return files.map((file) => resolve(appDir, file));
};

/** Imports the app's entry points in order; an error names the file that could not be loaded. */
export const loadApp = async (files: readonly string[]): Promise<void> => {
  for (const file of files) {
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      throw new HostError(`The app's entry point ${file} could not be loaded: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
};
