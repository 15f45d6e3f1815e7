import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A message as it left: what a phone would show. */
export type OutboxMessage = { id: string; to: string; from: string; message: string; at: string };

/** A message to send; `requestId` is the client's repeatability id. */
export type Outgoing = { to: string; from: string; message: string; requestId: string | null };

/** Which part of the outbox to read. */
export type OutboxQuery = { to?: string; after?: string; limit?: number };

const schema = `
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    request_id TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_by_recipient ON message (recipient);
  CREATE UNIQUE INDEX IF NOT EXISTS message_once ON message (request_id, recipient) WHERE request_id IS NOT NULL;
`;
const columns = "seq, id, recipient, sender, text, at";

/** Every message ever sent, in SQLite; the same repeatability id and recipient is one message for ever. */
export class OutboxStore {
  readonly #db: DatabaseSync;
  readonly #clock: () => number;
  readonly #insert;
  readonly #repeated;
  readonly #page;
  readonly #pageTo;

  constructor(dataDir: string, clock: () => number) {
    mkdirSync(dataDir, { recursive: true });
    this.#db = new DatabaseSync(join(dataDir, "outbox.sqlite"));
    // A killed process loses nothing under WAL with NORMAL; only a power cut could.
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
    this.#clock = clock;
    this.#insert = this.#db.prepare(
      "INSERT INTO message (id, recipient, sender, text, at, request_id) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#repeated = this.#db.prepare("SELECT id FROM message WHERE request_id = ? AND recipient = ?");
    this.#page = this.#db.prepare(`SELECT ${columns} FROM message WHERE seq > ? ORDER BY seq LIMIT ?`);
    this.#pageTo = this.#db.prepare(
      `SELECT ${columns} FROM message WHERE recipient = ? AND seq > ? ORDER BY seq LIMIT ?`,
    );
  }

  /** Does all of `work` or, when it throws, nothing; committed when it returns. */
  atomically<T>(work: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /** The id of the message that this repeatability id already sent to this recipient. */
  repeated(requestId: string, to: string): string | null {
    const row = this.#repeated.get(requestId, to);
    return row === undefined ? null : String(row["id"]);
  }

  /** Puts a message into the outbox and answers its id, in the form of the service's own. */
  add({ to, from, message, requestId }: Outgoing): string {
    const at = this.#clock();
    const stamp = new Date(at).toISOString().replace(/\D/g, "").slice(0, 14);
    const id = `Outgoing_${stamp}${randomUUID()}_noam`;
    this.#insert.run(id, to, from, message, at, requestId);
    return id;
  }

  /** Reads messages in time order, in pages, so that others are served meanwhile; null when `after` is no message's id. */
  read({ to, after, limit = Infinity }: OutboxQuery, pageSize = 500): Iterable<OutboxMessage[]> | null {
    const start = after === undefined ? 0 : this.#position(after);
    return start === null ? null : this.#pages(to, start, limit, pageSize);
  }

  /** The newest `count` messages, in time order. */
  latest(count: number): OutboxMessage[] {
    const rows = this.#db.prepare(`SELECT ${columns} FROM message ORDER BY seq DESC LIMIT ?`).all(count);
    return rows.reverse().map(toMessage);
  }

  count(to?: string): number {
    const row =
      to === undefined
        ? this.#db.prepare("SELECT count(*) AS n FROM message").get()
        : this.#db.prepare("SELECT count(*) AS n FROM message WHERE recipient = ?").get(to);
    return Number(row?.["n"]);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #position(id: string): number | null {
    const row = this.#db.prepare("SELECT seq FROM message WHERE id = ?").get(id);
    return row === undefined ? null : Number(row["seq"]);
  }

  *#pages(to: string | undefined, start: number, limit: number, pageSize: number): Iterable<OutboxMessage[]> {
    let position = start;
    for (let left = limit; left > 0;) {
      const size = Math.min(left, pageSize);
      const rows = to === undefined ? this.#page.all(position, size) : this.#pageTo.all(to, position, size);
      if (rows.length === 0) return;
      position = Number(rows.at(-1)?.["seq"]);
      left -= rows.length;
      yield rows.map(toMessage);
    }
  }
}

const toMessage = (row: Record<string, unknown>): OutboxMessage => ({
  id: String(row["id"]),
  to: String(row["recipient"]),
  from: String(row["sender"]),
  message: String(row["text"]),
  at: new Date(Number(row["at"])).toISOString(),
});
