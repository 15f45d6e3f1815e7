import type { Fault, Faults } from "../../faults.ts";
import type { Delays } from "../delays.ts";
import { filterSubject } from "../amqp/content.ts";
import type { BusConfig, QueueConfig, SubscriptionConfig, TopicConfig } from "../config.ts";
import type { FilterSubject } from "../filter/subject.ts";
import { DuplicateWindow } from "./duplicates.ts";
import { deadLetterPath, NotAllowed } from "./entity.ts";
import type { Entity, Subscription, Target } from "./entity.ts";
import type { Content, StoredMessage } from "./message.ts";
import { MessageQueue } from "./queue.ts";
import type { QueueSettings } from "./queue-parts.ts";
import { Rules } from "./rules.ts";
import type { Store } from "./store.ts";
import type { Timetable } from "./timetable.ts";

// Dead letters stay until someone takes them.
const deadLetterSettings: Omit<QueueSettings, "lockMs"> = {
  maxDeliveryCount: Infinity,
  ttlMs: Infinity,
  deadLettersExpired: false,
  sessions: false,
};
const noLocks: QueueSettings = { ...deadLetterSettings, lockMs: 0 };

/** The entities of the bus, and how messages get from one to another. */
export class Broker {
  readonly store: Store;
  readonly timetable: Timetable;
  readonly delays: Delays;
  readonly #faults: Faults;
  readonly #entities = new Map<string, Entity>();

  constructor(config: BusConfig, store: Store, timetable: Timetable, faults: Faults, delays: Delays) {
    this.store = store;
    this.timetable = timetable;
    this.#faults = faults;
    this.delays = delays;
    for (const queue of config.queues) this.#addQueue(queue);
    for (const topic of config.topics) this.#addTopic(topic);
    store.flush();
    // Only now, as what falls due at once may be forwarded to any entity.
    for (const { queue } of this.#entities.values()) queue.restore();
  }

  find(path: string): Entity | undefined {
    return this.#entities.get(path.toLowerCase());
  }

  entities(): Entity[] {
    return [...this.#entities.values()];
  }

  /**
   * Stores messages that were sent to a queue or topic, all or none; the answer holds their sequence numbers. A
   * duplicate is dropped without a word. Throws NotAllowed.
   */
  send(target: Target, contents: readonly Content[]): number[] {
    for (const content of contents) {
      if (target.kind === "queue" && target.queue.settings.sessions && content.sessionId === undefined) {
        throw new NotAllowed(
          "The SessionId was not set on a message, and it cannot be sent to the entity. Entities that have session support enabled can only receive messages that have the SessionId set to a valid value.",
        );
      }
    }
    return contents.map((content) => {
      if (target.duplicates?.take(content.messageId) === false) return 0;
      const { scheduledFor } = content;
      if (scheduledFor === undefined || scheduledFor <= this.timetable.now())
        return this.#arrive(target, content);
      return target.queue.insert(content).seq;
    });
  }

  #arrive(target: Target, content: Content): number {
    if (target.forwardTo !== undefined) return this.#forward(target.forwardTo, content);
    if (target.kind === "queue") return target.queue.insert(content).seq;
    let subject: FilterSubject | undefined;
    const lazySubject = (): FilterSubject => (subject ??= filterSubject(content.raw, this.timetable.now()));
    const ttlMs = Math.min(content.ttlMs ?? Infinity, target.ttlMs);
    for (const subscription of target.subscriptions) {
      if (!subscription.rules.select(lazySubject)) continue;
      if (subscription.forwardTo !== undefined) this.#forward(subscription.forwardTo, content);
      else subscription.queue.insert({ ...content, ttlMs });
    }
    return 0;
  }

  #forward(path: string, content: Content): number {
    const target = this.find(path);
    if (target?.kind !== "queue" && target?.kind !== "topic")
      throw new Error(`No entity ${path} to forward to.`);
    // As in Azure, the target's duplicate detection sees forwarded messages too.
    return target.duplicates?.take(content.messageId) === false ? 0 : this.#arrive(target, content);
  }

