import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./alive.ts";

/** Where everything of a running system is: the content of `endpoints.json`. */
export type Endpoints = {
  api: string;
  /** The API as the pages and other outsiders reach it: behind the gateway with its limits. */
  gateway: string;
  /** The API of each instance of the app, and the name of its process in `pids`. */
  instances: string[];
  instanceNames: string[];
  docs: string;
  /** The pages that people use. */
  web: string;
  /** The page to begin with: the phone, the demo's people, what runs. */
  console: string;
  /** The management API of Durable Functions and its key; null when the app has no orchestrations. */
  orchestrations: { base: string; code: string } | null;
  identity: string;
  smsOutbox: string;
  cosmos: { endpoint: string; key: string };
  serviceBus: { connectionString: string; entities: string };
  communication: { connectionString: string };
  faults: { cosmos: string; serviceBus: string; communication: string; identity: string };
  /** The processes by part; the app's instances are `functions-host-0` and so on. */
  pids: Record<string, number>;
  /** How often each part has come back after it died. */
  restarts: Record<string, number>;
};

const patienceMs = 8000;
const lookEachMs = 50;

/** The file that tells where a running system is; there is none while it starts or when it has stopped. */
export const endpointsFile = (dataDir: string): string => join(dataDir, "endpoints.json");

/** Writes the file in one step: a reader sees all of it or none. */
export const writeEndpoints = (dataDir: string, endpoints: Endpoints): void => {
  const file = endpointsFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(endpoints, null, 2)}\n`);
  renameSync(`${file}.new`, file);
};

/** Takes the file away. */
export const removeEndpoints = (dataDir: string): void => {
  rmSync(endpointsFile(dataDir), { force: true });
};

/**
 * After a killed supervisor its parts are still about to stop: waits until they are gone, since they hold the ports and the
 * data. A number that another process has got meanwhile costs the whole patience, no more.
 */
export const awaitFormerParts = async (dataDir: string): Promise<void> => {
  const pids = formerPids(dataDir);
  const deadline = performance.now() + patienceMs;
  while (pids.some(isAlive) && performance.now() < deadline) await sleep(lookEachMs);
};

const formerPids = (dataDir: string): number[] => {
  try {
    const { pids } = JSON.parse(readFileSync(endpointsFile(dataDir), "utf8")) as Endpoints;
    return Object.values(pids);
  } catch {
    // A clean stop left no file; a file that cannot be read tells nothing to wait for.
    return [];
  }
};
