import type { DuplicateWindow } from "./duplicates.ts";
import type { MessageQueue } from "./queue.ts";
import type { Rules } from "./rules.ts";

/** A queue or a topic: what can be sent to. `queue` of a topic holds its scheduled messages only. */
export type Target = {
  readonly kind: "queue" | "topic";
  readonly path: string;
  readonly queue: MessageQueue;
  readonly ttlMs: number;
  readonly duplicates: DuplicateWindow | undefined;
  readonly forwardTo: string | undefined;
  readonly subscriptions: Subscription[];
};

/** A subscription of a topic. */
export type Subscription = {
  readonly kind: "subscription";
  readonly path: string;
  readonly queue: MessageQueue;
  readonly forwardTo: string | undefined;
  readonly rules: Rules;
};

/** The dead-letter queue of a queue or subscription. */
type DeadLetters = {
  readonly kind: "deadLetters";
  readonly path: string;
  readonly queue: MessageQueue;
};

/** Whatever has an address. */
export type Entity = Target | Subscription | DeadLetters;

/** Why the bus does not take a message. */
export class NotAllowed extends Error {}

/** The address of an entity's dead-letter queue, below the entity's own. */
export const deadLetterPath = "$DeadLetterQueue";
