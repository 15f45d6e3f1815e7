import type { Fault } from "../../faults.ts";
import type { Delays } from "../delays.ts";
import type { Content, StoredMessage } from "./message.ts";
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
  readonly delays: Delays;
  /** A scheduled message's time has come; it is out of this queue. */
  readonly due: (content: Content) => void;
  /** Takes a message that leaves for the dead-letter queue; undefined in a dead-letter queue. */
  readonly deadLetter: ((message: StoredMessage, raw: Buffer) => void) | undefined;
};
