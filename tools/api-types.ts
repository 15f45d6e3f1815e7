import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import { committedDocument } from "./openapi.ts";

/** Where the pages' types of the API are. */
export const committedTypes: string = path.resolve(import.meta.dirname, "..", "web", "api", "schema.d.ts");

/** The types of the committed API document. */
export const typesOfTheDocument = async (): Promise<string> => {
  const document: unknown = JSON.parse(await readFile(committedDocument, "utf8"));
  const tree = await openapiTS(document as Parameters<typeof openapiTS>[0]);
  return `// Made from docs/api/openapi.json by npm run schemas.\n${astToString(tree)}`;
};

if (import.meta.main) {
  await writeFile(committedTypes, await typesOfTheDocument());
  console.log(`Types written to ${path.relative(process.cwd(), committedTypes)}.`);
}
