import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import { MessageTable } from "./message-table.ts";

/** A row of the table of entities: its number, and where its sequence numbers go on. */
type EntityRow = { id: number; nextSeq: number };

const schema = `
  CREATE TABLE IF NOT EXISTS entities (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, next_seq INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS messages (
    key INTEGER PRIMARY KEY, state INTEGER NOT NULL, message_id TEXT NOT NULL, session_id TEXT,
    enqueued_at INTEGER NOT NULL, enqueued_seq INTEGER NOT NULL, expires_at INTEGER, scheduled_for INTEGER,
    delivery_count INTEGER NOT NULL, dead_letter_source TEXT, raw BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS sessions (
    queue INTEGER NOT NULL, session_id TEXT NOT NULL, state BLOB NOT NULL, PRIMARY KEY (queue, session_id));
  CREATE TABLE IF NOT EXISTS seen (
    entity INTEGER NOT NULL, message_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (entity, message_id));
  CREATE INDEX IF NOT EXISTS seen_at ON seen (entity, at);
  CREATE TABLE IF NOT EXISTS rules (
    subscription INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (subscription, name));
  CREATE TABLE IF NOT EXISTS configured (subscription INTEGER PRIMARY KEY, rules TEXT NOT NULL);
`;

/** A row of a query's result. */
export type Row = Record<string, string | number | Uint8Array | null>;

/**
 * The SQLite file behind the bus. Everything that one turn of the event loop writes is one transaction; what must
 * not be said before it is stored (an acknowledgement, a wake-up of receivers) waits in `afterCommit`.
 */
export class Store {
  readonly messages: MessageTable = new MessageTable(this);
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiting: (() => void)[] = [];
  #open = false;
  #commit: NodeJS.Immediate | undefined;
  readonly #nextSeqs = new Map<number, number>();

  /** Opens or creates the file. Throws when another process has it. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#db = new DatabaseSync(join(folder, "service-bus.sqlite"));
    try {
      this.#db.exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
      );
      this.#db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`);
    } catch (error) {
      this.#db.close();
      if (!String(error).includes("database is locked")) throw error;
      throw new Error(
        `The Service Bus data folder ${folder} is in use by another process. Stop that one or set SERVICEBUS_DATA to another folder.`,
        { cause: error },
      );
    }
  }

  /** Runs `act` as soon as everything written up to now is stored. */
  afterCommit(act: () => void): void {
    this.#waiting.push(act);
    this.#schedule();
  }

  /** Runs one statement in this turn's transaction. */
  write(sql: string, ...values: (string | number | Uint8Array | null)[]): void {
    if (!this.#open) {
      this.#db.exec("BEGIN IMMEDIATE");
      this.#open = true;
    }
    this.#schedule();
    this.#prepare(sql).run(...values);
  }

  /** Reads rows; sees what this turn has written. */
  rows(sql: string, ...values: (string | number)[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  entity(path: string): EntityRow {
    this.write("INSERT INTO entities (path, next_seq) VALUES (?, 1) ON CONFLICT DO NOTHING", path);
    const row = this.rows("SELECT id, next_seq FROM entities WHERE path = ?", path)[0];
    return { id: Number(row?.["id"]), nextSeq: Number(row?.["next_seq"]) };
  }

  /** Takes note of where an entity's sequence numbers go on; stored once per commit, however many were given out. */
  keepNextSeq(entity: number, nextSeq: number): void {
    this.#nextSeqs.set(entity, nextSeq);
  }

  sessionState(queue: number, sessionId: string): Buffer | undefined {
    const row = this.rows(
      "SELECT state FROM sessions WHERE queue = ? AND session_id = ?",
      queue,
      sessionId,
    )[0];
    return row?.["state"] instanceof Uint8Array ? Buffer.from(row["state"]) : undefined;
  }

  setSessionState(queue: number, sessionId: string, state: Buffer | undefined): void {
    if (state === undefined) {
      this.write("DELETE FROM sessions WHERE queue = ? AND session_id = ?", queue, sessionId);
    } else this.write("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", queue, sessionId, state);
  }

  close(): void {
    // What waited for the commit may write once more.
    while (this.#open || this.#waiting.length > 0) this.flush();
    clearImmediate(this.#commit);
    this.#db.close();
  }

  /** Commits now and runs what waited for it. */
  flush(): void {
    clearImmediate(this.#commit);
    this.#commit = undefined;
    if (this.#open) {
      for (const [entity, nextSeq] of this.#nextSeqs) {
        this.#prepare("UPDATE entities SET next_seq = ? WHERE id = ?").run(nextSeq, entity);
      }
      this.#nextSeqs.clear();
      // A failed commit (disk full) leaves memory ahead of the file: the error must end the process, and does.
      this.#db.exec("COMMIT");
      this.#open = false;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const act of waiting) act();
  }

  #schedule(): void {
    this.#commit ??= setImmediate(() => {
      this.flush();
    });
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
