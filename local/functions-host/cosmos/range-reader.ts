import { setTimeout as delay } from "node:timers/promises";
import { ChangeFeedStartFrom, StatusCodes, type Container, type FeedRange } from "@azure/cosmos";
import { messageOf } from "../host-error.ts";
import { codeOf } from "./lease-store.ts";
import type { FeedOptions } from "./options.ts";
import type { OwnedLease } from "./owned-lease.ts";

type Parts = {
  container: Container;
  range: FeedRange;
  options: FeedOptions;
  /** Handles a batch; false when it was not handled because the host stops. */
  handle: (documents: unknown[], signal: AbortSignal) => Promise<boolean>;
  warn: (message: string) => void;
};

const pauseAfterErrorMs = 1000;
const defaultMaxItems = 100;

/**
 * How long changes gather after a page that was not full, instead of coming one by one: what Azure's own round trips take, and a
 * millisecond more for each change that came, so that under load a page is worth what its reading and its checkpoint cost.
 */
const gatherMs = (changes: number): number => 20 + Math.min(changes, 80);

/**
 * Reads one range of the feed while its lease is held: hands over each page, records the progress after it was handled, asks
 * again soon after a page and after the poll delay without one. Resolves when the lease is lost, handed over or the signal
 * aborts; "gone" when the container is no longer the one that was opened.
 */
export const readRange = async (
  lease: OwnedLease,
  { container, range, options, handle, warn }: Parts,
  stopping: AbortSignal,
): Promise<"done" | "gone"> => {
  const signal = AbortSignal.any([stopping, lease.lost]);
  const iterator = container.items.getChangeFeedIterator<unknown>({
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- so does the SDK's own documentation
    changeFeedStartFrom: startOf(lease, range, options),
    ...(options.maxItems !== undefined && { maxItemCount: options.maxItems }),
  });
  while (!signal.aborted) {
    if (lease.isWanted) return "done";
    if (!lease.isHeld) {
      // Renewals fail: nothing is handled until the lease is surely ours again.
      await pause(options.leaseRenewMs, signal);
      continue;
    }
    try {
      const page = await iterator.readNext();
      if (page.statusCode === StatusCodes.NotModified || page.count === 0) {
        await pause(options.pollDelayMs, signal);
      } else {
        if (!(await handle(page.result, signal))) return "done";
        await lease.checkpoint(page.continuationToken);
        if (page.count < (options.maxItems ?? defaultMaxItems)) await pause(gatherMs(page.count), signal);
      }
    } catch (error) {
      if (!isAborted(signal)) warn(`Reading ${options.monitored.container}: ${messageOf(error)}`);
      if (codeOf(error) === 404 || /continuation token is not for/.test(messageOf(error))) return "gone";
      await pause(pauseAfterErrorMs, signal);
    }
  }
  return "done";
};

/**
 * Records the feed's present end as the place to begin, for a range that starts "now" and was never read: from here on
 * nothing is passed over, not even what is written while no host runs.
 */
export const beginNow = async (lease: OwnedLease, container: Container, range: FeedRange): Promise<void> => {
  const iterator = container.items.getChangeFeedIterator<unknown>({
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- so does the SDK's own documentation
    changeFeedStartFrom: ChangeFeedStartFrom.Now(range),
  });
  await lease.checkpoint((await iterator.readNext()).continuationToken);
};

const startOf = ({ continuation }: OwnedLease, range: FeedRange, { startFrom }: FeedOptions) => {
  if (continuation !== null) return ChangeFeedStartFrom.Continuation(continuation);
  if (startFrom === "beginning") return ChangeFeedStartFrom.Beginning(range);
  return startFrom === "now" ? ChangeFeedStartFrom.Now(range) : ChangeFeedStartFrom.Time(startFrom, range);
};

// A call, because the compiler would take the loop's own check for the last word.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // Woken by the signal; the caller looks at it next.
  }
};
