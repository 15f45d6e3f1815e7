import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Clock } from "../../durable/clock.ts";
import type { FunctionKind } from "../../durable/functions.ts";
import { answerApi } from "../../durable/http/api.ts";
import { clientBinding, type HubAddress } from "../../durable/http/links.ts";
import { openTaskHub, type TaskHub } from "../../durable/task-hub.ts";
import { sendJson } from "../../http.ts";
import type { HostFunction } from "../bindings.ts";
import { HostError, stackOf } from "../host-error.ts";
import type { Invoker } from "../invoker.ts";
import type { Log } from "../log.ts";
import type { Settings } from "../settings.ts";
import type { Timings } from "../timings.ts";
import { hubNameOf, type DurableConfig } from "./config.ts";
import { createFunctionRegistry } from "./function-registry.ts";
import { isSystemKey } from "./system-key.ts";

/** Durable Functions in this host. Its task hub is opened when the first function asks for it. */
export type Durable = {
  /** Takes part in the work with this function. */
  add: (kind: FunctionKind, target: HostFunction) => void;
  /** What a durableClient input binding gives, as JSON. */
  clientInput: () => string;
  /** Serves the management API; false when the path is another's. */
  serve: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<void> | undefined;
  start: () => void;
  /** Takes no more work and resolves once what runs has ended. */
  stop: () => Promise<void>;
  close: () => void;
  /** The hub and where its API is; undefined when no function uses Durable Functions. */
  open: () => { hub: TaskHub; address: HubAddress } | undefined;
};

export type DurableParts = {
  config: DurableConfig;
  settings: Settings;
  appDir: string;
  /** The host's own address. */
  url: string;
  invoker: Invoker;
  log: Log;
  instanceId: string;
  timings: Timings;
  clock: Clock;
};

/** The settings with the folder of the task hubs, with how often a host looks for the others' work, and with the API's key. */
const folderSetting = "DURABLE_DATA";
const pollSetting = "FUNCTIONS_HOST_DURABLE_POLL_MS";
const keySetting = "FUNCTIONS_HOST_DURABLE_KEY";

const webhookPath = "/runtime/webhooks/durabletask";

export const createDurable = (parts: DurableParts): Durable => {
  const { config, settings, appDir, url, invoker, log, instanceId, timings, clock } = parts;
  const functions = createFunctionRegistry(invoker);
  // What the app itself is told needs no key, as in Azure, where it is another port: nobody else knows this path.
  const rpcPath = `/runtime/rpc/durabletask/${randomBytes(16).toString("base64url")}`;
  let opened: { hub: TaskHub; address: HubAddress } | undefined;
  let isStarted = false;
  const open = (): { hub: TaskHub; address: HubAddress } => {
    if (opened !== undefined) return opened;
    const name = hubNameOf(config, settings);
    const hub = openTaskHub(functions, {
      directory: settings.get(folderSetting) ?? join(appDir, ".local", "durable"),
      name,
      clock,
      timings: { ...timings, pollMs: readPoll(settings) },
      ...config,
      instanceId,
      onError: (what, error) => {
        log("error", "Host.Durable", `${what}: ${stackOf(error)}`);
      },
    });
    const key = settings.get(keySetting) ?? hub.key;
    opened = { hub, address: { webhook: `${url}${webhookPath}`, hub: name, key } };
    return opened;
  };
  return {
    open: () => opened,
    add: (kind, target) => {
      functions.add(kind, target);
      open();
    },
    clientInput: () => JSON.stringify(clientBinding(open().address, `${url}${rpcPath}/`)),
    serve: (path, request, response) => {
      const base = [webhookPath, rpcPath].find((each) => path === each || path.startsWith(`${each}/`));
      if (base === undefined || opened === undefined) return undefined;
      const { hub, address } = opened;
      if (base === webhookPath && !isSystemKey(request, address.key)) {
        sendJson(response, { status: 401 });
        return Promise.resolve();
      }
      return answerApi({ hub, functions, address }, path.slice(base.length), request).then((answer) => {
        sendJson(response, answer);
      });
    },
    start: () => {
      if (isStarted || functions.isEmpty()) return;
      isStarted = true;
      const { hub } = open();
      hub.start();
      log("information", "Host.Durable", `Task hub ${hub.name}`);
    },
    stop: () => opened?.hub.stop() ?? Promise.resolve(),
    close: () => {
      opened?.hub.close();
    },
  };
};

const readPoll = (settings: Settings): number => {
  const text = settings.get(pollSetting) ?? "50";
  const ms = Number(text);
  if (!Number.isFinite(ms) || ms < 1) {
    throw new HostError(`${pollSetting} must be a number of milliseconds of at least 1, but is "${text}".`);
  }
  return ms;
};
