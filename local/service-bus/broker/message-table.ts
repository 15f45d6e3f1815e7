import type { MessageState, StoredMessage } from "./message.ts";
import type { Row, Store } from "./store.ts";

// One key holds queue and sequence number, so that one b-tree serves look-ups, order and peeking.
const seqBits = 2 ** 40;
// Bodies beyond this stay on disk only: a backlog of any length needs no more memory for its bodies.
const cacheBytes = 64 * 2 ** 20;

/** The messages of all queues in the store, with a bounded cache of their bytes. */
export class MessageTable {
  readonly #store: Store;
  #cached = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  insert(message: StoredMessage, raw: Buffer): void {
    this.#store.write(
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
    this.#store.write(
      "UPDATE messages SET state = ?, delivery_count = ? WHERE key = ?",
      state,
      deliveryCount,
      keyOf(message),
    );
    if (raw === undefined) return;
    this.#store.write("UPDATE messages SET raw = ? WHERE key = ?", raw, keyOf(message));
    this.#uncache(message);
    this.#cache(message, raw);
  }

  /** Gives the row of `from` the place and the fields of `to`, with changed bytes when given. */
  move(from: StoredMessage, to: StoredMessage, raw: Buffer): void {
    this.#store.write(
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
    this.#store.write("DELETE FROM messages WHERE key = ?", keyOf(message));
    this.#uncache(message);
  }

  /** The bytes of a message that is in the store. */
  raw(message: StoredMessage): Buffer {
    if (message.raw !== undefined) return message.raw;
    const raw = this.#store.rows("SELECT raw FROM messages WHERE key = ?", keyOf(message))[0]?.["raw"];
    if (!(raw instanceof Uint8Array)) throw new Error(`Message ${message.seq} is not in the store.`);
    return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  }

  /** Everything that a queue holds, in sequence. */
  load(queue: number): StoredMessage[] {
    const rows = this.#store.rows(
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
    return this.#store
      .rows(
        `SELECT key FROM messages WHERE key >= ? AND key < ? ${condition} ORDER BY key LIMIT ?`,
        ...(sessionId === undefined ? [...values, count] : [...values, sessionId, count]),
      )
      .map((row) => Number(row["key"]) - queue * seqBits);
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
