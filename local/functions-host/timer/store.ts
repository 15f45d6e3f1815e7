import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { useWal } from "../../wal.ts";

/** What is remembered of a timer between runs and processes; times are ms since 1970. */
export type TimerStatus = { schedule: string; last: number; next: number; updated: number };

/** Who is asking for a lock: a restarted instance keeps its id and takes back its own lock at once. */
export type LockOwner = { instanceId: string; incarnation: string };

/**
 * The timers' locks and status of all instances on this machine, in one SQLite file. Azure keeps them in a storage
 * account's blobs, which we do not have.
 */
export type TimerStore = {
  /** Takes or renews the lock until `now + forMs`; false when another instance holds it. */
  lock: (name: string, owner: LockOwner, now: number, forMs: number) => boolean;
  unlock: (name: string, owner: LockOwner) => void;
  status: (name: string) => TimerStatus | undefined;
  save: (name: string, status: TimerStatus) => void;
  close: () => void;
};

/** Opens (and creates) the store in the directory. */
export const openTimerStore = (directory: string): TimerStore => {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, "timers.sqlite"), { timeout: 5000 });
  useWal(database);
  database.exec(`
    PRAGMA synchronous = NORMAL;
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS locks (name TEXT PRIMARY KEY, instance TEXT NOT NULL, incarnation TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS statuses (name TEXT PRIMARY KEY, schedule TEXT NOT NULL, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL) STRICT;
    COMMIT;
  `);
  // One statement decides, so two processes can never both win.
  const lock = database.prepare(`
    INSERT INTO locks (name, instance, incarnation, until) VALUES (:name, :instance, :incarnation, :until)
    ON CONFLICT (name) DO UPDATE SET instance = :instance, incarnation = :incarnation, until = :until
    WHERE locks.incarnation = :incarnation OR locks.until < :now OR (:renewing = 0 AND locks.instance = :instance)`);
  const unlock = database.prepare("DELETE FROM locks WHERE name = ? AND incarnation = ?");
  const held = database.prepare("SELECT incarnation FROM locks WHERE name = ?");
  const status = database.prepare("SELECT schedule, last, next, updated FROM statuses WHERE name = ?");
  const save = database.prepare(`
    INSERT INTO statuses (name, schedule, last, next, updated) VALUES (:name, :schedule, :last, :next, :updated)
    ON CONFLICT (name) DO UPDATE SET schedule = :schedule, last = :last, next = :next, updated = :updated`);
  const everHeld = new Set<string>();
  return {
    lock: (name, { instanceId, incarnation }, now, forMs) => {
      // Only the first claim of a process may take over its predecessor's lock: two processes that were given one id by
      // mistake would else take it from each other for ever.
      const renewing = everHeld.has(name) ? 1 : 0;
      lock.run({ name, instance: instanceId, incarnation, until: now + forMs, now, renewing });
      const mine = held.get(name)?.["incarnation"] === incarnation;
      if (mine) everHeld.add(name);
      return mine;
    },
    unlock: (name, { incarnation }) => {
      unlock.run(name, incarnation);
    },
    status: (name) => status.get(name) as TimerStatus | undefined,
    save: (name, value) => {
      save.run({ name, ...value });
    },
    close: () => {
      database.close();
    },
  };
};
