import type { Fault } from "../../faults.ts";
import { readContent, withApplicationProperties } from "../amqp/content.ts";
import { planDelivery } from "./delivery-faults.ts";
import { Lane } from "./lane.ts";
import type { Consumer, Handover } from "./lane.ts";
import { Locks } from "./locks.ts";
import type { Lock } from "./locks.ts";
import { messageState } from "./message.ts";
import type { Content, StoredMessage } from "./message.ts";
import { Sessions } from "./sessions.ts";
import type { Store } from "./store.ts";
import type { Timetable } from "./timetable.ts";

/** How a queue or subscription treats its messages. */
export type QueueSettings = {
  readonly lockMs: number;
  /** Infinity in a dead-letter queue: nothing leaves it by itself. */
  readonly maxDeliveryCount: number;
  readonly ttlMs: number;
  readonly deadLettersExpired: boolean;
  readonly sessions: boolean;
};

/** Changes of application properties that come with a settlement. */
export type Changes = Readonly<Record<string, unknown>>;

/** What a receiver does with a message that it has locked. `release` gives it back uncounted. */
export type Settlement = {
  kind: "complete" | "abandon" | "defer" | "deadLetter" | "release";
  changes: Changes;
};

/** What a queue works with. */
export type QueueParts = {
  readonly id: number;
  readonly settings: QueueSettings;
  readonly store: Store;
  readonly timetable: Timetable;
  readonly nextSeq: () => number;
  /** The fault switches that hit the delivery that is about to be made. */
  readonly deliveryFaults: () => readonly Fault[];
  /** A scheduled message's time has come; it is out of this queue. */
  readonly due: (content: Content) => void;
  /** Takes a message that leaves for the dead-letter queue; undefined in a dead-letter queue. */
  readonly deadLetter: ((message: StoredMessage, raw: Buffer) => void) | undefined;
};

