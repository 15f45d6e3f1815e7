import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { contexts } from "../functions/contexts.ts";
import type { compose as Compose } from "../functions/app.ts";
import type { Registration } from "../functions/late-core.ts";
import { nowhere } from "./nowhere.ts";

// node tools/list-functions.ts OUTDIR: composes the bundled app once for each context, and writes down which functions there
// are, in which contexts: what main.mjs tells the host before it loads any of them. A process of its own, as what is composed stays.
const outdir = process.argv[2];
if (outdir === undefined) throw new Error("Name the folder of the bundle.");
const bundle = pathToFileURL(path.resolve(outdir, "app", "app.mjs")).href;
const { compose } = (await import(bundle)) as { compose: typeof Compose };

const listed = new Map<string, Registration["metadata"] & { contexts: string[] }>();
for (const context of contexts) {
  for (const { metadata } of await compose({ ...nowhere, KTGG_CONTEXTS: context })) {
    const known = listed.get(metadata.name);
    if (known) known.contexts.push(context);
    else listed.set(metadata.name, { ...metadata, contexts: [context] });
  }
}
await writeFile(path.join(outdir, "functions.json"), JSON.stringify([...listed.values()]));
process.exit(0);
