import { ChangeFeedStartFrom, type Container } from "@azure/cosmos";
import { setTimeout as sleep } from "node:timers/promises";
import { isTransient } from "../../../shared/http/transient.ts";
import type { Change } from "./change.ts";

/** Hears what comes into the container. `gap`: between what came before and what comes from now on, something may be missing. */
export type FeedListener = { changes: (changes: readonly Change[]) => void; gap: () => void };

/** One reading of the feed, from now on. */
export type FeedReading = {
  /** Resolves once nothing that comes later is missed. Rejects when the feed can't be read. */
  positioned: Promise<void>;
  /** The error because of which nothing has been heard for a while; undefined while all is well. */
  failure: () => unknown;
  stop: () => void;
};

export type Feed = (listener: FeedListener) => FeedReading;

const longestPauseMs = 5_000;
const triesBeforeNew = 5;
/** One failed read is not worth a word. */
const patienceMs = 10_000;

/**
 * Reads the container's change feed by the pull model, all partitions, from now on: one reader for a process, however many
 * pages it serves, and no lease, since every process must hear everything. A read that fails is repeated from where it
 * was; when that place is lost, the feed begins anew from now and says that there was a gap.
 */
export const changeFeedOf =
  (container: Container, { pollMs }: { pollMs: number }): Feed =>
  (listener) => {
    const stopping = new AbortController();
    const { promise: positioned, resolve, reject } = Promise.withResolvers<undefined>();
    let failing: { since: number; error: unknown } | undefined;

    const read = async (): Promise<void> => {
      let iterator = fromNow(container);
      let state: "opening" | "lost" | "hearing" = "opening";
      let failures = 0;
      while (!stopping.signal.aborted) {
        try {
          const page = await iterator.readNext();
          // The first read only tells where now is.
          if (state === "opening") resolve(undefined);
          if (state === "lost") listener.gap();
          state = "hearing";
          failures = 0;
          failing = undefined;
          if (page.count > 0) listener.changes(page.result);
          await pause(pollMs, stopping.signal);
        } catch (error) {
          if (state === "opening") {
            reject(error);
            return;
          }
          failures += 1;
          failing ??= { since: performance.now(), error };
          if (!isTransient(error) || failures >= triesBeforeNew) {
            iterator = fromNow(container);
            state = "lost";
          }
          await pause(Math.min(pollMs * 2 ** failures, longestPauseMs), stopping.signal);
        }
      }
    };
    void read();
    return {
      positioned,
      failure: () =>
        failing !== undefined && performance.now() - failing.since > patienceMs ? failing.error : undefined,
      stop: () => {
        stopping.abort();
      },
    };
  };

const fromNow = (container: Container) =>
  container.items.getChangeFeedIterator<Change>({
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- so does the SDK's own documentation
    changeFeedStartFrom: ChangeFeedStartFrom.Now(),
  });

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  // Woken by the stop, which the loop looks at next.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};
