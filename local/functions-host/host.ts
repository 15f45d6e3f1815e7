import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { BindingInfo } from "./rpc.ts";
import { httpTrigger, prepareFunction, triggerKind } from "./binding-kinds.ts";
import type { HostFunction } from "./bindings.ts";
import { systemClock, type Clock } from "../durable/clock.ts";
import type { TaskHub } from "../durable/task-hub.ts";
import type { HubAddress } from "../durable/http/links.ts";
import { createConnections } from "./connections.ts";
import { createDurable, type Durable } from "./durable/durable.ts";
import { HostError, stackOf } from "./host-error.ts";
import { readHostJson, type HostConfig } from "./host-json.ts";
import { serveAdmin, type HostFacts } from "./http/admin.ts";
import { listen, type HttpServer } from "./http/server.ts";
import { createHttpFront, routeOf, type HttpFront } from "./http/trigger.ts";
import { startInProcessWorker } from "./in-process-worker.ts";
import { createInvoker, type Invoker } from "./invoker.ts";
import type { HostParts, Listener } from "./listener.ts";
import { createLog, type Log } from "./log.ts";
import { isOn, localSettingsNotObeyed, readSettings, type Settings } from "./settings.ts";
import { readTimings } from "./timings.ts";
import type { LoadedFunction, Worker } from "./worker.ts";

export type HostOptions = {
  /** The built app: the directory with package.json, host.json and what package.json's `main` names. */
  appDir: string;
  /** 0 takes a free port. */
  port: number;
  /** The app settings; they win over the Values of the app's local.settings.json. */
  settings: Record<string, string | undefined>;
  /** Gets each log line, ending in a line break; absent means standard output. */
  log?: (line: string) => void;
  /** Tells instances on the same data apart. A restarted instance that keeps its id has its leases back at once. */
  instanceId?: string;
  /** The time of orchestrations and their timers; absent means that of the machine. */
  clock?: Clock;
};

export type RunningHost = {
  port: number;
  url: string;
  /** The names of the functions that run, disabled ones left out. */
  functions: readonly string[];
  /** The task hub and where its management API is; undefined when no function uses Durable Functions. */
  durable: { hub: TaskHub; address: HubAddress } | undefined;
  /** Stops taking work, lets what is under way end (within the drain deadline) and gives leases and locks back. */
  close: () => Promise<void>;
};

/**
 * Runs a built app of the v4 programming model in this process: one host per process. Throws a HostError, whose message
 * says how to mend it, for a missing build, a taken port, a missing setting, or a trigger or binding that it does not have.
 */
export const startHost = async (options: HostOptions): Promise<RunningHost> => {
  const appDir = resolve(options.appDir);
  const settings = readSettings(appDir, options.settings);
  const config = readHostJson(appDir, settings);
  const log = createLog(config.logLevels, options.log ?? ((line) => process.stdout.write(line)));
  for (const key of localSettingsNotObeyed(appDir)) {
    log("warning", "Host.Startup", `local.settings.json: "${key}" is not obeyed by local/functions-host.`);
  }
  for (const key of config.notObeyed) {
    log("warning", "Host.Startup", `host.json: "${key}" is not obeyed by local/functions-host.`);
  }
  const server = await listen(options.port, log);
  const instanceId = options.instanceId ?? randomUUID();
  try {
    const clock = options.clock ?? systemClock;
    return await startApp({ appDir, config, settings, log, server, instanceId, clock });
  } catch (error) {
    await server.close();
    throw error;
  }
};

type Start = {
  appDir: string;
  config: HostConfig;
  settings: Settings;
  log: Log;
  server: HttpServer;
  instanceId: string;
  clock: Clock;
};

const startApp = async ({
  appDir,
  config,
  settings,
  log,
  server,
  instanceId,
  clock,
}: Start): Promise<RunningHost> => {
  const url = `http://127.0.0.1:${server.port}`;
  exportEnvironment(settings, appDir, new URL(url).host, instanceId);
  const worker = await startInProcessWorker(appDir, (level, category, message, origin) => {
    const name = origin === undefined ? "Worker" : `Function.${origin.functionName}`;
    log(level, category === "user" ? `${name}.User` : name, message, origin?.invocationId);
  });
  const timings = readTimings(settings);
  const connections = createConnections();
  const invoker = createInvoker(worker, config.functionTimeoutMs, log);
  const durable = createDurable({
    ...{ settings, appDir, url, invoker, log, instanceId, timings, clock },
    config: config.durable,
  });
  const enabled = worker.functions.filter(({ metadata }) => !isDisabled(metadata.name, config, settings));
  const bindingParts = { settings, connections, config, durable };
  const targets = await Promise.all(
    enabled.map(({ id, metadata }) => prepareFunction(id, metadata, bindingParts)),
  );
  const isHttp = ({ trigger }: HostFunction): boolean => trigger.type.toLowerCase() === httpTrigger;
  const parts: HostParts = {
    ...{ config, settings, invoker, connections, durable, log, instanceId, timings },
    claims: new Map(),
    stateDir: settings.get("FUNCTIONS_HOST_STATE_DIR") ?? join(appDir, ".local", "functions-host"),
  };
  const listeners: Listener[] = [];
  for (const target of targets.filter((item) => !isHttp(item))) {
    listeners.push((await triggerKind(target))(target, parts));
  }
  const front = createHttpFront(targets.filter(isHttp), {
    ...{ settings, invoker, config: config.http, httpUri: worker.httpUri, deliver: worker.deliver },
  });
  const facts = describeHost({ worker, config, settings, instanceId, url });
  serve(server, front, facts, durable, config.http.customHeaders);
  await Promise.all(listeners.map((listener) => listener.start()));
  facts.state = "Running";
  const functions = targets.map(({ name }) => name);
  log("information", "Host.Startup", `${functions.length} functions run at ${url}: ${functions.join(", ")}`);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    facts.state = "Stopping";
    server.stop();
    await Promise.all([stopWork(listeners, invoker, timings.drainMs, log), server.drain(timings.drainMs)]);
    front.close();
    durable.close();
    await worker.terminate();
    await endsInTime(connections.close());
    await server.close();
    log("information", "Host.Shutdown", "Stopped.");
  };
  return { port: server.port, url, functions, durable: durable.open(), close: () => (closing ??= close()) };
};

