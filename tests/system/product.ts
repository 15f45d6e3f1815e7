import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Fault } from "../../local/faults.ts";
import type { Endpoints } from "../../local/supervisor/endpoints.ts";
import { eventually } from "./eventually.ts";

/** A message in the SMS outbox. */
export type Sms = { id: string; to: string; from: string; message: string; at: string };

/** The HTTP answer of a request: its JSON body is parsed, any other is text. */
export type Answer = { status: number; headers: Headers; body: unknown };

/** A part of the product that can be killed or made faulty. */
export type FaultyPart = keyof Endpoints["faults"];

/** The started product, as its users and its tests see it. */
export type Product = {
  api: string;
  endpoints: Endpoints;
  dataDir: string;
  /** Where everything is now: instances that were replaced are elsewhere than at the start. */
  now: () => Endpoints;
  /** A token of a person with these roles; `more` as the issuer takes it (expiresIn, audience). */
  token: (sub: string, roles: string[], name?: string, more?: Record<string, unknown>) => Promise<string>;
  /** A request to the API, or to an instance's when `path` is a whole address. A body that is an object is sent as JSON. */
  request: (
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; headers?: Record<string, string> },
  ) => Promise<Answer>;
  outbox: (query?: string) => Promise<Sms[]>;
  /** Kills a part (as in `endpoints.pids`) with signal 9; answers once it is started again. */
  kill: (part: string) => Promise<void>;
  faults: (part: FaultyPart, faults: Fault[]) => Promise<void>;
  /** What the supervisor said on the console so far. */
  said: () => string;
  /** Stops as Ctrl-C does, and takes the data away; answers the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/** How to start the product. */
export type ProductOptions = {
  instances?: number;
  /** The contexts to load; all when absent. */
  contexts?: string[];
  env?: Record<string, string>;
  demo?: boolean;
  /** Where the data stays after the stop; a folder of its own, taken away, when absent. */
  dataDir?: string;
  /** Further arguments of the start; `--no-build` when absent. */
  args?: string[];
};

const startWithinMs = 60_000;
const root = resolve(import.meta.dirname, "../..");
const freePorts = Object.fromEntries(
  [
    "API",
    "COSMOS",
    "SERVICEBUS",
    "SERVICEBUS_ADMIN",
    "COMMUNICATION",
    "IDENTITY",
    "CONSOLE",
    "GATEWAY",
    "WEB",
  ].map((part) => [`${part}_PORT`, "0"]),
);

/** Starts the built product on free ports with data of its own. Throws with what it said when it does not come up. */
export const startProduct = async (options: ProductOptions = {}): Promise<Product> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "ktgg-product-"));
  const { supervisor, said } = spawnSupervisor(dataDir, options);
  const readEndpoints = (): Endpoints =>
    JSON.parse(readFileSync(join(dataDir, "endpoints.json"), "utf8")) as Endpoints;
  const endpoints = await eventually(
    () => {
      if (supervisor.exitCode !== null) return undefined;
      const found = readEndpoints();
      if (found.pids["supervisor"] !== supervisor.pid) throw new Error("These are of an earlier start.");
      return found;
    },
    { timeoutMs: startWithinMs },
  ).catch((error: unknown) => {
    supervisor.kill("SIGKILL");
    throw new Error(`The product did not come up:\n${said()}`, { cause: error });
  });
  if (endpoints === undefined) {
    throw new Error(`The product ended with exit code ${supervisor.exitCode}:\n${said()}`);
  }

  const request: Product["request"] = async (method, path, { token, body, headers = {} } = {}) => {
    const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const response = await fetch(/^https?:/.test(path) ? path : `${endpoints.api}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    // A stream of events has no end: that it has begun is its answer.
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
    if (isStream) await response.body?.cancel();
    const text = isStream ? "" : await response.text();
    const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "") && text !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };

  return {
    api: endpoints.api,
    endpoints,
    dataDir,
    now: readEndpoints,
    token: async (sub, roles, name, more = {}) => {
      const body = { sub, roles, ...(name !== undefined && { name }), ...more };
      const answer = await request("POST", `${endpoints.identity}/token`, { body });
      if (answer.status !== 200) throw new Error(`No token: ${JSON.stringify(answer.body)}`);
      return (answer.body as { access_token: string }).access_token;
    },
    request,
    outbox: async (query = "") => {
      const { body } = await request("GET", `${endpoints.smsOutbox}${query}`);
      return (body as { messages: Sms[] }).messages;
    },
    kill: async (part) => {
      const pid = readEndpoints().pids[part];
      if (pid === undefined)
        throw new Error(`There is no part ${part}: ${Object.keys(endpoints.pids).join(", ")}`);
      process.kill(pid, "SIGKILL");
      await eventually(() => {
        if (readEndpoints().pids[part] === pid) throw new Error(`${part} has not come back:\n${said()}`);
      });
    },
    faults: async (part, faults) => {
      const answer = await request("PUT", endpoints.faults[part], { body: faults });
      if (answer.status !== 200) throw new Error(`Faults refused: ${JSON.stringify(answer.body)}`);
    },
    said,
    stop: async (signal = "SIGINT") => {
      if (supervisor.exitCode === null && supervisor.signalCode === null) {
        const exit = once(supervisor, "exit");
        supervisor.kill(signal);
        await exit;
      }
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      return supervisor.exitCode;
    },
  };
};

/** Starts the supervisor and no more: for the tests of how it starts. It ends with this process, however that ends. */
export const spawnSupervisor = (
  dataDir: string,
  { instances = 1, contexts, env = {}, demo = false, args = ["--no-build"] }: ProductOptions = {},
): { supervisor: ChildProcess; said: () => string } => {
  const supervisor = fork(
    join(root, "local/start.ts"),
    ["--instances", String(instances), ...(demo ? [] : ["--no-demo"]), ...args],
    {
      cwd: root,
      env: {
        ...process.env,
        ...freePorts,
        KTGG_DATA: dataDir,
        ...(contexts !== undefined && { KTGG_CONTEXTS: contexts.join(",") }),
        ...env,
      },
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  let text = "";
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  return { supervisor, said: () => text };
};
