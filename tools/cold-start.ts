import { pathToFileURL } from "node:url";
import { provideCore } from "../local/functions-host/core-api.ts";

// node tools/cold-start.ts MAIN: loads a built app as a Functions host does, in this process alone, and says which functions
// it registered and how many milliseconds after the start of the process. The environment holds the app settings.
const main = process.argv[2];
if (main === undefined) throw new Error("Name the built app's entry point.");

const core = provideCore((level, category, message) => {
  if (level === "error" || level === "warning") console.error(category, message);
});
await import(pathToFileURL(main).href);
const ms = performance.now();
const functions = core.functions.map(({ metadata }) => metadata);
process.stdout.write(JSON.stringify({ ms, functions }), () => process.exit(0));
