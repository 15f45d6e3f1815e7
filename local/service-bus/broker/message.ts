import type { Appointment } from "./timetable.ts";
import type { Lock } from "./locks.ts";

/** What arrives at an entity: the encoded message and what the bus needs to know of it. */
export type Content = {
  readonly raw: Buffer;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly ttlMs: number | undefined;
  readonly scheduledFor: number | undefined;
  /** The entity in whose dead-letter queue it was, when it is forwarded from there. */
  readonly deadLetterSource?: string;
};

/** active: to be delivered (or locked); the numbers are those of the annotation x-opt-message-state. */
export const messageState = { active: 0, deferred: 1, scheduled: 2 } as const;
export type MessageState = (typeof messageState)[keyof typeof messageState];

/** A message in a queue. The bytes are in the store; `raw` is there while it is cached. */
export type StoredMessage = {
  queue: number;
  seq: number;
  state: MessageState;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly enqueuedAt: number;
  readonly enqueuedSeq: number;
  expiresAt: number | undefined;
  readonly scheduledFor: number | undefined;
  deliveryCount: number;
  readonly deadLetterSource: string | undefined;
  raw: Buffer | undefined;
  /** False once it has left its queue: what still refers to it must let it go. */
  present: boolean;
  lock: Lock | undefined;
  appointment: Appointment | undefined;
};
