import { everyone, partitionOfSalesman } from "../domain.ts";
import type { Change } from "./change.ts";
import type { Feed, FeedReading } from "./feed.ts";
import type { AlarmStream } from "./stream.ts";

/** The pages that are open in this process. The feed is read while there is at least one. */
export type OpenPages = {
  count: () => number;
  /** From now on the page is told what comes. @throws when the feed can't be read; the page is then not there */
  join: (page: AlarmStream) => Promise<void>;
  leave: (page: AlarmStream) => void;
};

/** The store is asked for so many pages at once when all of them may have missed something. */
const catchUpAtOnce = 16;

/** Reads one feed for all pages of this process, and hands each what concerns it. */
export const openPages = (feed: Feed, { beatMs }: { beatMs: number }): OpenPages => {
  const pages = new Map<string, Set<AlarmStream>>();
  let reading: FeedReading | undefined;
  let beating: NodeJS.Timeout | undefined;

  const all = (): AlarmStream[] => [...pages.values()].flatMap((ofSalesman) => [...ofSalesman]);

  const changes = (heard: readonly Change[]): void => {
    for (const [partition, together] of Map.groupBy(heard, (change) => change.partition)) {
      const concerned = partition === everyone ? all() : (pages.get(partition) ?? []);
      for (const page of concerned) page.take(together);
    }
  };

  const gap = (): void => {
    // All at once, before one of them hears what comes after the gap.
    for (const page of all()) page.miss();
    const behind = all().values();
    const work = async (): Promise<void> => {
      for (const page of behind) await page.catchUp();
    };
    for (let worker = 0; worker < catchUpAtOnce; worker++) void work();
  };

  // A page that hears nothing, not even this, comes anew: it must not take a feed that can't be read for silence.
  const beat = (): void => {
    if (reading?.failure() === undefined) for (const page of all()) page.beat();
  };

  const leave = (page: AlarmStream): void => {
    const partition = partitionOfSalesman(page.salesmanId);
    const together = pages.get(partition);
    together?.delete(page);
    if (together?.size === 0) pages.delete(partition);
    if (pages.size > 0) return;
    clearInterval(beating);
    reading?.stop();
    reading = undefined;
  };

  return {
    count: () => all().length,

    join: async (page) => {
      const partition = partitionOfSalesman(page.salesmanId);
      pages.set(partition, (pages.get(partition) ?? new Set()).add(page));
      if (reading === undefined) {
        reading = feed({ changes, gap });
        beating = setInterval(beat, beatMs);
      }
      try {
        await reading.positioned;
        const failure = reading.failure();
        if (failure !== undefined) throw failure as Error;
      } catch (error) {
        leave(page);
        throw error;
      }
    },

    leave,
  };
};
