import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { openApiDocument, type OpenApiDocument } from "../functions/platform/openapi.ts";
import { routes } from "../shared/http/endpoint.ts";

/** Where the committed copy is. */
export const committedDocument: string = path.resolve(
  import.meta.dirname,
  "..",
  "docs",
  "api",
  "openapi.json",
);

/** Settings that are complete and lead nowhere: the composition root opens nothing before the first call. */
const nowhere: Record<string, string> = {
  COSMOS: "AccountEndpoint=http://127.0.0.1:9/;AccountKey=bm93aGVyZQ==;",
  COSMOS_DATABASE: "nowhere",
  SERVICEBUS: "Endpoint=sb://127.0.0.1:9;SharedAccessKeyName=nobody;SharedAccessKey=bm93aGVyZQ==",
  COMMUNICATION: "endpoint=http://127.0.0.1:9/;accesskey=bm93aGVyZQ==",
  SMS_FROM: "+8200000000",
  OIDC_ISSUER: "http://127.0.0.1:9",
  OIDC_AUDIENCE: "nobody",
};

/**
 * The document of the app with every context, as its own composition root registers them: no route can be forgotten here.
 * For a process that does nothing else: its environment and the registered routes stay.
 */
export const documentOfTheApp = async (): Promise<OpenApiDocument> => {
  delete process.env["KTGG_CONTEXTS"];
  delete process.env["APPLICATIONINSIGHTS_CONNECTION_STRING"];
  Object.assign(process.env, nowhere);
  // Without a host, @azure/functions says of every function that it is skipped.
  const { warn } = console;
  console.warn = () => undefined;
  try {
    await import("../functions/main.ts");
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
