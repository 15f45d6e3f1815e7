import { readFile } from "node:fs/promises";
import { z } from "zod";
import { NotFound } from "../../shared/domain/errors.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { type Representation, representation, send } from "./conditional-get.ts";
import { docsPage, initScript, pagePolicy } from "./docs-page.ts";

/** The page's files: two from the package swagger-ui-dist, copied beside the app by the build, and our own. */
const assets = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "init.js": "text/javascript; charset=utf-8",
} as const;

type Asset = keyof typeof assets;

const isAsset = (name: string): name is Asset => Object.hasOwn(assets, name);

const etag = { ETag: "The content's version" };
const unchanged = { description: "You have it already", schema: z.never(), headers: etag };

/** `GET /docs` and its files, all from this app: no other host is asked for anything. */
export const docsRoutes = (endpoint: Endpoint, folder: URL): void => {
  const read = new Map<Asset, Promise<Representation>>();

  const asset = (name: Asset): Promise<Representation> => {
    const known = read.get(name);
    if (known) return known;
    const reading = load(name, folder).catch((error: unknown) => {
      read.delete(name);
      throw error;
    });
    read.set(name, reading);
    return reading;
  };

  endpoint(
    {
      name: "docs",
      method: "GET",
      path: "docs",
      tag: "Platform",
      summary: "This API as a page",
      roles: "public",
      answers: {
        200: { description: "The page", schema: z.string(), mediaType: "text/html", headers: etag },
        304: unchanged,
        308: {
          description: "The page's address has no slash at its end",
          schema: z.string(),
          mediaType: "text/plain",
          headers: { Location: "The page" },
        },
      },
    },
    async ({ request }) => {
      // The page's addresses are relative, so that they hold behind any prefix: with the slash they would be wrong.
      if (new URL(request.url).pathname.endsWith("/")) {
        return {
          status: 308,
          headers: { location: "../docs", "content-type": "text/plain" },
          body: "../docs",
        };
      }
      const page = docsPage({
        style: `docs/swagger-ui.css?v=${(await asset("swagger-ui.css")).hash}`,
        bundle: `docs/swagger-ui-bundle.js?v=${(await asset("swagger-ui-bundle.js")).hash}`,
        init: `docs/init.js?v=${(await asset("init.js")).hash}`,
      });
      return send(request, representation(page, "text/html; charset=utf-8"), {
        "cache-control": "no-cache",
        "content-security-policy": pagePolicy,
        "referrer-policy": "no-referrer",
      });
    },
  );

  endpoint(
    {
      name: "docsAsset",
      method: "GET",
      path: "docs/{asset}",
      tag: "Platform",
      summary: "A file of the page",
      roles: "public",
      params: z.object({ asset: z.string().max(100) }),
      query: z.strictObject({
        v: z
          .string()
          .max(100)
          .optional()
          .describe("The content's version: with it, the file may be kept for ever"),
      }),
      answers: {
        200: { description: "The file", schema: z.string(), mediaType: "*/*", headers: etag },
        304: unchanged,
      },
    },
    async ({ params: { asset: name }, query: { v }, request }) => {
      if (!isAsset(name)) throw new NotFound("file");
      const content = await asset(name);
      return send(request, content, {
        "cache-control": v === content.hash ? "public, max-age=31536000, immutable" : "no-cache",
      });
    },
  );
};

const load = async (name: Asset, folder: URL): Promise<Representation> =>
  representation(name === "init.js" ? initScript : await readFile(new URL(name, folder)), assets[name]);
