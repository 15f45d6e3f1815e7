import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import type { MessageState, StoredMessage } from "./message.ts";

/** A row of the table of entities: its number, and where its sequence numbers go on. */
export type EntityRow = { id: number; nextSeq: number };

// One key holds queue and sequence number, so that one b-tree serves look-ups, order and peeking.
const seqBits = 2 ** 40;
// Bodies beyond this stay on disk only: a backlog of any length needs no more memory for its bodies.
const cacheBytes = 64 * 2 ** 20;

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

type Row = Record<string, string | number | Uint8Array | null>;

/**
 * The SQLite file behind the bus. Everything that one turn of the event loop writes is one transaction; what must
 * not be said before it is stored (an acknowledgement, a wake-up of receivers) waits in `afterCommit`.
 */
export class Store {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiting: (() => void)[] = [];
  #open = false;
  #commit: NodeJS.Immediate | undefined;
  #cached = 0;
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

  insert(message: StoredMessage, raw: Buffer): void {
    this.write(
      "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      keyOf(message),
      message.state,
      message.messageId,
      message.sessionId ?? null,
      message.enqueuedAt,
      message.enqueuedSeq,
      message.expiresAt ?? null,
      message.scheduledFor ?? null,
      message.deliveryCount,
      message.deadLetterSource ?? null,
      raw,
    );
    this.#cache(message, raw);
  }

  /** Stores a changed state or delivery count, and changed bytes when given. */
  update(message: StoredMessage, raw?: Buffer): void {
    const { state, deliveryCount } = message;
    this.write(
      "UPDATE messages SET state = ?, delivery_count = ? WHERE key = ?",
      state,
      deliveryCount,
      keyOf(message),
    );
    if (raw === undefined) return;
    this.write("UPDATE messages SET raw = ? WHERE key = ?", raw, keyOf(message));
    this.#uncache(message);
    this.#cache(message, raw);
  }

  /** Gives the row of `from` the place and the fields of `to`, with changed bytes when given. */
  move(from: StoredMessage, to: StoredMessage, raw: Buffer): void {
    this.write(
      "UPDATE messages SET key = ?, state = ?, expires_at = NULL, delivery_count = ?, raw = ? WHERE key = ?",
      keyOf(to),
      to.state,
      to.deliveryCount,
      raw,
      keyOf(from),
    );
    this.#uncache(from);
    this.#cache(to, raw);
  }

  delete(message: StoredMessage): void {
    this.write("DELETE FROM messages WHERE key = ?", keyOf(message));
    this.#uncache(message);
  }

  /** The bytes of a message that is in the store. */
  raw(message: StoredMessage): Buffer {
    if (message.raw !== undefined) return message.raw;
    const raw = this.rows("SELECT raw FROM messages WHERE key = ?", keyOf(message))[0]?.["raw"];
    if (!(raw instanceof Uint8Array)) throw new Error(`Message ${message.seq} is not in the store.`);
    return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  }

  /** Everything that a queue holds, in sequence. */
  load(queue: number): StoredMessage[] {
    const rows = this.rows(
      `SELECT key, state, message_id, session_id, enqueued_at, enqueued_seq, expires_at, scheduled_for,
        delivery_count, dead_letter_source FROM messages WHERE key >= ? AND key < ? ORDER BY key`,
      queue * seqBits,
      (queue + 1) * seqBits,
    );
    return rows.map((row) => ({
      queue,
      seq: Number(row["key"]) - queue * seqBits,
      state: Number(row["state"]) as MessageState,
      messageId: String(row["message_id"]),
      sessionId: optional(row["session_id"], String),
      enqueuedAt: Number(row["enqueued_at"]),
      enqueuedSeq: Number(row["enqueued_seq"]),
      expiresAt: optional(row["expires_at"], Number),
      scheduledFor: optional(row["scheduled_for"], Number),
      deliveryCount: Number(row["delivery_count"]),
      deadLetterSource: optional(row["dead_letter_source"], String),
      raw: undefined,
      present: true,
      lock: undefined,
      appointment: undefined,
    }));
  }

  /** The sequence numbers from `seq` on, for peeking. */
  sequence(queue: number, seq: number, count: number, sessionId: string | undefined): number[] {
    const condition = sessionId === undefined ? "" : "AND session_id = ?";
    const values = [queue * seqBits + seq, (queue + 1) * seqBits];
    return this.rows(
      `SELECT key FROM messages WHERE key >= ? AND key < ? ${condition} ORDER BY key LIMIT ?`,
      ...(sessionId === undefined ? [...values, count] : [...values, sessionId, count]),
    ).map((row) => Number(row["key"]) - queue * seqBits);
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
    this.flush();
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

  #cache(message: StoredMessage, raw: Buffer): void {
    if (this.#cached + raw.length > cacheBytes) return;
    this.#cached += raw.length;
    message.raw = raw;
  }

  #uncache(message: StoredMessage): void {
    this.#cached -= message.raw?.length ?? 0;
    message.raw = undefined;
  }
}

const keyOf = (message: StoredMessage): number => message.queue * seqBits + message.seq;

const optional = <T>(value: Row[string] | undefined, as: (value: unknown) => T): T | undefined =>
  value === null || value === undefined ? undefined : as(value);