/** The messages of one queue, subscription or dead-letter queue: who gets which, for how long, and what comes then. */
export class MessageQueue {
  readonly settings: QueueSettings;
  readonly sessions: Sessions;
  readonly #parts: QueueParts;
  readonly #lane = new Lane("");
  readonly #messages = new Map<number, StoredMessage>();
  readonly #locks: Locks;
  // Messages that a fault has held back once: it does not hit them again.
  readonly #excused = new WeakSet<StoredMessage>();

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.settings = parts.settings;
    this.#locks = new Locks(parts.timetable, (lock) => {
      this.#release(lock, "counted", {});
    });
    this.sessions = new Sessions(parts.timetable, parts.settings.lockMs, (lane, how) => {
      for (const lock of this.#locks.ofSession(lane.sessionId)) {
        this.#release(lock, how === "expired" ? "counted" : "free", {});
      }
    });
  }

  get id(): number {
    return this.#parts.id;
  }

  /** Takes back what an earlier process has stored. */
  restore(): void {
    for (const message of this.#parts.store.load(this.#parts.id)) this.#place(message);
  }

  /** Stores a new message; it can be received once the store has committed. */
  insert(content: Content): StoredMessage {
    const now = this.#parts.timetable.now();
    const seq = this.#parts.nextSeq();
    const scheduled = content.scheduledFor !== undefined && content.scheduledFor > now;
    const ttlMs = Math.min(content.ttlMs ?? Infinity, this.settings.ttlMs);
    const message: StoredMessage = {
      queue: this.#parts.id,
      seq,
      state: scheduled ? messageState.scheduled : messageState.active,
      messageId: content.messageId,
      sessionId: content.sessionId,
      enqueuedAt: now,
      enqueuedSeq: seq,
      // A scheduled message lives from its enqueue time on: the insert at that time gives it its end.
      expiresAt: Number.isFinite(ttlMs) && !scheduled ? now + ttlMs : undefined,
      scheduledFor: content.scheduledFor,
      deliveryCount: 0,
      deadLetterSource: content.deadLetterSource,
      raw: undefined,
      present: true,
      lock: undefined,
      appointment: undefined,
    };
    this.#parts.store.insert(message, content.raw);
    this.#placeAfterCommit(message);
    return message;
  }

  /** Takes over a message of another queue, as a dead letter. */
  adopt(message: StoredMessage, raw: Buffer): void {
    const adopted: StoredMessage = {
      ...message,
      queue: this.#parts.id,
      state: messageState.active,
      expiresAt: undefined,
      present: true,
      raw: undefined,
    };
    this.#parts.store.move(message, adopted, raw);
    this.#placeAfterCommit(adopted);
  }

  join(consumer: Consumer): void {
    this.#lane.join(consumer);
    this.pump(this.#lane);
  }

  leave(consumer: Consumer): void {
    this.#lane.leave(consumer);
  }

  /** Delivers what waits, as far as there is room for it. */
  pump(lane: Lane = this.#lane): void {
    while (!lane.paused) {
      const message = lane.first();
      const consumer = message === undefined ? undefined : lane.nextConsumer();
      if (message === undefined || consumer === undefined) return;
      lane.shift();
      if (this.#isOver(message)) this.#expire(message);
      else this.#deliver(lane, message, consumer);
    }
  }

  /** Settles a locked message. `lost`: nobody holds it by that token; `refused`: a dead letter can't be dead-lettered. */
  settle(token: string, settlement: Settlement): "done" | "lost" | "refused" {
    const lock = this.#locks.get(token);
    if (lock === undefined) return "lost";
    switch (settlement.kind) {
      case "complete":
        this.#locks.drop(lock);
        this.#remove(lock.message);
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
    const until = this.#parts.timetable.now() + this.settings.lockMs;
    this.#locks.renew(lock, until);
    return until;
  }

  /** Messages from a sequence number on, in any state, without touching them. */
  peek(from: number, count: number, sessionId: string | undefined): StoredMessage[] {
    return this.#parts.store
      .sequence(this.#parts.id, from, count, sessionId)
      .flatMap((seq) => this.#messages.get(seq) ?? []);
  }

  rawOf(message: StoredMessage): Buffer {
    return this.#parts.store.raw(message);
  }

  /** Locks (or takes away) deferred messages; undefined unless all of them are there. */
  receiveDeferred(seqs: readonly number[], mode: Consumer["mode"]): Handover[] | undefined {
    const messages = seqs.flatMap((seq) => this.#messages.get(seq) ?? []);
    const available = messages.filter(
      ({ state, lock }) => state === messageState.deferred && lock === undefined,
    );
    if (available.length < seqs.length) return undefined;
    return available.map((message) => this.#handOver(message, mode));
  }

  /** Takes scheduled messages back; false unless all of them are there. */
  cancelScheduled(seqs: readonly number[]): boolean {
    const messages = seqs.flatMap((seq) => this.#messages.get(seq) ?? []);
    const scheduled = messages.filter(({ state }) => state === messageState.scheduled);
    if (scheduled.length < seqs.length) return false;
    for (const message of scheduled) this.#remove(message);
    return true;
  }

  counts(): { active: number; scheduled: number; deferred: number; locked: number } {
    const counts = { active: 0, scheduled: 0, deferred: 0, locked: this.#locks.size };
    for (const { state } of this.#messages.values()) {
      if (state === messageState.active) counts.active += 1;
      else if (state === messageState.scheduled) counts.scheduled += 1;
      else counts.deferred += 1;
    }
    return counts;
  }

  #placeAfterCommit(message: StoredMessage): void {
    this.#parts.store.afterCommit(() => {
      this.#place(message);
    });
  }

  #place(message: StoredMessage): void {
    this.#messages.set(message.seq, message);
    if (message.state === messageState.active) this.#makeReady(message);
    if (message.state === messageState.scheduled) {
      message.appointment = this.#parts.timetable.add(message.scheduledFor ?? 0, () => {
        this.#fallDue(message);
      });
    }
  }

  #fallDue(message: StoredMessage): void {
    const raw = this.rawOf(message);
    this.#remove(message);
    this.#parts.due({ ...readContent(raw), scheduledFor: undefined });
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
      message.appointment = this.#parts.timetable.add(message.expiresAt, () => {
        this.#expire(message);
      });
    }
    const lane = this.#laneOf(message);
    lane.put(message);
    if (this.settings.sessions) this.sessions.offer(lane);
    this.pump(lane);
  }

  #deliver(lane: Lane, message: StoredMessage, consumer: Consumer): void {
    const faults = this.#excused.has(message) ? [] : this.#parts.deliveryFaults();
    const plan = faults.length === 0 ? undefined : planDelivery(faults);
    if (plan === undefined) {
      consumer.deliver(this.#handOver(message, consumer.mode));
      return;
    }
    if (plan.refuse !== undefined) {
      lane.put(message);
      if (plan.refuse === "busy") consumer.refuse();
      else consumer.cut();
      return;
    }
    this.#excused.add(message);
    if (plan.pauseMs > 0 || plan.holdMs > 0) {
      this.#hold(lane, message, plan.pauseMs, plan.holdMs);
      return;
    }
    const handover = this.#handOver(message, consumer.mode);
    consumer.deliver(handover);
    if (plan.twice && message.lock !== undefined) this.#release(message.lock, "counted", {});
    if (plan.cutAfter) setImmediate(consumer.cut.bind(consumer));
  }

  #hold(lane: Lane, message: StoredMessage, pauseMs: number, holdMs: number): void {
    lane.paused ||= pauseMs > 0;
    setTimeout(() => {
      if (pauseMs > 0) lane.paused = false;
      const now = this.#laneOf(message);
      if (message.present) now.put(message);
      this.pump(now);
    }, pauseMs + holdMs);
  }

  #handOver(message: StoredMessage, mode: Consumer["mode"]): Handover {
    this.#cancelAppointment(message);
    const raw = this.rawOf(message);
    if (mode === "receiveAndDelete") {
      this.#remove(message);
      return { message, raw, token: undefined, lockedUntil: undefined };
    }
    const session = this.settings.sessions ? this.sessions.lockedUntil(message.sessionId ?? "") : undefined;
    const until = this.settings.sessions ? undefined : this.#parts.timetable.now() + this.settings.lockMs;
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
    this.#parts.store.update(
      message,
      changed ? withApplicationProperties(this.rawOf(message), changes) : undefined,
    );
    if (message.state === messageState.active) this.#makeReady(message);
  }

  #expire(message: StoredMessage): void {
    if (!message.present || message.lock !== undefined) return;
    if (!this.settings.deadLettersExpired || this.#parts.deadLetter === undefined) {
      this.#remove(message);
      return;
    }
    this.#deadLetter(message, {
      DeadLetterReason: "TTLExpiredException",
      DeadLetterErrorDescription: "The message expired and was dead lettered.",
    });
  }

  #deadLetter(message: StoredMessage, changes: Changes): void {
    const raw = withApplicationProperties(this.rawOf(message), changes);
    this.#forget(message);
    this.#parts.deadLetter?.(message, raw);
  }

  #remove(message: StoredMessage): void {
    this.#forget(message);
    this.#parts.store.delete(message);
  }

  #forget(message: StoredMessage): void {
    this.#cancelAppointment(message);
    this.#messages.delete(message.seq);
    message.present = false;
  }

  #cancelAppointment(message: StoredMessage): void {
    this.#parts.timetable.remove(message.appointment);
    message.appointment = undefined;
  }

  #isOver(message: StoredMessage): boolean {
    return message.expiresAt !== undefined && message.expiresAt <= this.#parts.timetable.now();
  }

  #laneOf(message: StoredMessage): Lane {
    return this.settings.sessions ? this.sessions.lane(message.sessionId ?? "") : this.#lane;
  }
}