const stopWork = async (
  listeners: readonly Listener[],
  invoker: Invoker,
  drainMs: number,
  log: Log,
): Promise<void> => {
  const stopped = Promise.all(
    listeners.map((listener) =>
      listener.stop().catch((error: unknown) => {
        log("error", "Host.Shutdown", stackOf(error));
      }),
    ),
  );
  const left = await invoker.drain(drainMs);
  if (left > 0)
    log(
      "warning",
      "Host.Shutdown",
      `${left} invocations did not end within ${drainMs} ms and are given back.`,
    );
  const given = left === 0 ? stopped : Promise.all(listeners.map((listener) => listener.giveBack()));
  if (!(await endsInTime(given)))
    log("warning", "Host.Shutdown", "Not all leases and locks could be given back: they lapse.");
};

// Servers that do not answer must not hold up a stop: what they hold for this host then lapses, as after a crash.
const giveBackMs = 1000;

const endsInTime = async (work: Promise<unknown>): Promise<boolean> => {
  const enough = new AbortController();
  const late = delay(giveBackMs, false, { signal: enough.signal }).catch(() => false);
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => {
    enough.abort();
  });
};

const serve = (
  server: HttpServer,
  front: HttpFront,
  facts: HostFacts,
  durable: Durable,
  customHeaders: Readonly<Record<string, string>>,
): void => {
  const headers = Object.entries(customHeaders);
  server.serve((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const target = request.url ?? "/";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    if (serveAdmin(path, request, response, facts)) return undefined;
    const managed = durable.serve(path, request, response);
    if (managed !== undefined) return managed;
    if (path === "/" && request.method === "GET" && facts.functions.every(({ route }) => route !== "")) {
      response
        .writeHead(200, { "content-type": "text/plain" })
        .end("Your Functions app is up and running.\n");
      return undefined;
    }
    return front.handle(path, request, response);
  });
};

const isDisabled = (name: string, config: HostConfig, settings: Settings): boolean =>
  isOn(settings.get(`AzureWebJobs.${name}.Disabled`)) || config.functions?.includes(name) === false;

const describeHost = ({
  worker,
  config,
  settings,
  instanceId,
  url,
}: {
  worker: Worker;
  config: HostConfig;
  settings: Settings;
  instanceId: string;
  url: string;
}): HostFacts => ({
  instanceId,
  url,
  state: "Initialized",
  functions: worker.functions.map(({ metadata }: LoadedFunction) => {
    const trigger = Object.values(metadata.bindings).find(({ type }) => type.toLowerCase() === httpTrigger);
    return {
      name: metadata.name,
      isDisabled: isDisabled(metadata.name, config, settings),
      bindings: metadata.bindings,
      route: trigger && fullRoute(metadata.name, trigger, config, settings),
    };
  }),
});

const fullRoute = (name: string, trigger: BindingInfo, config: HostConfig, settings: Settings): string => {
  const prefix = config.http.routePrefix.replace(/^\/+|\/+$/g, "");
  return [prefix, routeOf({ name, trigger }, settings)].filter((part) => part !== "").join("/");
};

// In Azure the settings are the worker's environment; here the worker is this process. What the platform itself sets is set too.
const exportEnvironment = (settings: Settings, appDir: string, host: string, instanceId: string): void => {
  const platform = {
    AZURE_FUNCTIONS_ENVIRONMENT: "Development",
    AzureWebJobsScriptRoot: appDir,
    FUNCTIONS_EXTENSION_VERSION: "~4",
    FUNCTIONS_WORKER_RUNTIME: "node",
    WEBSITE_HOSTNAME: host,
    WEBSITE_INSTANCE_ID: instanceId,
  };
  const runtime = settings.get("FUNCTIONS_WORKER_RUNTIME");
  if (runtime !== undefined && runtime !== "node") {
    throw new HostError(
      `FUNCTIONS_WORKER_RUNTIME is "${runtime}", but local/functions-host runs node apps only.`,
    );
  }
  // eslint-disable-next-line no-restricted-properties -- the app reads its settings from the environment of its process
  Object.assign(process.env, Object.fromEntries(settings), platform);
};
