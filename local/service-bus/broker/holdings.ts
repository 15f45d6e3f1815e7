import { messageState } from "./message.ts";
import type { Content, StoredMessage } from "./message.ts";
import type { MessageTable } from "./message-table.ts";
import type { Timetable } from "./timetable.ts";

/** How many messages a queue has in each state. */
export type Counts = { active: number; scheduled: number; deferred: number };

/** What one queue holds: every message by its sequence number, in memory and in the table. */
export class Holdings {
  readonly #queue: number;
  readonly #ttlMs: number;
  readonly #nextSeq: () => number;
  readonly #table: MessageTable;
  readonly #timetable: Timetable;
  readonly #messages = new Map<number, StoredMessage>();

  constructor(
    queue: number,
    ttlMs: number,
    nextSeq: () => number,
    table: MessageTable,
    timetable: Timetable,
  ) {
    this.#queue = queue;
    this.#ttlMs = ttlMs;
    this.#nextSeq = nextSeq;
    this.#table = table;
    this.#timetable = timetable;
  }

  /** What an earlier process has stored. */
  stored(): StoredMessage[] {
    return this.#table.load(this.#queue);
  }

  /** Writes a new message to the table; `keep` makes it visible once that is committed. */
  write(content: Content): StoredMessage {
    const now = this.#timetable.now();
    const seq = this.#nextSeq();
    const scheduled = content.scheduledFor !== undefined && content.scheduledFor > now;
    const ttlMs = Math.min(content.ttlMs ?? Infinity, this.#ttlMs);
    const message: StoredMessage = {
      queue: this.#queue,
      seq,
      state: scheduled ? messageState.scheduled : messageState.active,
      messageId: content.messageId,
      sessionId: content.sessionId,
      enqueuedAt: now,
      enqueuedSeq: seq,
      expiresAt: Number.isFinite(ttlMs) ? now + ttlMs : undefined,
      scheduledFor: content.scheduledFor,
      deliveryCount: 0,
      deadLetterSource: content.deadLetterSource,
      raw: undefined,
      present: true,
      lock: undefined,
      appointment: undefined,
    };
    this.#table.insert(message, content.raw);
    return message;
  }

  /** Writes a message of another queue over to this one, where nothing ends its life. */
  adopt(message: StoredMessage, raw: Buffer): StoredMessage {
    const adopted: StoredMessage = {
      ...message,
      queue: this.#queue,
      state: messageState.active,
      expiresAt: undefined,
      present: true,
      raw: undefined,
    };
    this.#table.move(message, adopted, raw);
    return adopted;
  }

  keep(message: StoredMessage): void {
    this.#messages.set(message.seq, message);
  }

  /** Writes a changed state or delivery count, and changed bytes when given. */
  update(message: StoredMessage, raw?: Buffer): void {
    this.#table.update(message, raw);
  }

  /** Takes a message out; its row stays for whoever takes it over. */
  forget(message: StoredMessage): void {
    this.#timetable.remove(message.appointment);
    message.appointment = undefined;
    this.#messages.delete(message.seq);
    message.present = false;
  }

  /** Takes a message out for good. */
  remove(message: StoredMessage): void {
    this.forget(message);
    this.#table.delete(message);
  }

  raw(message: StoredMessage): Buffer {
    return this.#table.raw(message);
  }

  /** The messages of these numbers, or undefined when one of them is missing or does not fit. */
  all(seqs: readonly number[], fits: (message: StoredMessage) => boolean): StoredMessage[] | undefined {
    const found = seqs.flatMap((seq) => this.#messages.get(seq) ?? []).filter(fits);
    return found.length === seqs.length ? found : undefined;
  }

  /** Messages from a sequence number on, in any state. */
  from(seq: number, count: number, sessionId: string | undefined): StoredMessage[] {
    return this.#table
      .sequence(this.#queue, seq, count, sessionId)
      .flatMap((found) => this.#messages.get(found) ?? []);
  }

  counts(): Counts {
    const counts = { active: 0, scheduled: 0, deferred: 0 };
    for (const { state } of this.#messages.values()) {
      if (state === messageState.active) counts.active += 1;
      else if (state === messageState.scheduled) counts.scheduled += 1;
      else counts.deferred += 1;
    }
    return counts;
  }
}
