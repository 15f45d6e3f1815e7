import type { AnyEvent } from "../contract/envelope.ts";

/** The present state of an aggregate: one for each, replaced by every commit. */
export type StateDocument<State> = {
  id: "state";
  aggregateId: string;
  kind: "state";
  version: number;
  state: State;
  /** What lists look for; written by the context's own `index` function. */
  index?: Record<string, unknown>;
};

/** One event of an aggregate's history: written once, never changed, never deleted. */
export type EventDocument = {
  id: string;
  aggregateId: string;
  kind: "event";
  event: AnyEvent;
};

/** What a command with an Idempotency-Key did, so that the same request again answers the same. */
export type IdempotencyDocument<State> = {
  id: string;
  aggregateId: string;
  kind: "idempotency";
  fingerprint: string;
  version: number;
  state: State;
  created: boolean;
  changed: boolean;
  /** Seconds; Cosmos deletes the record after them. */
  ttl: number;
};

/** Versions are padded, so that the history reads in order. */
export const eventDocumentId = (version: number): string => `event-${String(version).padStart(10, "0")}`;

/** Whether a document of the change feed is an event. */
export const isEventDocument = (document: unknown): document is EventDocument =>
  typeof document === "object" && document !== null && "kind" in document && document.kind === "event";
