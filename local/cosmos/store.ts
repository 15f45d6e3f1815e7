import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";

const file = "cosmos.sqlite";

const schema = `
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS databases (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ts INTEGER NOT NULL, write INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS containers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, database INTEGER NOT NULL, id TEXT NOT NULL,
    ts INTEGER NOT NULL, write INTEGER NOT NULL, definition TEXT NOT NULL, UNIQUE (database, id));
`;

/**
 * A transaction may write up to this many documents (a batch has at most 100), each with a write number of its own:
 * write number = transaction number * this + place in the transaction.
 */
export const writesPerTransaction = 128;

/** Hands out the write numbers of one transaction, in order. */
export type WriteNumbers = () => number;

/**
 * The SQLite file. All writes of one turn of the event loop share one commit (group commit): `transaction` does its work at once,
 * and `settled` tells when it is on disk. Nothing, reads included, is answered before that, so kill -9 takes back nothing that
 * anyone was told.
 */
export class Store {
  readonly database: DatabaseSync;
  readonly #counter: StatementSync;
  readonly #onRollback: () => void;
  #last: number;
  #savedLast: number;
  #open: PromiseWithResolvers<void> | undefined;

  /** `onRollback` is told when a commit failed: what was kept in memory about this turn's writes is void. */
  constructor(folder: string, onRollback: () => void) {
    this.database = open(folder);
    this.#counter = this.database.prepare(
      "INSERT OR REPLACE INTO counter (name, value) VALUES ('transaction', ?)",
    );
    const saved = this.database.prepare("SELECT value FROM counter WHERE name = 'transaction'").get();
    this.#last = Number(saved?.["value"] ?? 0);
    this.#savedLast = this.#last;
    this.#onRollback = onRollback;
  }

  /** The number of the newest transaction. */
  get lastTransaction(): number {
    return this.#last;
  }

  /** Does one all-or-nothing piece of work, which is on disk once `settled` resolves. */
  transaction<T>(work: (next: WriteNumbers) => T, { savepoint }: { savepoint: boolean }): T {
    this.#begin();
    let place = 0;
    let number: number | undefined;
    const next = (): number => {
      number ??= ++this.#last;
      return number * writesPerTransaction + place++;
    };
    if (!savepoint) return work(next);
    this.database.exec("SAVEPOINT work");
    try {
      const result = work(next);
      this.database.exec("RELEASE work");
      return result;
    } catch (error) {
      this.database.exec("ROLLBACK TO work; RELEASE work");
      throw error;
    }
  }

  /** Resolves once everything written so far is committed; undefined when it is already. */
  get settled(): Promise<void> | undefined {
    return this.#open?.promise;
  }

  close(): void {
    this.#commit();
    this.database.close();
  }

  #begin(): void {
    if (this.#open !== undefined) return;
    this.database.exec("BEGIN IMMEDIATE");
    this.#open = Promise.withResolvers();
    // A rejected turn is told to those who wait; a turn without waiters must not end the process.
    this.#open.promise.catch(() => undefined);
    setImmediate(() => {
      this.#commit();
    });
  }

  #commit(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    try {
      if (this.#last !== this.#savedLast) this.#counter.run(this.#last);
      this.database.exec("COMMIT");
      this.#savedLast = this.#last;
      open.resolve();
    } catch (error) {
      if (this.database.isTransaction) this.database.exec("ROLLBACK");
      this.#onRollback();
      open.reject(error);
    }
  }
}

const open = (folder: string): DatabaseSync => {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, file));
  try {
    // One server at a time: write numbers are counted in memory. The lock goes with the process, however it ends.
    // With synchronous NORMAL a commit survives the death of the process; only a power loss may take the last ones.
    database.exec(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;",
    );
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    const isLocked = error instanceof Error && error.message.includes("database is locked");
    if (!isLocked) throw error;
    throw new Error(
      `The data folder ${folder} is in use by another local Cosmos DB. Stop that one, or set COSMOS_DATA to another folder.`,
      { cause: error },
    );
  }
};
