import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { compose } from "../functions/app.ts";
import { openApiDocument, type OpenApiDocument } from "../functions/platform/openapi.ts";
import { routes } from "../shared/http/endpoint.ts";
import { nowhere } from "./nowhere.ts";

/** Where the committed copy is. */
export const committedDocument: string = path.resolve(
  import.meta.dirname,
  "..",
  "docs",
  "api",
  "openapi.json",
);

/**
 * The document of the app with every context, as its own composition root registers them: no route can be forgotten here.
 * For a process that does nothing else: the registered routes stay.
 */
export const documentOfTheApp = async (): Promise<OpenApiDocument> => {
  // Without a host, @azure/functions says of every function that it is skipped.
  const { warn } = console;
  console.warn = () => undefined;
  try {
    await compose(nowhere);
  } finally {
    console.warn = warn;
  }
  return openApiDocument(routes);
};

/** As it is committed: readable line by line, so that a change of the API shows in its diff. */
export const asFile = (document: OpenApiDocument): string => `${JSON.stringify(document, null, 2)}\n`;

if (import.meta.main) {
  const document = await documentOfTheApp();
  await mkdir(path.dirname(committedDocument), { recursive: true });
  await writeFile(committedDocument, asFile(document));
  console.log(
    `${Object.keys(document.paths).length} paths written to ${path.relative(process.cwd(), committedDocument)}.`,
  );
}
