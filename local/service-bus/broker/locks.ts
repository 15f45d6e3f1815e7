import { randomBytes } from "node:crypto";
import type { StoredMessage } from "./message.ts";
import type { Appointment, Timetable } from "./timetable.ts";

/** A receiver's hold on a message. `token` is the hex of the 16 bytes that are the delivery tag on the wire. */
export type Lock = {
  readonly token: string;
  readonly message: StoredMessage;
  /** Absent for a message of a session: it is held as long as the session is. */
  until: number | undefined;
  appointment: Appointment | undefined;
};

/** The locks of one queue by token. Locks live in memory only: a restarted bus has none, so all is free again. */
export class Locks {
  readonly #byToken = new Map<string, Lock>();
  readonly #timetable: Timetable;
  readonly #expired: (lock: Lock) => void;

  constructor(timetable: Timetable, expired: (lock: Lock) => void) {
    this.#timetable = timetable;
    this.#expired = expired;
  }

  get size(): number {
    return this.#byToken.size;
  }

  get(token: string): Lock | undefined {
    return this.#byToken.get(token);
  }

  ofSession(sessionId: string): Lock[] {
    return [...this.#byToken.values()].filter(({ message }) => message.sessionId === sessionId);
  }

  take(message: StoredMessage, until: number | undefined): Lock {
    const lock: Lock = { token: randomBytes(16).toString("hex"), message, until, appointment: undefined };
    this.#byToken.set(lock.token, lock);
    message.lock = lock;
    if (until !== undefined) this.renew(lock, until);
    return lock;
  }

  renew(lock: Lock, until: number): void {
    this.#timetable.remove(lock.appointment);
    lock.until = until;
    lock.appointment = this.#timetable.add(until, () => {
      this.#expired(lock);
    });
  }

  drop(lock: Lock): void {
    this.#timetable.remove(lock.appointment);
    this.#byToken.delete(lock.token);
    lock.message.lock = undefined;
  }
}