  #addQueue(config: QueueConfig): void {
    const id = this.store.entity(config.name.toLowerCase()).id;
    const target: Target = {
      kind: "queue",
      path: config.name,
      queue: this.#queue(config.name, config.settings, config.forwardDeadLettersTo, (content) => {
        this.#arrive(target, content);
      }),
      ttlMs: config.settings.ttlMs,
      duplicates: this.#duplicates(id, config.duplicateWindowMs),
      forwardTo: config.forwardTo,
      subscriptions: [],
    };
    this.#entities.set(config.name.toLowerCase(), target);
  }

  #addTopic(config: TopicConfig): void {
    const { id } = this.store.entity(config.name.toLowerCase());
    const target: Target = {
      kind: "topic",
      path: config.name,
      queue: this.#plainQueue(config.name, noLocks, undefined, (content) => {
        this.#arrive(target, content);
      }),
      ttlMs: config.ttlMs,
      duplicates: this.#duplicates(id, config.duplicateWindowMs),
      forwardTo: undefined,
      subscriptions: config.subscriptions.map((subscription) =>
        this.#subscription(config.name, subscription),
      ),
    };
    this.#entities.set(config.name.toLowerCase(), target);
  }

  #subscription(topic: string, config: SubscriptionConfig): Subscription {
    const path = `${topic}/Subscriptions/${config.name}`;
    const { id } = this.store.entity(path.toLowerCase());
    const subscription: Subscription = {
      kind: "subscription",
      path,
      queue: this.#queue(path, config.settings, config.forwardDeadLettersTo, () => {
        throw new Error("A subscription has no scheduled messages: its topic has.");
      }),
      forwardTo: config.forwardTo,
      rules: new Rules(id, config.rules, this.store, this.timetable.now()),
    };
    this.#entities.set(path.toLowerCase(), subscription);
    return subscription;
  }

  /** A queue with its dead-letter queue beside it. */
  #queue(
    path: string,
    settings: QueueSettings,
    forwardDeadLettersTo: string | undefined,
    due: (content: Content) => void,
  ): MessageQueue {
    const deadLetters = this.#plainQueue(
      `${path}/${deadLetterPath}`,
      { ...deadLetterSettings, lockMs: settings.lockMs },
      undefined,
      due,
    );
    this.#entities.set(`${path}/${deadLetterPath}`.toLowerCase(), {
      kind: "deadLetters",
      path: `${path}/${deadLetterPath}`,
      queue: deadLetters,
    });
    const deadLetter = (message: StoredMessage, raw: Buffer): void => {
      if (forwardDeadLettersTo === undefined) {
        deadLetters.adopt(message, raw);
        return;
      }
      this.store.messages.delete(message);
      const { messageId, sessionId } = message;
      this.#forward(forwardDeadLettersTo, {
        raw,
        messageId,
        sessionId,
        ttlMs: undefined,
        scheduledFor: undefined,
        deadLetterSource: path,
      });
    };
    return this.#plainQueue(path, settings, deadLetter, due);
  }

  #plainQueue(
    path: string,
    settings: QueueSettings,
    deadLetter: ((message: StoredMessage, raw: Buffer) => void) | undefined,
    due: (content: Content) => void,
  ): MessageQueue {
    const row = this.store.entity(path.toLowerCase());
    return new MessageQueue({
      id: row.id,
      settings,
      store: this.store,
      timetable: this.timetable,
      nextSeq: () => {
        const seq = row.nextSeq++;
        this.store.keepNextSeq(row.id, row.nextSeq);
        return seq;
      },
      deliveryFaults: (): Fault[] => (this.#faults.list().length === 0 ? [] : this.#faults.take("deliver")),
      delays: this.delays,
      due,
      deadLetter,
    });
  }

  #duplicates(entity: number, windowMs: number | undefined): DuplicateWindow | undefined {
    return windowMs === undefined
      ? undefined
      : new DuplicateWindow(entity, windowMs, this.store, this.timetable);
  }
}
