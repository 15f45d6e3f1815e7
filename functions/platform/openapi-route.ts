import { z } from "zod";
import { type Endpoint, routes } from "../../shared/http/endpoint.ts";
import { type Representation, representation, send } from "./conditional-get.ts";
import { openApiDocument } from "./openapi.ts";

/** `GET /openapi.json`: made of the routes that this process has, when it is first asked for. */
export const openApiRoute = (endpoint: Endpoint): void => {
  let document: Representation | undefined;
  endpoint(
    {
      name: "openApi",
      method: "GET",
      path: "openapi.json",
      tag: "Platform",
      summary: "This API as an OpenAPI 3.1 document",
      roles: "public",
      answers: {
        200: {
          description: "The document",
          schema: z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }),
          headers: { ETag: "The document's version" },
        },
        304: {
          description: "You have it already",
          schema: z.never(),
          headers: { ETag: "The document's version" },
        },
      },
    },
    ({ request }) => {
      document ??= representation(JSON.stringify(openApiDocument(routes)), "application/json; charset=utf-8");
      return Promise.resolve(send(request, document, { "cache-control": "no-cache" }));
    },
  );
};
