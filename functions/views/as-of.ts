import { ChangeFeedStartFrom, type Container } from "@azure/cosmos";
import type { Clock } from "../../shared/domain/clock.ts";
import { positionOf, readPosition, type Position, type Source } from "./positions.ts";

/** Looks at one source: since when something of it is not in the views; undefined when all of it is. */
export type Look = () => Promise<Date | undefined>;

const keepMs = 2_000;
const patienceMs = 500;
const pageSize = 200;

/**
 * Tells how old a view is: all that was committed before the answer is in it. Each source is looked at when somebody reads, at
 * most every two seconds: when nothing of it waits, the view is as of that look; else as of the first document that waits. What
 * was true stays true, so that a kept answer, or the last one when a look fails, is only less than could be said.
 */
export const asOf = (
  looks: readonly Look[],
  { clock, nowMs }: { clock: Clock; nowMs: () => number },
): (() => Promise<string>) => {
  let known = new Date(0);
  let next = { atMs: -Infinity, looked: Promise.resolve() };
  const look = async (): Promise<void> => {
    const began = clock();
    const waiting = await Promise.all(looks.map((one) => one()));
    const oldest = Math.min(began.getTime(), ...waiting.flatMap((since) => since?.getTime() ?? []));
    known = new Date(Math.max(known.getTime(), oldest));
  };
  return async () => {
    if (nowMs() >= next.atMs) {
      // A failed look says nothing new, and the next reader looks again.
      const looked = look().catch(() => {
        next.atMs = -Infinity;
      });
      next = { atMs: nowMs() + keepMs, looked };
    }
    await Promise.race([next.looked, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
    return known.toISOString();
  };
};

/**
 * Looks at what a container's change feed has behind the place up to which it is in the views. Each look goes on where the last one
 * has found nothing waiting, so that it costs what came since, however much there is in all.
 */
export const lookAt = (
  container: Container,
  {
    source,
    positions,
    counts,
  }: {
    source: Source;
    /** Where the positions are kept. */
    positions: Container;
    /** Whether a document of the feed is one that the views are made from. */
    counts: (document: unknown) => boolean;
  },
): Look => {
  let seen: string | undefined;
  return async () => {
    const position = await readPosition(positions, source);
    // Seconds are all that a feed can be asked for; the whole second comes again.
    const from = new Date(Math.max(0, position.ts - 1) * 1000);
    const start =
      seen === undefined ? ChangeFeedStartFrom.Time(from) : ChangeFeedStartFrom.Continuation(seen);
    // The SDK declares what these make as classes beside the one that it asks for.
    const changeFeedStartFrom = start as object as ChangeFeedStartFrom;
    const feed = container.items.getChangeFeedIterator({ changeFeedStartFrom, maxItemCount: pageSize });
    const { result, continuationToken } = await feed.readNext();
    const documents = (result as unknown[] | undefined) ?? [];
    const waiting = documents.filter(counts).map(positionOf).filter(isBehind(position));
    if (waiting.length > 0) return new Date(Math.min(...waiting.map(({ ts }) => ts)) * 1000);
    seen = continuationToken;
    // A full page may end before the first that waits: the next look goes on there.
    return documents.length < pageSize ? undefined : new Date(positionOf(documents.at(-1)).ts * 1000);
  };
};

const isBehind =
  ({ lsn }: Position) =>
  (one: Position): boolean =>
    one.lsn > lsn;
