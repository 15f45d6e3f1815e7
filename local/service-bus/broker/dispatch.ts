import type { Fault } from "../../faults.ts";
import type { Delays } from "../delays.ts";
import { planDelivery } from "./delivery-faults.ts";
import type { Consumer, Lane } from "./lane.ts";
import type { StoredMessage } from "./message.ts";

/** What dispatching asks of the queue. */
type Dispatching = {
  /** The fault switches that hit the delivery that is about to be made. */
  readonly faults: () => readonly Fault[];
  readonly delays: Delays;
  readonly laneOf: (message: StoredMessage) => Lane;
  readonly isOver: (message: StoredMessage) => boolean;
  readonly expire: (message: StoredMessage) => void;
  readonly handOver: (message: StoredMessage, consumer: Consumer) => void;
  /** Its lock is taken away at once, as if it had expired. */
  readonly loseLock: (message: StoredMessage) => void;
};

/** Gives the messages of a lane to those who have room, in turns, under the fault switches. */
export class Dispatch {
  readonly #queue: Dispatching;
  // Messages that a fault has hit once: it does not hit them again, or they would never arrive.
  readonly #excused = new WeakSet<StoredMessage>();

  constructor(queue: Dispatching) {
    this.#queue = queue;
  }

  pump(lane: Lane): void {
    while (!lane.paused) {
      const message = lane.first();
      const consumer = message === undefined ? undefined : lane.nextConsumer();
      if (message === undefined || consumer === undefined) return;
      lane.shift();
      if (this.#queue.isOver(message)) this.#queue.expire(message);
      else this.#deliver(lane, message, consumer);
    }
  }

  #deliver(lane: Lane, message: StoredMessage, consumer: Consumer): void {
    const faults = this.#excused.has(message) ? [] : this.#queue.faults();
    const plan = planDelivery(faults);
    if (plan.refuse !== undefined) {
      lane.put(message);
      if (plan.refuse === "busy") consumer.refuse();
      else consumer.cut();
      return;
    }
    if (faults.length > 0) this.#excused.add(message);
    if (plan.pauseMs > 0 || plan.holdMs > 0) {
      this.#hold(lane, message, plan.pauseMs, plan.holdMs);
      return;
    }
    this.#queue.handOver(message, consumer);
    if (plan.twice) this.#queue.loseLock(message);
    if (plan.cutAfter) setImmediate(consumer.cut.bind(consumer));
  }

  #hold(lane: Lane, message: StoredMessage, pauseMs: number, holdMs: number): void {
    if (pauseMs > 0) lane.paused = true;
    this.#queue.delays.after(pauseMs + holdMs, () => {
      if (pauseMs > 0) lane.paused = false;
      // Not the lane from before: a session's lane is made anew when it was empty.
      const home = this.#queue.laneOf(message);
      home.put(message);
      this.pump(home);
    });
  }
}
