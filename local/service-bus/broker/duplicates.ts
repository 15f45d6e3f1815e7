import type { Store } from "./store.ts";
import type { Timetable } from "./timetable.ts";

/** The message ids that an entity has taken within its duplicate detection window. */
export class DuplicateWindow {
  readonly #seen = new Map<string, number>();
  readonly #entity: number;
  readonly #windowMs: number;
  readonly #store: Store;
  readonly #timetable: Timetable;

  constructor(entity: number, windowMs: number, store: Store, timetable: Timetable) {
    this.#entity = entity;
    this.#windowMs = windowMs;
    this.#store = store;
    this.#timetable = timetable;
    for (const row of store.rows("SELECT message_id, at FROM seen WHERE entity = ? ORDER BY at", entity)) {
      this.#seen.set(String(row["message_id"]), Number(row["at"]));
    }
  }

  /** Takes note of an id. False when it was taken within the window: the message is to be dropped. */
  take(messageId: string): boolean {
    const now = this.#timetable.now();
    this.#forgetUntil(now - this.#windowMs);
    if (this.#seen.has(messageId)) return false;
    this.#seen.set(messageId, now);
    this.#store.write("INSERT INTO seen VALUES (?, ?, ?)", this.#entity, messageId, now);
    return true;
  }

  /** The map is in order of time, so that only what is over is looked at. */
  #forgetUntil(end: number): void {
    let forgot = false;
    for (const [messageId, at] of this.#seen) {
      if (at > end) break;
      this.#seen.delete(messageId);
      forgot = true;
    }
    if (forgot) this.#store.write("DELETE FROM seen WHERE entity = ? AND at <= ?", this.#entity, end);
  }
}
