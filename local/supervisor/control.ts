import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { listen, readBody, sendJson } from "../http.ts";
import { requireApp } from "./app-build.ts";
import type { Outcome, Tell } from "./replacement.ts";

/** What a running system can be told. Throws in plain words what it can't do now. */
export type Controlled = {
  /** Replaces the app's instances one by one by the build in that folder. */
  rollOut: (appDir: string, readyMs: number | undefined, tell: Tell) => Promise<Outcome>;
  /** The instances that serve, and the build that each runs. */
  instances: () => readonly { name: string; appDir: string }[];
};

/** Where the control of a running system is, for whoever may read the file that says so. */
export type ControlAddress = { url: string; token: string };

const maxBytes = 16 * 1024;
const fileOf = (dataDir: string): string => join(dataDir, "control.json");

/** Opens the control on a free port. Only who can read `control.json`, its owner, has the token that it wants. */
export const openControl = async (
  dataDir: string,
  system: Controlled,
): Promise<{ close: () => Promise<void> }> => {
  const token = randomBytes(32).toString("base64url");
  const server = await listen(0, (request, response) => serve(request, response, token, system));
  const address: ControlAddress = { url: `http://127.0.0.1:${server.port}`, token };
  rmSync(fileOf(dataDir), { force: true });
  writeFileSync(fileOf(dataDir), `${JSON.stringify(address)}\n`, { mode: 0o600 });
  return {
    close: async () => {
      rmSync(fileOf(dataDir), { force: true });
      await server.close();
    },
  };
};

/** Where the control of the system on this data is. Throws, with the mend, when none runs. */
export const controlOf = (dataDir: string): ControlAddress => {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), "utf8")) as ControlAddress;
  } catch (cause) {
    throw new Error(`No system runs on ${dataDir}. Start one (npm start), or set KTGG_DATA.`, { cause });
  }
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  system: Controlled,
): Promise<void> => {
  if (!isBearer(request.headers.authorization, token)) {
    sendJson(response, { status: 401, body: { error: "Send the token of control.json." } });
    return;
  }
  switch (`${request.method ?? ""} ${request.url ?? ""}`) {
    case "GET /instances":
      sendJson(response, { status: 200, body: { instances: system.instances() } });
      return;
    case "POST /rollouts":
      await rollOut(request, response, system);
      return;
    default:
      sendJson(response, { status: 404, body: { error: "There is GET /instances and POST /rollouts." } });
  }
};

/** Answers line by line what is done, and as the last one the outcome. It goes on when nobody listens any more. */
const rollOut = async (
  request: IncomingMessage,
  response: ServerResponse,
  system: Controlled,
): Promise<void> => {
  const asked = readRollout(await readBody(request, maxBytes));
  if (typeof asked === "string") {
    sendJson(response, { status: 400, body: { error: asked } });
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" }).flushHeaders();
  const say = (line: object): void => {
    response.write(`${JSON.stringify(line)}\n`);
  };
  const outcome = await system
    .rollOut(asked.appDir, asked.readyMs, (step) => {
      say({ step });
    })
    .catch((error: unknown): Outcome => ({ outcome: "failed", reason: String(error) }));
  say(outcome);
  response.end();
};

const readRollout = (body: Buffer): { appDir: string; readyMs?: number } | string => {
  try {
    const { appDir, readyMs } = JSON.parse(body.toString("utf8")) as { appDir?: unknown; readyMs?: unknown };
    if (typeof appDir !== "string") return "appDir must be the folder of a built app.";
    requireApp(appDir);
    if (readyMs === undefined) return { appDir };
    if (typeof readyMs !== "number" || !(readyMs >= 0)) return "readyMs must be a number of at least 0.";
    return { appDir, readyMs };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const isBearer = (authorization: string | undefined, token: string): boolean => {
  const sent = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return sent.length === wanted.length && timingSafeEqual(sent, wanted);
};
