import type { Catalog, Container } from "./catalog.ts";
import type { Store } from "./store.ts";

const everyMs = 30_000;
const maxDeletesPerRound = 10_000;

/** Deletes from disk, now and then, what has expired. Nobody sees it earlier or later: expired documents are invisible at once. */
export const startSweeper = (store: Store, catalog: Catalog, clock: () => number): (() => void) => {
  const timer = setInterval(() => {
    for (const database of catalog.databases.values()) {
      for (const container of database.containers.values()) sweep(store, container, clock());
    }
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
};

/** Deletes the documents of one container that have expired by now, up to a number. */
export const sweep = (store: Store, container: Container, now: number): void => {
  if (container.defaultTtl === undefined) return;
  const expired = container.documents.expired(
    container.defaultTtl,
    Math.floor(now / 1000),
    maxDeletesPerRound,
  );
  if (expired.length === 0) return;
  store.transaction(
    () => {
      for (const write of expired) container.documents.delete(write);
    },
    { savepoint: true },
  );
};
