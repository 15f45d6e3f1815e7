import type { Container, OperationInput } from "@azure/cosmos";
import type { AnyEvent } from "../contract/envelope.ts";
import type { Decider } from "../domain/decider.ts";
import { Contended, IdempotencyKeyReused, NotFound, StaleVersion } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import {
  eventDocumentId,
  type EventDocument,
  type IdempotencyDocument,
  type StateDocument,
} from "./documents.ts";
import { pauseBeforeRetry } from "./pause.ts";
import { create, replace, transaction, type ETags } from "./transaction.ts";

/** An event as `decide` gives it, before the commit puts it in its envelope. */
export type DomainEvent = { type: string; data: unknown };

/** Where a command comes from: it goes into the envelope of each of its events. */
export type Origin = { at: Date; correlationid: string; causationid?: string; traceparent?: string };

/** The Idempotency-Key of a request, with a fingerprint of all that the request says. */
export type IdempotencyKey = { key: string; fingerprint: string };

export type CommandOptions = {
  origin: Origin;
  /** The versions that the caller allows (If-Match); the command is refused with StaleVersion when the present one is another. */
  ifVersions?: readonly number[] | undefined;
  idempotency?: IdempotencyKey | undefined;
  /** The id is new (random, or made from the Idempotency-Key): spare the read, a conflict will tell. */
  expectNew?: boolean;
};

export type Executed<State> = {
  state: State;
  version: number;
  /** The aggregate came to be with this command. */
  created: boolean;
  /** The command led to events (of this request, or of the one that it repeats). */
  changed: boolean;
  /** The events that this very request stored; none when it repeats another or changes nothing. */
  events: readonly AnyEvent[];
  /** Of the state, to go on from it with `known`; absent when the answer to the commit was lost. */
  etag?: string | undefined;
};

/** What a command may start from without a read. */
export type From<State> = {
  /**
   * What the caller has read or stored itself, a moment ago: spares the read. It protects itself, being replaced only while it
   * is the present one; what it would refuse, or would leave as it is, is decided on what is stored.
   */
  known?: Loaded<State> | undefined;
};

/** An aggregate as it is stored. */
export type Loaded<State> = { state: State; version: number; etag: string };

const attempts = 10;
const idempotencySeconds = 7 * 24 * 60 * 60;

export type Aggregates<Command, State> = {
  /** The present state, or undefined when the aggregate does not exist. */
  load: (aggregateId: string) => Promise<Loaded<State> | undefined>;
  /**
   * Runs one command: load, decide, and commit state, events and idempotency record in ONE transactional batch, so that
   * all is stored or nothing. Repeats the whole when another command won the race.
   *
   * @throws DomainError from `decide`, StaleVersion, IdempotencyKeyReused, Contended; Cosmos errors as they come.
   */
  execute: (
    aggregateId: string,
    command: Command,
    options: CommandOptions & From<State>,
  ) => Promise<Executed<State>>;
};

/** What a command has stored, to go on from; undefined when its ETag is not known. */
export const storedBy = <State>({ state, version, etag }: Executed<State>): Loaded<State> | undefined =>
  etag === undefined ? undefined : { state, version, etag };

