import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { lineOfField } from "./contracts/event-lines.ts";
import { apiFiles, brokenApi } from "./contracts/published-api.ts";
import { compatibility } from "./schema-compatibility.ts";
import { committedSchemas, eventSchemas, folders, writeSchemas } from "./schemas.ts";

const usage = `Usage: npm run contracts [-- --against REF | --publish]

Tells what of the HTTP API and of the events breaks those who use them, with the line that broke it (exit code 1).

  (nothing)      against what was published last: docs/api/published, shared/contract/published
  --against REF  against a git ref, such as origin/main: what the pull request check does
  --publish      accept a compatible change: what is now becomes what was published`;

const root = path.resolve(import.meta.dirname, "..");

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      against: { type: "string" },
      publish: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const broken = values.against === undefined ? await sincePublished() : await since(values.against);
  if (broken.length > 0) {
    console.error(
      `These changes break who uses the API or reads the events:\n${broken.map((line) => `  ${line}`).join("\n")}`,
    );
    console.error("Keep the old beside the new: another route, an optional field, a new type of event.");
    return 1;
  }
  if (values.publish) {
    await mkdir(path.dirname(apiFiles.published), { recursive: true });
    await writeFile(apiFiles.published, await readFile(apiFiles.current));
    await writeSchemas(eventSchemas(), folders.published, { refuseBreaking: true });
    console.log("Published: docs/api/published and shared/contract/published are what the code has now.");
  } else console.log("Nothing breaks.");
  return 0;
};

const sincePublished = async (): Promise<string[]> => {
  const api = existsSync(apiFiles.published) ? await readFile(apiFiles.published, "utf8") : undefined;
  const events = new Map<string, string>();
  for (const [type, schema] of await committedSchemas(folders.published))
    events.set(type, JSON.stringify(schema));
  return brokenSince(api, events);
};

const since = (ref: string): Promise<string[]> => {
  const folder = path.relative(root, folders.working);
  const files = git("ls-tree", "--name-only", ref, "--", `${folder}/`)
    .split("\n")
    .filter((file) => file.endsWith(".json"));
  const events = new Map(files.map((file) => [path.basename(file, ".json"), git("show", `${ref}:${file}`)]));
  const api = path.relative(root, apiFiles.current);
  const isThere = git("ls-tree", "--name-only", ref, "--", api) !== "";
  return brokenSince(isThere ? git("show", `${ref}:${api}`) : undefined, events);
};

const brokenSince = async (
  api: string | undefined,
  events: ReadonlyMap<string, string>,
): Promise<string[]> => {
  const broken = api === undefined ? [] : brokenApi(api, await readFile(apiFiles.current, "utf8"));
  for (const [type, was] of events) {
    const file = path.join(folders.working, `${type}.json`);
    const name = path.relative(root, file);
    if (!existsSync(file)) {
      broken.push(`${name}:1 the event ${type} is gone`);
      continue;
    }
    const is = await readFile(file, "utf8");
    type Schema = Record<string, unknown>;
    for (const { path: field, change } of compatibility(
      JSON.parse(was) as Schema,
      JSON.parse(is) as Schema,
    )) {
      broken.push(`${name}:${lineOfField(is, field)} ${type} ${field}: ${change}`);
    }
  }
  return broken;
};

const git = (...args: string[]): string =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
