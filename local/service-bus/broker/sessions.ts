import { Lane } from "./lane.ts";
import type { Consumer } from "./lane.ts";
import type { Appointment, Timetable } from "./timetable.ts";

/** A link that holds a session or waits for one. */
export type SessionHolder = Consumer & {
  /** The session is its own from now on. */
  granted(sessionId: string, lockedUntil: number): void;
  /** Its lock on the session is over. */
  lost(): void;
};

type Held = { readonly holder: SessionHolder; until: number; appointment: Appointment };

/** What a session's end means for the messages that its holder has: an expired lock counts as a delivery, a closed link doesn't. */
type SessionEnd = (lane: Lane, how: "expired" | "closed") => void;

/** Who holds which session of one queue, and who waits for the next free one. */
export class Sessions {
  readonly #lanes = new Map<string, Lane>();
  readonly #held = new Map<string, Held>();
  readonly #waiting: SessionHolder[] = [];
  readonly #timetable: Timetable;
  readonly #lockMs: number;
  readonly #ended: SessionEnd;

  constructor(timetable: Timetable, lockMs: number, ended: SessionEnd) {
    this.#timetable = timetable;
    this.#lockMs = lockMs;
    this.#ended = ended;
  }

  lane(sessionId: string): Lane {
    let lane = this.#lanes.get(sessionId);
    if (lane === undefined) {
      lane = new Lane(sessionId);
      this.#lanes.set(sessionId, lane);
    }
    return lane;
  }

  /** Gives a session by its id. False when another link holds it. */
  accept(sessionId: string, holder: SessionHolder): boolean {
    if (this.#held.has(sessionId)) return false;
    this.#grant(this.lane(sessionId), holder);
    return true;
  }

  /** Gives the next session that has messages and no holder, now or when there is one. */
  acceptNext(holder: SessionHolder): void {
    for (const lane of this.#lanes.values()) {
      if (!this.#held.has(lane.sessionId) && lane.first() !== undefined) {
        this.#grant(lane, holder);
        return;
      }
    }
    this.#waiting.push(holder);
  }

  stopWaiting(holder: SessionHolder): void {
    const at = this.#waiting.indexOf(holder);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** A message waits in this lane: whoever waits for a session gets it. */
  offer(lane: Lane): void {
    if (this.#held.has(lane.sessionId) || lane.first() === undefined) return;
    const holder = this.#waiting.shift();
    if (holder !== undefined) this.#grant(lane, holder);
  }

  /** The new end of the lock, or undefined when nobody holds the session. */
  renew(sessionId: string): number | undefined {
    const held = this.#held.get(sessionId);
    if (held === undefined) return undefined;
    this.#timetable.remove(held.appointment);
    held.until = this.#timetable.now() + this.#lockMs;
    held.appointment = this.#expireAt(held.until, sessionId);
    return held.until;
  }

  lockedUntil(sessionId: string): number | undefined {
    return this.#held.get(sessionId)?.until;
  }

  /** Ends a hold; the session is free for the next. */
  release(sessionId: string, how: "expired" | "closed"): void {
    const held = this.#held.get(sessionId);
    if (held === undefined) return;
    this.#held.delete(sessionId);
    this.#timetable.remove(held.appointment);
    const lane = this.lane(sessionId);
    lane.leave(held.holder);
    if (how === "expired") held.holder.lost();
    this.#ended(lane, how);
    if (lane.first() === undefined) this.#lanes.delete(sessionId);
    else this.offer(lane);
  }

  #grant(lane: Lane, holder: SessionHolder): void {
    const until = this.#timetable.now() + this.#lockMs;
    this.#held.set(lane.sessionId, { holder, until, appointment: this.#expireAt(until, lane.sessionId) });
    holder.granted(lane.sessionId, until);
    lane.join(holder);
  }

  #expireAt(until: number, sessionId: string): Appointment {
    return this.#timetable.add(until, () => {
      this.release(sessionId, "expired");
    });
  }
}
