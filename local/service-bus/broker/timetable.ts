import type { Clock } from "../clock.ts";

/** Something that shall happen at a time; `remove` takes it out again. */
export type Appointment = { readonly at: number; readonly run: () => void; index: number };

/**
 * Everything that waits for a time (locks, time to live, schedules), in one binary heap with one timer on its first
 * entry: an idle bus does not wake up, and a million waiting messages cost one timer.
 */
export class Timetable {
  readonly #clock: Clock;
  readonly #heap: Appointment[] = [];
  #cancelTimer: (() => void) | undefined;
  #timerAt = Infinity;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  add(at: number, run: () => void): Appointment {
    const entry: Appointment = { at, run, index: this.#heap.length };
    this.#heap.push(entry);
    this.#rise(entry);
    this.#arm();
    return entry;
  }

  /** Takes an appointment out; one that has happened or is out already is left alone. */
  remove(entry: Appointment | undefined): void {
    if (entry === undefined || this.#heap[entry.index] !== entry) return;
    const last = this.#heap.pop();
    if (last !== undefined && last !== entry) {
      last.index = entry.index;
      this.#heap[entry.index] = last;
      this.#rise(last);
      this.#sink(last);
    }
    entry.index = -1;
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#heap.length = 0;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (first === undefined || this.#closed || first.at >= this.#timerAt) return;
    this.#cancelTimer?.();
    this.#timerAt = first.at;
    this.#cancelTimer = this.#clock.wakeAt(first.at, () => {
      this.#timerAt = Infinity;
      this.#cancelTimer = undefined;
      this.#runDue();
      this.#arm();
    });
  }

  #runDue(): void {
    const now = this.#clock.now();
    for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
      this.remove(first);
      first.run();
    }
  }

  #rise(entry: Appointment): void {
    while (entry.index > 0) {
      const parent = this.#heap[(entry.index - 1) >> 1];
      if (parent === undefined || parent.at <= entry.at) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: Appointment): void {
    for (;;) {
      const left = this.#heap[2 * entry.index + 1];
      const right = this.#heap[2 * entry.index + 2];
      const child = right !== undefined && left !== undefined && right.at < left.at ? right : left;
      if (child === undefined || child.at >= entry.at) return;
      this.#swap(child, entry);
    }
  }

  #swap(a: Appointment, b: Appointment): void {
    [a.index, b.index] = [b.index, a.index];
    this.#heap[a.index] = a;
    this.#heap[b.index] = b;
  }
}
