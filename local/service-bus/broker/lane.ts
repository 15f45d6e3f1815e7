import type { StoredMessage } from "./message.ts";

/** A message on its way to a receiver; without a token it is deleted already (receive-and-delete). */
export type Handover = {
  readonly message: StoredMessage;
  readonly raw: Buffer;
  readonly token: string | undefined;
  readonly lockedUntil: number | undefined;
};

/** Someone who takes messages of a queue: a receiving link. */
export type Consumer = {
  readonly mode: "peekLock" | "receiveAndDelete";
  /** Whether it takes one more message now. */
  hasRoom(): boolean;
  deliver(handover: Handover): void;
  /** Ends the link: the bus is too busy for it. */
  refuse(): void;
  /** Ends the link's connection without a word. */
  cut(): void;
};

/**
 * The messages that wait to be delivered, in sequence, and those who take them in turns. A queue without sessions
 * has one lane; a queue with sessions has one for each session, with the session's holder as the only consumer.
 */
export class Lane {
  readonly sessionId: string;
  /** While set, nothing is delivered: a fault delays the lane. */
  paused = false;
  #ready: StoredMessage[] = [];
  #head = 0;
  readonly #consumers: Consumer[] = [];
  #turn = 0;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** The first message that waits; those that left the queue meanwhile are passed over. */
  first(): StoredMessage | undefined {
    for (;;) {
      const message = this.#ready[this.#head];
      if (message === undefined || message.present) return message;
      this.#drop();
    }
  }

  shift(): StoredMessage | undefined {
    const message = this.first();
    if (message !== undefined) this.#drop();
    return message;
  }

  /** Puts a message where its sequence number belongs: at the end, unless it comes back. */
  put(message: StoredMessage): void {
    let at = this.#ready.length;
    if ((this.#ready[at - 1]?.seq ?? 0) > message.seq) {
      let low = this.#head;
      while (low < at) {
        const middle = (low + at) >> 1;
        if ((this.#ready[middle]?.seq ?? Infinity) < message.seq) low = middle + 1;
        else at = middle;
      }
    }
    this.#ready.splice(Math.max(at, this.#head), 0, message);
  }

  join(consumer: Consumer): void {
    if (!this.#consumers.includes(consumer)) this.#consumers.push(consumer);
  }

  leave(consumer: Consumer): void {
    const at = this.#consumers.indexOf(consumer);
    if (at >= 0) this.#consumers.splice(at, 1);
  }

  /** The next in turn of those who have room. */
  nextConsumer(): Consumer | undefined {
    for (let i = 0; i < this.#consumers.length; i += 1) {
      const consumer = this.#consumers[(this.#turn + i) % this.#consumers.length];
      if (consumer?.hasRoom() === true) {
        this.#turn = (this.#turn + i + 1) % this.#consumers.length;
        return consumer;
      }
    }
    return undefined;
  }

  #drop(): void {
    this.#head += 1;
    // Taken messages at the front are cut off now and then, so that shift() costs the same for any length.
    if (this.#head > 1024 && this.#head * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#head);
      this.#head = 0;
    }
    if (this.#head === this.#ready.length) {
      this.#ready = [];
      this.#head = 0;
    }
  }
}
