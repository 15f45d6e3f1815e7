import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { teardown, type Scope } from "./teardown.ts";
import { fileURLToPath } from "node:url";

/** A host in a process of its own, as `node local/functions-host/main.ts` starts it. */
export type HostProcess = {
  url: string;
  pid: number;
  functions: string[];
  /** What it has written so far, line by line. */
  lines: string[];
  /** Asks it to stop and waits until it has. */
  stop: () => Promise<{ code: number | null }>;
  /** kill -9. */
  kill: () => Promise<void>;
};

export type HostProcessOptions = {
  fixture: string;
  settings?: Record<string, string>;
  /** Overrides of host.json by path, such as "extensions.http.routePrefix"; a name with dots in it needs "__" between. */
  hostJson?: Record<string, string>;
  /** Only these functions of the fixture. */
  functions?: readonly string[];
  instance?: string;
  port?: number;
};

/** A host that did not start. */
export class StartFailure extends Error {
  readonly code: number | null;
  readonly output: string;

  constructor(code: number | null, output: string) {
    super(`The host ended with ${String(code)}: ${output}`);
    this.code = code;
    this.output = output;
  }
}

const main = fileURLToPath(new URL("../../../local/functions-host/main.ts", import.meta.url));

/** The directory of a fixture app. */
export const fixtureDir = (name: string): string =>
  fileURLToPath(new URL(`fixtures/${name}/`, import.meta.url));

/** A directory that is gone after the test. */
export const tempDir = (t: Scope): string => {
  const directory = mkdtempSync(join(tmpdir(), "functions-host-"));
  teardown(t, () => {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  return directory;
};

/** Starts a fixture app; it is killed after the test. Rejects with a StartFailure when the host refuses to start. */
export const startHostProcess = async (t: Scope, options: HostProcessOptions): Promise<HostProcess> => {
  const args = ["--disable-warning=ExperimentalWarning", main, "--app", fixtureDir(options.fixture)];
  args.push("--port", String(options.port ?? 0));
  if (options.instance !== undefined) args.push("--instance", options.instance);
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"], ...environment(t, options) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  let ready: ((line: string) => void) | undefined;
  const readiness = new Promise<string>((resolve) => {
    ready = resolve;
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (line.startsWith('{"ready":true')) ready?.(line);
    });
  }
  const exited = once(child, "close").then(([code]) => ({ code: code as number | null }));
  teardown(t, async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const first = await Promise.race([readiness, exited]);
  if (typeof first !== "string") throw new StartFailure(first.code, lines.join("\n"));
  const { url, functions } = JSON.parse(first) as { url: string; functions: string[] };
  return {
    ...{ url, functions, lines, pid: child.pid ?? 0 },
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};

const environment = (
  t: Scope,
  { settings, hostJson, functions }: HostProcessOptions,
): Record<string, string> => {
  const result: Record<string, string> = { FUNCTIONS_HOST_STATE_DIR: "" };
  for (const [path, value] of Object.entries(hostJson ?? {})) {
    result[`AzureFunctionsJobHost__${path.includes("__") ? path : path.replaceAll(".", "__")}`] = value;
  }
  functions?.forEach((name, index) => {
    result[`AzureFunctionsJobHost__functions__${index}`] = name;
  });
  const own = { ...result, ...settings };
  return { ...own, FUNCTIONS_HOST_STATE_DIR: own["FUNCTIONS_HOST_STATE_DIR"] || tempDir(t) };
};
