import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { listen, sendJson } from "../http.ts";
import { readEndpoints, stateOf } from "./state.ts";

/** How to start the console. It learns from `endpoints.json` where the parts are. */
export type ConsoleOptions = { port: number; endpointsFile: string };

/** A running console. */
export type Console = { port: number; url: string; close: () => Promise<void> };

const clientFolder = join(import.meta.dirname, "client");

/** Every file that the page may ask for. */
const files: Record<string, { file: string; type: string }> = {
  "/": { file: "index.html", type: "text/html; charset=utf-8" },
  "/console.css": { file: "console.css", type: "text/css; charset=utf-8" },
  ...Object.fromEntries(
    ["main", "texts", "dom", "phone", "people", "parts", "story"].map((name) => [
      `/${name}.ts`,
      { file: `${name}.ts`, type: "text/javascript; charset=utf-8" },
    ]),
  ),
};

/** The pages' own font: not every machine has one for Korean. */
const fontFolder = join(import.meta.dirname, "../../web/fonts");
const font = /^\/fonts\/([\w.-]+\.(woff2|css))$/;

const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

const proxyMs = 3_000;

/** Starts the console: one page with the phone, the people and the parts. Throws when the port is taken. */
export const startConsole = async ({ port, endpointsFile }: ConsoleOptions): Promise<Console> => {
  const server = await listen(port, (request, response) => serve(request, response, endpointsFile));
  return { port: server.port, url: `http://127.0.0.1:${server.port}`, close: server.close };
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  endpointsFile: string,
): Promise<void> => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { pathname, search } = new URL(request.url ?? "/", "http://local");
  if (request.method !== "GET") {
    refuse(response, 405, "Only GET is served here.");
    return;
  }
  const file = files[pathname];
  if (file !== undefined) {
    await sendFile(response, file);
    return;
  }
  const [, fontFile, ending] = font.exec(pathname) ?? [];
  if (fontFile !== undefined) {
    await sendFont(response, fontFile, ending === "css" ? "text/css; charset=utf-8" : "font/woff2");
    return;
  }
  if (pathname !== "/state" && pathname !== "/messages") {
    refuse(response, 404, `${pathname} is not here.`);
    return;
  }
  const endpoints = await readEndpoints(endpointsFile);
  if (endpoints === null) refuse(response, 503, "The system is starting, or has stopped.");
  else if (pathname === "/state") sendJson(response, { status: 200, body: await stateOf(endpoints) });
  else await passMessages(response, `${endpoints.smsOutbox}${search}`);
};

/** A browser runs what is left of TypeScript without its types; the text keeps its lines. */
const sendFile = async (
  response: ServerResponse,
  { file, type }: { file: string; type: string },
): Promise<void> => {
  const text = await readFile(join(clientFolder, file), "utf8");
  const sent = file.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
  response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(sent) }).end(sent);
};

const sendFont = async (response: ServerResponse, name: string, type: string): Promise<void> => {
  const file = await readFile(join(fontFolder, name)).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (file === undefined) refuse(response, 404, `${name} is not here.`);
  else {
    response
      .writeHead(200, {
        "content-type": type,
        "content-length": file.length,
        "cache-control": "max-age=86400",
      })
      .end(file);
  }
};

const passMessages = async (response: ServerResponse, url: string): Promise<void> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(proxyMs) });
    sendJson(response, { status: answer.status, body: await answer.json() });
  } catch {
    refuse(response, 502, "The SMS outbox does not answer.");
  }
};

const refuse = (response: ServerResponse, status: number, message: string): void => {
  sendJson(response, { status, body: { error: message } });
};
