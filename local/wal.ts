import type { DatabaseSync } from "node:sqlite";

const pauseMs = 10;
const mostTries = 1_000;
const busy = 5; // SQLITE_BUSY

/**
 * Puts the file into WAL mode. While another process that opens it does the same, SQLite refuses that at once, whatever the
 * time-out of the connection: both hold a lock that the other one needs. So it is tried again.
 * Source: https://www.sqlite.org/c3ref/busy_handler.html
 */
export const useWal = (database: DatabaseSync): void => {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 1; ; tries++) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || tries === mostTries) throw error;
      Atomics.wait(sleeper, 0, 0, pauseMs);
    }
  }
};

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && error.errcode === busy;
