import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { jsonSchemaOf, type JsonSchema } from "../functions/platform/json-schema.ts";
import { events } from "../shared/contract/events.ts";
import { type Breaking, compatibility } from "./schema-compatibility.ts";

const contract = path.resolve(import.meta.dirname, "..", "shared", "contract");

/** Where the schemas of the working tree are, and those of the last published state. */
export const folders = {
  working: path.join(contract, "schemas"),
  published: path.join(contract, "published"),
};

/** The JSON Schema of every event, as the code has it now, by event type. */
export const eventSchemas = (): Map<string, JsonSchema> =>
  new Map(
    Object.entries(events).map(([type, schema]) => [
      type,
      { $id: `urn:ktgg:event:${type}`, ...jsonSchemaOf(schema, "output") },
    ]),
  );

/** The committed schemas in a folder, by event type; none when there is no such folder. */
export const committedSchemas = async (folder: string): Promise<Map<string, JsonSchema>> => {
  const schemas = new Map<string, JsonSchema>();
  for (const file of (await filesOf(folder)).toSorted()) {
    const text = await readFile(path.join(folder, file), "utf8");
    schemas.set(path.basename(file, ".json"), JSON.parse(text) as JsonSchema);
  }
  return schemas;
};

/** What of the change from the published to these schemas breaks somebody; paths begin with the event's type. */
export const breakingChanges = (
  published: ReadonlyMap<string, JsonSchema>,
  current: ReadonlyMap<string, JsonSchema>,
): Breaking[] =>
  [...published].flatMap(([type, old]) => {
    const now = current.get(type);
    if (!now) return [{ path: type, change: "the event is gone" }];
    return compatibility(old, now).map(({ path: field, change }) => ({ path: `${type} ${field}`, change }));
  });

/**
 * Writes the schemas to a folder, and takes those of events that are gone away. @throws when that would break who reads
 * the ones already there, unless the folder is only of the working tree
 */
export const writeSchemas = async (
  schemas: ReadonlyMap<string, JsonSchema>,
  folder: string,
  { refuseBreaking }: { refuseBreaking: boolean },
): Promise<void> => {
  if (refuseBreaking) {
    const breaking = breakingChanges(await committedSchemas(folder), schemas);
    if (breaking.length > 0) {
      const lines = breaking.map(({ path: field, change }) => `  ${field}: ${change}`);
      throw new Error(
        `These changes break those who read the events:\n${lines.join("\n")}\n` +
          "Add an optional field beside the old one, or a new event type; nothing was published.",
      );
    }
  }
  await mkdir(folder, { recursive: true });
  for (const file of await filesOf(folder)) {
    if (!schemas.has(path.basename(file, ".json"))) await rm(path.join(folder, file));
  }
  for (const [type, schema] of schemas) {
    await writeFile(path.join(folder, `${type}.json`), await asFile(schema));
  }
};

/** As the formatter wants it, so that a generated file is no exception. */
const asFile = (schema: JsonSchema): Promise<string> =>
  format(JSON.stringify(schema), { parser: "json", printWidth: 110, objectWrap: "collapse" });

const filesOf = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith(".json"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
};

if (import.meta.main) {
  const publish = process.argv.includes("--publish");
  const schemas = eventSchemas();
  try {
    await writeSchemas(schemas, folders.working, { refuseBreaking: false });
    if (publish) await writeSchemas(schemas, folders.published, { refuseBreaking: true });
    console.log(`${schemas.size} event schemas written${publish ? " and published" : ""}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
