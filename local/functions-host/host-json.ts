import { join } from "node:path";
import { readJsonObject } from "./app-files.ts";
import { readDurable, type DurableConfig } from "./durable/config.ts";
import { HostError } from "./host-error.ts";
import { parseLogLevel, type LogLevels } from "./log.ts";
import type { LogLevel, RetryOptions } from "./rpc.ts";
import { HostJsonKeys } from "./host-json-keys.ts";
import { overrideHostJson } from "./host-json-overrides.ts";
import type { Settings } from "./settings.ts";

/** The settings of host.json that this host obeys, with Azure's defaults, and the keys that it does not obey. */
export type HostConfig = {
  functionTimeoutMs: number | undefined;
  logLevels: LogLevels;
  /** The only functions to run; undefined means all. */
  functions: readonly string[] | undefined;
  http: {
    routePrefix: string;
    maxOutstandingRequests: number;
    maxConcurrentRequests: number;
    customHeaders: Readonly<Record<string, string>>;
  };
  serviceBus: ServiceBusConfig;
  durable: DurableConfig;
  retry: RetryOptions | undefined;
  notObeyed: readonly string[];
};

export type ServiceBusConfig = {
  maxConcurrentCalls: number;
  maxConcurrentSessions: number;
  sessionIdleTimeoutMs: number | undefined;
  autoCompleteMessages: boolean;
  maxAutoLockRenewalMs: number;
  /** How many messages a function with cardinality "many" gets: at most, and at least unless `waitMs` are over. */
  batch: { most: number; least: number; waitMs: number };
  clientRetry: {
    mode: "fixed" | "exponential";
    tryTimeoutMs: number;
    delayMs: number;
    maxDelayMs: number;
    maxRetries: number;
  };
};

/** Reads the app's host.json and the settings that override it; throws, naming the key, when a value that it obeys is not of its type. */
export const readHostJson = (appDir: string, settings: Settings): HostConfig => {
  const file = join(appDir, "host.json");
  const json = readJsonObject(file);
  if (json === undefined) {
    throw new HostError(`${file} is missing. A Functions app has one; the least is {"version": "2.0"}.`);
  }
  const keys = new HostJsonKeys(file, overrideHostJson(json, settings));
  if (keys.text("version", "") !== "2.0") throw new HostError(`"version" in ${file} must be "2.0".`);
  const config = {
    functionTimeoutMs: readTimeout(keys),
    logLevels: readLevels(keys),
    functions: keys.texts("functions"),
    http: {
      routePrefix: keys.text("extensions.http.routePrefix", "api"),
      maxOutstandingRequests: keys.integer("extensions.http.maxOutstandingRequests", -1, -1),
      maxConcurrentRequests: keys.integer("extensions.http.maxConcurrentRequests", -1, -1),
      customHeaders: keys.record("extensions.http.customHeaders"),
    },
    serviceBus: readServiceBus(keys),
    durable: readDurable(keys),
    retry: readRetry(keys),
  };
  return { ...config, notObeyed: keys.leftOver() };
};

const readTimeout = (keys: HostJsonKeys): number | undefined => {
  // No plan's limit holds locally, so the default is that of the plans without one: 30 minutes.
  if (keys.peek("functionTimeout") === "-1") {
    keys.text("functionTimeout", "");
    return undefined;
  }
  return keys.timeSpan("functionTimeout", 30 * 60_000);
};

const readLevels = (keys: HostJsonKeys): LogLevels => {
  const levels = new Map<string, LogLevel>();
  for (const [category, text] of Object.entries(keys.record("logging.logLevel"))) {
    const level = parseLogLevel(text);
    if (level === undefined) throw keys.wrong(`logging.logLevel.${category}`, "a level such as Information");
    levels.set(category, level);
  }
  return levels;
};

const readServiceBus = (keys: HostJsonKeys): ServiceBusConfig => {
  const at = "extensions.serviceBus";
  const retry = `${at}.clientRetryOptions`;
  const mode = keys.text(`${retry}.mode`, "exponential").toLowerCase();
  if (mode !== "fixed" && mode !== "exponential") throw keys.wrong(`${retry}.mode`, "fixed or exponential");
  const idle = keys.timeSpan(`${at}.sessionIdleTimeout`, -1);
  return {
    maxConcurrentCalls: keys.integer(`${at}.maxConcurrentCalls`, 16, 1),
    maxConcurrentSessions: keys.integer(`${at}.maxConcurrentSessions`, 8, 1),
    sessionIdleTimeoutMs: idle < 0 ? undefined : idle,
    autoCompleteMessages: keys.flag(`${at}.autoCompleteMessages`, true),
    maxAutoLockRenewalMs: keys.timeSpan(`${at}.maxAutoLockRenewalDuration`, 5 * 60_000),
    batch: {
      most: keys.integer(`${at}.maxMessageBatchSize`, 1000, 1),
      least: keys.integer(`${at}.minMessageBatchSize`, 1, 1),
      waitMs: keys.timeSpan(`${at}.maxBatchWaitTime`, 30_000),
    },
    clientRetry: {
      mode,
      // Azure's minute would stall a local start for as long when the broker is killed while a link opens.
      tryTimeoutMs: keys.timeSpan(`${retry}.tryTimeout`, 10_000),
      delayMs: keys.timeSpan(`${retry}.delay`, 800),
      maxDelayMs: keys.timeSpan(`${retry}.maxDelay`, 60_000),
      maxRetries: keys.integer(`${retry}.maxRetries`, 3, 0),
    },
  };
};

const readRetry = (keys: HostJsonKeys): RetryOptions | undefined => {
  const strategy = keys.text("retry.strategy", "");
  if (strategy === "") return undefined;
  if (strategy !== "fixedDelay" && strategy !== "exponentialBackoff") {
    throw keys.wrong("retry.strategy", "fixedDelay or exponentialBackoff");
  }
  const seconds = (name: string, otherwise: number): { seconds: number } => ({
    seconds: keys.timeSpan(`retry.${name}`, otherwise) / 1000,
  });
  return {
    retryStrategy: strategy,
    maxRetryCount: keys.integer("retry.maxRetryCount", 0, -1),
    ...(strategy === "fixedDelay"
      ? { delayInterval: seconds("delayInterval", 0) }
      : {
          minimumInterval: seconds("minimumInterval", 5000),
          maximumInterval: seconds("maximumInterval", 120_000),
        }),
  };
};
