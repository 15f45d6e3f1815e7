import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Holds the data folder for this process. */
export type DataLock = { release: () => void };

/**
 * Takes the data folder for this process alone. SQLite's file lock is the operating system's, so it ends with the process
 * however that ends, and no left-over file can claim it. Throws, naming the process that has it.
 */
export const lockData = (dataDir: string): DataLock => {
  mkdirSync(dataDir, { recursive: true });
  const pidFile = join(dataDir, "lock.pid");
  const database = new DatabaseSync(join(dataDir, "lock.sqlite"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof Error && error.message.includes("locked"))) throw error;
    throw new Error(inUse(dataDir, readPid(pidFile)), { cause: error });
  }
  writeFileSync(pidFile, String(process.pid));
  return {
    release: () => {
      database.close();
    },
  };
};

const readPid = (file: string): string => {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    // The other process took the lock a moment ago and has not written its number yet.
    return "";
  }
};

const inUse = (dataDir: string, pid: string): string =>
  pid === ""
    ? `KT.GG already runs on ${dataDir}. Stop it first, or start on another folder: set KTGG_DATA, and other ports.`
    : `KT.GG already runs on ${dataDir} as process ${pid}. Stop it first (kill ${pid}), or start on another folder: set KTGG_DATA, and other ports.`;
