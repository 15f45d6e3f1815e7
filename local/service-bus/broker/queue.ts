import { readContent, withApplicationProperties } from "../amqp/content.ts";
import { Dispatch } from "./dispatch.ts";
import { Holdings } from "./holdings.ts";
import type { Counts } from "./holdings.ts";
import { Lane } from "./lane.ts";
import type { Consumer, Handover } from "./lane.ts";
import { Locks } from "./locks.ts";
import type { Lock } from "./locks.ts";
import { messageState } from "./message.ts";
import type { Content, StoredMessage } from "./message.ts";
import type { Changes, QueueParts, QueueSettings, Settlement } from "./queue-parts.ts";
import { Sessions } from "./sessions.ts";
import type { Timetable } from "./timetable.ts";

/** The messages of one queue, subscription or dead-letter queue: who gets which, for how long, and what comes then. */
export class MessageQueue {
  readonly id: number;
  readonly settings: QueueSettings;
  readonly sessions: Sessions;
  readonly #parts: QueueParts;
  readonly #timetable: Timetable;
  readonly #lane = new Lane("");
  readonly #holdings: Holdings;
  readonly #locks: Locks;
  readonly #dispatch: Dispatch;

  constructor(parts: QueueParts) {
    const { id, settings, store, timetable } = parts;
    this.id = id;
    this.settings = settings;
    this.#parts = parts;
    this.#timetable = timetable;
    this.#holdings = new Holdings(id, settings.ttlMs, parts.nextSeq, store.messages, timetable);
    this.#locks = new Locks(timetable, (lock) => {
      this.#release(lock, "counted", {});
    });
    this.sessions = new Sessions(timetable, settings.lockMs, (lane, how) => {
      for (const lock of this.#locks.ofSession(lane.sessionId)) {
        this.#release(lock, how === "expired" ? "counted" : "free", {});
      }
    });
    this.#dispatch = new Dispatch({
      faults: parts.deliveryFaults,
      delays: parts.delays,
      laneOf: (message) => this.#laneOf(message),
      isOver: (message) => this.#isOver(message),
      expire: (message) => {
        this.#expire(message);
      },
      handOver: (message, consumer) => {
        consumer.deliver(this.#handOver(message, consumer.mode));
      },
      loseLock: ({ lock }) => {
        if (lock !== undefined) this.#release(lock, "counted", {});
      },
    });
  }

  /** Takes back what an earlier process has stored. */
  restore(): void {
    for (const message of this.#holdings.stored()) this.#place(message);
  }

  /** Stores a new message; it can be received once the store has committed. */
  insert(content: Content): StoredMessage {
    const message = this.#holdings.write(content);
    this.#placeAfterCommit(message);
    return message;
  }

  /** Takes over a message of another queue, as a dead letter. */
  adopt(message: StoredMessage, raw: Buffer): void {
    this.#placeAfterCommit(this.#holdings.adopt(message, raw));
  }

  join(consumer: Consumer): void {
    this.#lane.join(consumer);
    this.pump();
  }

  leave(consumer: Consumer): void {
    this.#lane.leave(consumer);
  }

  /** Delivers what waits, as far as there is room for it. */
  pump(lane: Lane = this.#lane): void {
    this.#dispatch.pump(lane);
  }

  /** Settles a locked message. `lost`: nobody holds it by that token; `refused`: a dead letter can't be dead-lettered. */
  settle(token: string, settlement: Settlement): "done" | "lost" | "refused" {
    const lock = this.#locks.get(token);
    if (lock === undefined) return "lost";
    switch (settlement.kind) {
      case "complete":
        this.#locks.drop(lock);
        this.#holdings.remove(lock.message);
        return "done";
      case "abandon":
        this.#release(lock, "counted", settlement.changes);
        return "done";
      case "release":
        this.#release(lock, "free", settlement.changes);
        return "done";
      case "defer":
        lock.message.state = messageState.deferred;
        this.#release(lock, "free", settlement.changes);
        return "done";
      case "deadLetter":
        if (this.#parts.deadLetter === undefined) return "refused";
        this.#locks.drop(lock);
        this.#deadLetter(lock.message, settlement.changes);
        return "done";
    }
  }

  /** The new end of a message's lock, or undefined when it is lost. */
  renewLock(token: string): number | undefined {
    const lock = this.#locks.get(token);
    if (lock?.until === undefined) return undefined;
    const until = this.#timetable.now() + this.settings.lockMs;
    this.#locks.renew(lock, until);
    return until;
  }

  /** Messages from a sequence number on, in any state, without touching them. */
  peek(from: number, count: number, sessionId: string | undefined): StoredMessage[] {
    return this.#holdings.from(from, count, sessionId);
  }

  rawOf(message: StoredMessage): Buffer {
    return this.#holdings.raw(message);
  }

  /** Locks (or takes away) deferred messages; undefined unless all of them are there. */
  receiveDeferred(
    seqs: readonly number[],
    mode: Consumer["mode"],
    sessionId: string | undefined,
  ): Handover[] | undefined {
    return this.#holdings
      .all(
        seqs,
        (message) =>
          message.state === messageState.deferred &&
          message.lock === undefined &&
          (!this.settings.sessions || message.sessionId === sessionId),
      )
      ?.map((message) => this.#handOver(message, mode));
  }

  /** Takes scheduled messages back; false unless all of them are there. */
  cancelScheduled(seqs: readonly number[]): boolean {
    const scheduled = this.#holdings.all(seqs, ({ state }) => state === messageState.scheduled);
    for (const message of scheduled ?? []) this.#holdings.remove(message);
    return scheduled !== undefined;
  }

  counts(): Counts & { locked: number } {
    return { ...this.#holdings.counts(), locked: this.#locks.size };
  }

  #placeAfterCommit(message: StoredMessage): void {
    this.#parts.store.afterCommit(() => {
      this.#place(message);
    });
  }

  #place(message: StoredMessage): void {
    this.#holdings.keep(message);
    if (message.state === messageState.active) this.#makeReady(message);
    if (message.state === messageState.scheduled) {
      message.appointment = this.#timetable.add(message.scheduledFor ?? 0, () => {
        const raw = this.rawOf(message);
        this.#holdings.remove(message);
        this.#parts.due({ ...readContent(raw), scheduledFor: undefined });
      });
    }
  }

  #makeReady(message: StoredMessage): void {
    if (this.#isOver(message)) {
      this.#expire(message);
      return;
    }
    if (this.settings.sessions && message.sessionId === undefined) {
      this.#deadLetter(message, {
        DeadLetterReason: "Session id is null.",
        DeadLetterErrorDescription:
          "Session enabled entity doesn't allow a message whose session identifier is null.",
      });
      return;
    }
    if (message.expiresAt !== undefined) {
      message.appointment = this.#timetable.add(message.expiresAt, () => {
        this.#expire(message);
      });
    }
    const lane = this.#laneOf(message);
    lane.put(message);
    if (this.settings.sessions) this.sessions.offer(lane);
    this.pump(lane);
  }

  #handOver(message: StoredMessage, mode: Consumer["mode"]): Handover {
    this.#timetable.remove(message.appointment);
    const raw = this.rawOf(message);
    if (mode === "receiveAndDelete") {
      this.#holdings.remove(message);
      return { message, raw, token: undefined, lockedUntil: undefined };
    }
    const session = this.settings.sessions ? this.sessions.lockedUntil(message.sessionId ?? "") : undefined;
    const until = this.settings.sessions ? undefined : this.#timetable.now() + this.settings.lockMs;
    const lock = this.#locks.take(message, until);
    return { message, raw, token: lock.token, lockedUntil: until ?? session };
  }

  #release(lock: Lock, how: "counted" | "free", changes: Changes): void {
    const { message } = lock;
    this.#locks.drop(lock);
    if (how === "counted") message.deliveryCount += 1;
    if (message.deliveryCount >= this.settings.maxDeliveryCount) {
      this.#deadLetter(message, {
        ...changes,
        DeadLetterReason: "MaxDeliveryCountExceeded",
        DeadLetterErrorDescription: `Message could not be consumed after ${this.settings.maxDeliveryCount} delivery attempts.`,
      });
      return;
    }
    const changed = Object.keys(changes).length > 0;
    this.#holdings.update(
      message,
      changed ? withApplicationProperties(this.rawOf(message), changes) : undefined,
    );
    if (message.state === messageState.active) this.#makeReady(message);
  }

  #expire(message: StoredMessage): void {
    if (!this.settings.deadLettersExpired || this.#parts.deadLetter === undefined) {
      this.#holdings.remove(message);
      return;
    }
    this.#deadLetter(message, {
      DeadLetterReason: "TTLExpiredException",
      DeadLetterErrorDescription: "The message expired and was dead lettered.",
    });
  }

  #deadLetter(message: StoredMessage, changes: Changes): void {
    const raw = withApplicationProperties(this.rawOf(message), changes);
    this.#holdings.forget(message);
    this.#parts.deadLetter?.(message, raw);
  }

  #isOver(message: StoredMessage): boolean {
    return message.expiresAt !== undefined && message.expiresAt <= this.#timetable.now();
  }

  #laneOf(message: StoredMessage): Lane {
    return this.settings.sessions ? this.sessions.lane(message.sessionId ?? "") : this.#lane;
  }
}
