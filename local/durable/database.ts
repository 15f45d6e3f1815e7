import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { useWal } from "../wal.ts";

// `owner` is the host that works on the row, null when nobody does; `ready` is since when there is work on it.
// `trace` is the W3C traceparent of the start. `execution` tells the runs of one instance id apart: continueAsNew and a new start each begin another.
const schemaVersion = 1;
const schema = `
  CREATE TABLE IF NOT EXISTS instances (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, execution TEXT NOT NULL, name TEXT NOT NULL, version TEXT,
    status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, custom TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,
    parent TEXT, trace TEXT, tasks TEXT, events INTEGER NOT NULL DEFAULT 0, owner TEXT, ready INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS instances_ready ON instances (ready) WHERE ready IS NOT NULL AND owner IS NULL;
  CREATE INDEX IF NOT EXISTS instances_owned ON instances (owner) WHERE owner IS NOT NULL;
  CREATE TABLE IF NOT EXISTS history (
    instance TEXT NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (instance, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, execution TEXT, event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS inbox_instance ON inbox (instance, number);
  CREATE TABLE IF NOT EXISTS activities (
    number INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, execution TEXT NOT NULL, task INTEGER NOT NULL,
    name TEXT NOT NULL, input TEXT NOT NULL, owner TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS activities_free ON activities (number) WHERE owner IS NULL;
  CREATE INDEX IF NOT EXISTS activities_owned ON activities (owner) WHERE owner IS NOT NULL;
  CREATE TABLE IF NOT EXISTS timers (
    instance TEXT NOT NULL, task INTEGER NOT NULL, execution TEXT NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (instance, task)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS timers_due ON timers (due);
  CREATE TABLE IF NOT EXISTS entities (
    id TEXT PRIMARY KEY, present INTEGER NOT NULL DEFAULT 0, state TEXT, updated INTEGER NOT NULL, owner TEXT, ready INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entities_ready ON entities (ready) WHERE ready IS NOT NULL AND owner IS NULL;
  CREATE INDEX IF NOT EXISTS entities_owned ON entities (owner) WHERE owner IS NOT NULL;
  CREATE TABLE IF NOT EXISTS operations (
    number INTEGER PRIMARY KEY AUTOINCREMENT, entity TEXT NOT NULL, name TEXT NOT NULL, input TEXT, request TEXT NOT NULL, caller TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS operations_entity ON operations (entity, number);
  CREATE TABLE IF NOT EXISTS hosts (owner TEXT PRIMARY KEY, instance TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/**
 * The file of one task hub. Several processes open the same one: WAL lets each read while another writes, and it survives
 * the death of a process at any point (not that of the machine).
 */
export type HubDatabase = {
  database: DatabaseSync;
  /** Runs the work in one transaction that no other process can come between. */
  atomically: <T>(work: () => T) => T;
  /** Another process has committed since the last call. */
  changedElsewhere: () => boolean;
  close: () => void;
};

/** Opens (and creates) the file of the hub in the directory. */
export const openHubDatabase = (directory: string, hub: string): HubDatabase => {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, `${hub.toLowerCase()}.sqlite`), { timeout: 10_000 });
  useWal(database);
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -32000; BEGIN IMMEDIATE;");
  // Within the transaction: of two hosts that start at once, the second one finds the whole schema of the first.
  refuseOtherVersion(database, directory);
  database.exec(`${schema} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const dataVersion = database.prepare("PRAGMA data_version");
  const version = (): number => Number(dataVersion.get()?.["data_version"]);
  let known = version();
  return {
    database,
    atomically: (work) => {
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    changedElsewhere: () => {
      const now = version();
      const changed = now !== known;
      known = now;
      return changed;
    },
    close: () => {
      database.close();
    },
  };
};

const refuseOtherVersion = (database: DatabaseSync, directory: string): void => {
  const version = database.prepare("PRAGMA user_version").get()?.["user_version"];
  const isNew = database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
  if (isNew || version === schemaVersion) return;
  database.close();
  throw new Error(
    `The task hubs in ${directory} were written by another version of local/durable. Empty the folder (npm start -- --fresh).`,
  );
};
