import { join } from "node:path";
import { readJsonObject } from "./app-files.ts";
import { HostError } from "./host-error.ts";
import { parseLogLevel, type LogLevels } from "./log.ts";
import type { LogLevel, RetryOptions } from "./rpc.ts";
import { parseTimeSpan } from "./time-span.ts";

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
  retry: RetryOptions | undefined;
  notObeyed: readonly string[];
};

export type ServiceBusConfig = {
  maxConcurrentCalls: number;
  maxConcurrentSessions: number;
  sessionIdleTimeoutMs: number | undefined;
  autoCompleteMessages: boolean;
  maxAutoLockRenewalMs: number;
  maxMessageBatchSize: number;
  clientRetry: {
    mode: "fixed" | "exponential";
    tryTimeoutMs: number;
    delayMs: number;
    maxDelayMs: number;
    maxRetries: number;
  };
};

/** Reads the app's host.json; throws, naming the key, when a value that it obeys is not of its type. */
export const readHostJson = (appDir: string): HostConfig => {
  const file = join(appDir, "host.json");
  const json = readJsonObject(file);
  if (json === undefined) {
    throw new HostError(`${file} is missing. A Functions app has one; the least is {"version": "2.0"}.`);
  }
  const keys = new Keys(file, json);
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
    retry: readRetry(keys),
  };
  return { ...config, notObeyed: keys.leftOver() };
};

const readTimeout = (keys: Keys): number | undefined => {
  // No plan's limit holds locally, so the default is that of the plans without one: 30 minutes.
  if (keys.peek("functionTimeout") === "-1") {
    keys.text("functionTimeout", "");
    return undefined;
  }
  return keys.timeSpan("functionTimeout", 30 * 60_000);
};

const readLevels = (keys: Keys): LogLevels => {
  const levels = new Map<string, LogLevel>();
  for (const [category, text] of Object.entries(keys.record("logging.logLevel"))) {
    const level = parseLogLevel(text);
    if (level === undefined) throw keys.wrong(`logging.logLevel.${category}`, "a level such as Information");
    levels.set(category, level);
  }
  return levels;
};

const readServiceBus = (keys: Keys): ServiceBusConfig => {
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
    maxMessageBatchSize: keys.integer(`${at}.maxMessageBatchSize`, 1000, 1),
    clientRetry: {
      mode,
      tryTimeoutMs: keys.timeSpan(`${retry}.tryTimeout`, 60_000),
      delayMs: keys.timeSpan(`${retry}.delay`, 800),
      maxDelayMs: keys.timeSpan(`${retry}.maxDelay`, 60_000),
      maxRetries: keys.integer(`${retry}.maxRetries`, 3, 0),
    },
  };
};

const readRetry = (keys: Keys): RetryOptions | undefined => {
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

// Settings of the cloud, of the .NET host or of its dashboards that change nothing on one machine.
const nothingToDo = [
  "$schema",
  "version",
  "aggregator",
  "extensionBundle",
  "healthMonitor",
  "logging.applicationInsights",
  "logging.console",
  "logging.fileLoggingMode",
  "managedDependency",
  "watchDirectories",
  "watchFiles",
];

// Settings that ask for nothing as long as they have this value.
const nothingAsked: Readonly<Record<string, unknown>> = {
  "concurrency.dynamicConcurrencyEnabled": false,
  "concurrency.snapshotPersistenceEnabled": false,
  "extensions.http.dynamicThrottlesEnabled": false,
  "extensions.http.hsts.isEnabled": false,
  "extensions.serviceBus.prefetchCount": 0,
  "extensions.serviceBus.enableCrossEntityTransactions": false,
};

/** Reads values by dotted path and remembers which were read, so that what nobody asked for can be named. */
class Keys {
  readonly #file: string;
  readonly #json: Record<string, unknown>;
  readonly #read = new Set<string>();

  constructor(file: string, json: Record<string, unknown>) {
    this.#file = file;
    this.#json = json;
  }

  wrong(path: string, expected: string): HostError {
    return new HostError(
      `"${path}" in ${this.#file} must be ${expected}, but is ${JSON.stringify(this.peek(path))}.`,
    );
  }

  peek(path: string): unknown {
    let value: unknown = this.#json;
    for (const key of path.split(".")) {
      if (typeof value !== "object" || value === null) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  }

  #take(path: string): unknown {
    this.#read.add(path);
    return this.peek(path);
  }

  text(path: string, otherwise: string): string {
    const value = this.#take(path) ?? otherwise;
    if (typeof value !== "string") throw this.wrong(path, "a string");
    return value;
  }

  texts(path: string): string[] | undefined {
    const value = this.#take(path);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
      throw this.wrong(path, "an array of strings");
    }
    return value;
  }

  integer(path: string, otherwise: number, least: number): number {
    const value = this.#take(path) ?? otherwise;
    if (!Number.isInteger(value) || (value as number) < least)
      throw this.wrong(path, `an integer of at least ${least}`);
    return value as number;
  }

  flag(path: string, otherwise: boolean): boolean {
    const value = this.#take(path) ?? otherwise;
    if (typeof value !== "boolean") throw this.wrong(path, "true or false");
    return value;
  }

  timeSpan(path: string, otherwiseMs: number): number {
    const value = this.#take(path);
    if (value === undefined) return otherwiseMs;
    const ms = typeof value === "string" ? parseTimeSpan(value) : undefined;
    if (ms === undefined || ms < 0) throw this.wrong(path, `a time span such as "00:05:00"`);
    return ms;
  }

  record(path: string): Record<string, string> {
    const value = this.#take(path) ?? {};
    if (typeof value !== "object" || !Object.values(value).every((item) => typeof item === "string")) {
      throw this.wrong(path, "an object of strings");
    }
    return value as Record<string, string>;
  }

  /** The paths of the values that nothing in this host obeys. */
  leftOver(): string[] {
    const found: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (this.#read.has(path) || nothingToDo.includes(path) || nothingAsked[path] === value) return;
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        for (const [key, inner] of Object.entries(value)) visit(inner, path === "" ? key : `${path}.${key}`);
      } else found.push(path);
    };
    visit(this.#json, "");
    return found;
  }
}
