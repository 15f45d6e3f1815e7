import { HostError } from "./host-error.ts";
import { parseTimeSpan } from "./time-span.ts";

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

/** Reads host.json's values by dotted path and remembers which were read, so that what nobody asked for can be named. */
export class HostJsonKeys {
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
