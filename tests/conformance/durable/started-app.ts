import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../../local/durable/clock.ts";
import { startHost, type RunningHost } from "../../../local/functions-host/host.ts";

/** The fixture app, whose functions use durable-functions as it is. */
export const appDir = fileURLToPath(new URL("fixtures/app/", import.meta.url));

/** A directory that is gone after the tests of this file. */
export const tempDir = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "durable-"));
  after(() => {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  return directory;
};

/** What an activity left outside when it ran. */
export type Trace = { name: string; input: unknown; pid: number; instance: string };

export const readTraces = (file: string): Trace[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Trace)
    : [];

export type Status = {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  createdTime: string;
  lastUpdatedTime: string;
};

/** The running app, driven through durable-functions' own client. */
export type App = {
  host: RunningHost;
  log: string[];
  /** Calls a method of the client inside the app; rejects with what the client rejects with. */
  client: <T>(method: string, ...args: unknown[]) => Promise<T>;
  /** Starts an orchestration and gives back its id. */
  start: (name: string, input?: unknown, instanceId?: string) => Promise<string>;
  /** The status once the orchestration has ended. */
  ended: (id: string) => Promise<Status>;
  /** Starts an orchestration and gives back its output; rejects when it does not complete. */
  run: (name: string, input?: unknown, instanceId?: string) => Promise<unknown>;
  status: (id: string) => Promise<Status>;
  traces: () => Trace[];
};

/** Starts the fixture app in this process, which can have only one; it is closed after the tests of the file. */
export const startApp = async (
  options: { clock?: Clock; settings?: Record<string, string> } = {},
): Promise<App> => {
  const data = tempDir();
  const tracesFile = join(data, "traces.ndjson");
  const log: string[] = [];
  const host = await startHost({
    appDir,
    port: 0,
    settings: {
      DURABLE_DATA: data,
      FUNCTIONS_HOST_STATE_DIR: data,
      TRACES: tracesFile,
      ...options.settings,
    },
    log: (line) => log.push(line),
    ...(options.clock && { clock: options.clock }),
  });
  after(() => host.close());
  const client = <T>(method: string, ...args: unknown[]): Promise<T> => callClient<T>(host.url, method, args);
  const start: App["start"] = (name, input, instanceId) =>
    client<string>("startNew", name, {
      ...(input !== undefined && { input }),
      ...(instanceId && { instanceId }),
    });
  const status = (id: string): Promise<Status> => client<Status>("getStatus", id);
  const ended = async (id: string): Promise<Status> => untilEnded(() => status(id), id);
  return {
    ...{ host, log, client, start, status, ended },
    traces: () => readTraces(tracesFile),
    run: async (name, input, instanceId) => {
      const end = await ended(await start(name, input, instanceId));
      if (end.runtimeStatus !== "Completed") {
        throw new Error(`${name} is ${end.runtimeStatus}: ${JSON.stringify(end.output)}`);
      }
      return end.output;
    },
  };
};

/** Calls a method of durable-functions' client inside the app at the address. */
export const callClient = async <T>(url: string, method: string, args: unknown[]): Promise<T> => {
  const response = await fetch(`${url}/api/client/${method}`, { method: "POST", body: JSON.stringify(args) });
  const { result, error } = (await response.json()) as { result: T; error?: string };
  if (error !== undefined) throw new Error(error);
  return result;
};

const endedStatuses = ["Completed", "Failed", "Terminated"];

/** Waits until an orchestration has ended and gives back its status. */
export const untilEnded = async (
  read: () => Promise<Status>,
  id: string,
  deadlineMs = 30_000,
): Promise<Status> => {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const status = await read();
    if (endedStatuses.includes(status.runtimeStatus)) return status;
    if (Date.now() > end) throw new Error(`${id} has not ended: ${JSON.stringify(status)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