/** The aggregates of one context: one logical partition each, in the context's own container. */
export const cosmosAggregates = <Command, State, Event extends DomainEvent>(parts: {
  container: () => Container;
  context: string;
  decider: Decider<Command, State, Event>;
  /** What lists ask for, beside the state. */
  index?: (state: State) => Record<string, unknown>;
}): Aggregates<Command, State> => {
  const { container, context, decider } = parts;

  const read = async <Document extends { id: string }>(id: string, aggregateId: string) =>
    (await container().item(id, aggregateId).read<Document>()).resource;

  const load = async (aggregateId: string): Promise<Loaded<State> | undefined> => {
    const document = await read<StateDocument<State>>("state", aggregateId);
    return document && { state: document.state, version: document.version, etag: document._etag };
  };

  const replay = async (
    aggregateId: string,
    { key, fingerprint }: IdempotencyKey,
  ): Promise<Executed<State> | undefined> => {
    const record = await read<IdempotencyDocument<State>>(`key-${key}`, aggregateId);
    if (!record) return undefined;
    if (record.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    return {
      state: record.state,
      version: record.version,
      created: record.created,
      changed: record.changed,
      events: [],
    };
  };

  const execute = async (
    aggregateId: string,
    command: Command,
    options: CommandOptions & From<State>,
  ): Promise<Executed<State>> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const blind = attempt === 0 && options.expectNew === true;
      const known = attempt === 0 ? options.known : undefined;
      const loaded = blind ? undefined : (known ?? (await load(aggregateId)));
      // After the state, not beside it: else a twin of this request that commits between the two reads shows in the
      // state alone, and what it did is refused here as a wrong state or a stale version.
      const replayed =
        blind || !options.idempotency ? undefined : await replay(aggregateId, options.idempotency);
      if (replayed) return replayed;
      const stale = loaded !== undefined && options.ifVersions?.includes(loaded.version) === false;
      let drafts: Event[];
      try {
        drafts = decideUnlessStale(() => decider.decide(command, loaded?.state), stale);
      } catch (error) {
        if (known) continue;
        throw error;
      }
      if (known && drafts.length === 0) continue;
      const state = drafts.reduce<State | undefined>(decider.evolve, loaded?.state);
      if (state === undefined) throw new Error(`${context}: a command left no state behind.`);
      const before = loaded?.version ?? 0;
      // By the event ids we know our own commit again when its answer was lost.
      const events = drafts.map((draft, index) =>
        enclose(context, aggregateId, draft, before + index + 1, options.origin),
      );
      const executed: Executed<State> = {
        state,
        version: before + drafts.length,
        created: !loaded,
        changed: drafts.length > 0,
        events,
      };
      if (drafts.length === 0 && !options.idempotency) return { ...executed, etag: loaded?.etag };
      const documents = events.map((event): EventDocument => ({
        id: eventDocumentId(event.aggregateversion),
        aggregateId,
        kind: "event",
        event,
      }));
      const operations: OperationInput[] = documents.map((document) => create(document));
      if (drafts.length > 0) {
        const document: StateDocument<State> = {
          id: "state",
          aggregateId,
          kind: "state",
          version: executed.version,
          state,
          ...(parts.index && { index: parts.index(state) }),
        };
        operations.unshift(loaded ? replace(document, loaded.etag) : create(document));
      }
      if (options.idempotency) {
        const record: IdempotencyDocument<State> = {
          id: `key-${options.idempotency.key}`,
          aggregateId,
          kind: "idempotency",
          fingerprint: options.idempotency.fingerprint,
          version: executed.version,
          state,
          created: executed.created,
          changed: executed.changed,
          ttl: idempotencySeconds,
        };
        operations.push(create(record));
      }
      const stored = async (): Promise<boolean> => {
        const first = documents[0];
        return (
          first !== undefined &&
          (await read<EventDocument>(first.id, aggregateId))?.event.id === first.event.id
        );
      };
      const etags = await commit(container(), aggregateId, operations, stored);
      if (etags !== "conflict") return { ...executed, etag: drafts.length > 0 ? etags[0] : loaded?.etag };
      if (!known) await pauseBeforeRetry(attempt);
    }
    throw new Contended();
  };

  return { load, execute };
};

/** A stale version comes before every other refusal but NotFound: a stranger must not learn that there is a version. */
const decideUnlessStale = <Event>(decide: () => Event[], stale: boolean): Event[] => {
  let drafts: Event[];
  try {
    drafts = decide();
  } catch (error) {
    throw stale && !(error instanceof NotFound) ? new StaleVersion() : error;
  }
  if (stale) throw new StaleVersion();
  return drafts;
};

/**
 * The transaction of a command. An answer that got lost on the way is looked up: a batch is either stored as a whole or not at
 * all, so its first event tells. A conflict, too, may be with our own commit, when the SDK has sent it twice.
 */
const commit = async (
  container: Container,
  aggregateId: string,
  operations: OperationInput[],
  stored: () => Promise<boolean>,
): Promise<ETags | "conflict"> => {
  try {
    const outcome = await transaction(container, aggregateId, operations);
    return outcome === "conflict" && (await stored()) ? unknown : outcome;
  } catch (error) {
    if (await stored().catch(() => false)) return unknown;
    throw error;
  }
};

// What was stored in an answer that we never saw.
const unknown: ETags = [];

const enclose = (
  context: string,
  aggregateId: string,
  draft: DomainEvent,
  aggregateversion: number,
  origin: Origin,
): AnyEvent => ({
  specversion: "1.0",
  id: newId(),
  source: `/contexts/${context}`,
  type: draft.type,
  subject: aggregateId,
  time: origin.at.toISOString(),
  datacontenttype: "application/json",
  dataversion: 1,
  aggregateversion,
  correlationid: origin.correlationid,
  ...(origin.causationid !== undefined && { causationid: origin.causationid }),
  ...(origin.traceparent !== undefined && { traceparent: origin.traceparent }),
  data: draft.data,
});
