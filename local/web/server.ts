import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { listen, sendJson } from "../http.ts";
import { readServed } from "./files.ts";
import type { ServedFile } from "./files.ts";
import { isPage, readRules, ruleFor } from "./rules.ts";
import type { Rules } from "./rules.ts";

/** How to serve the built pages. `api` is the API's base, of another origin: it answers CORS. */
export type WebOptions = {
  port: number;
  folder: string;
  api: string;
  issuer: string;
  clientId: string;
  audience: string;
};

/** A running web server. */
export type Web = { port: number; url: string; close: () => Promise<void> };

type Site = { folder: string; rules: Rules; settings: Record<string, string> };

/** Serves the built pages as Azure Static Web Apps would, by the same file of rules. Throws when they are not built. */
export const startWeb = async (options: WebOptions): Promise<Web> => {
  const folder = resolve(options.folder);
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error(`The pages are not built (${folder} has no index.html). Run npm run build.`);
  }
  const { api, issuer, clientId, audience } = options;
  const site = { folder, rules: rulesOf(folder, options), settings: { api, issuer, clientId, audience } };
  const server = await listen(options.port, (request, response) => serve(request, response, site));
  return { port: server.port, url: `http://127.0.0.1:${server.port}`, close: server.close };
};

/** The rules with the places that a deployment fills in. */
const rulesOf = (folder: string, { api, issuer }: WebOptions): Rules => {
  const text = readFileSync(join(folder, "staticwebapp.config.json"), "utf8")
    .replaceAll("__API_ORIGIN__", new URL(api).origin)
    .replaceAll("__ISSUER_ORIGIN__", new URL(issuer).origin);
  return readRules(text);
};

const serve = async (request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> => {
  const path = decodedPath(request.url ?? "/");
  for (const [name, value] of Object.entries(site.rules.globalHeaders)) response.setHeader(name, value);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    sendText(response, 405, "Only GET and HEAD are served here.");
    return;
  }
  if (path === undefined) {
    sendText(response, 400, "The address is not well encoded.");
    return;
  }
  await servePath(request, response, site, path);
};

const servePath = async (
  request: IncomingMessage,
  response: ServerResponse,
  { folder, rules, settings }: Site,
  path: string,
): Promise<void> => {
  const rule = ruleFor(rules, path);
  for (const [name, value] of Object.entries(rule?.headers ?? {})) response.setHeader(name, value);
  if (rule?.redirect !== undefined) {
    response.writeHead(rule.statusCode ?? 302, { location: rule.redirect }).end();
    return;
  }
  if (rule?.statusCode === 404 || path === "/staticwebapp.config.json") {
    sendText(response, 404, "Not found.");
    return;
  }
  if (path === "/config.json") {
    sendJson(response, { status: 200, body: settings });
    return;
  }
  const wanted = rule?.rewrite ?? path;
  const file =
    (await readServed(folder, wanted.endsWith("/") ? `${wanted}index.html` : wanted, rules.mimeTypes)) ??
    (isPage(rules, path) && rules.navigationFallback !== undefined
      ? await readServed(folder, rules.navigationFallback.rewrite, rules.mimeTypes)
      : undefined);
  if (file === undefined) {
    // A file that a build took away must not be kept as if it were there for good.
    response.setHeader("cache-control", "no-cache");
    sendText(response, 404, "Not found.");
  } else sendFile(request, response, file);
};

const sendFile = (
  request: IncomingMessage,
  response: ServerResponse,
  { body, type, etag }: ServedFile,
): void => {
  response.setHeader("etag", etag);
  response.setHeader("vary", "accept-encoding");
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  const zip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "") && /^text|json|svg/.test(type);
  const sent = zip ? gzipSync(body) : body;
  if (zip) response.setHeader("content-encoding", "gzip");
  response.writeHead(200, { "content-type": type, "content-length": sent.length });
  response.end(request.method === "HEAD" ? undefined : sent);
};

const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
};

const decodedPath = (url: string): string | undefined => {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0] ?? "/");
  } catch {
    return undefined;
  }
};
