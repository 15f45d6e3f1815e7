/** Hands single items on in batches, one batch at a time. */
export type Batcher<T> = {
  /** Resolves when the batch that the item was part of has been handled. */
  add: (item: T) => Promise<void>;
};

type Waiting<T> = { item: T; resolve: () => void; reject: (error: unknown) => void };

/**
 * Collects items until there are `most`, or `least` and no batch is being handled, or `waitMs` have passed since the first.
 * The SDK's own receiveMessages() would hold every batch back for a second.
 */
export const createBatcher = <T>(
  { most, least, waitMs }: { most: number; least: number; waitMs: number },
  handle: (items: readonly T[]) => Promise<void>,
): Batcher<T> => {
  const waiting: Waiting<T>[] = [];
  let busy = false;
  let overdue: NodeJS.Timeout | undefined;

  const run = async (batch: readonly Waiting<T>[]): Promise<void> => {
    busy = true;
    try {
      await handle(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    busy = false;
    consider();
  };
  const release = (): void => {
    clearTimeout(overdue);
    overdue = undefined;
    if (!busy && waiting.length > 0) void run(waiting.splice(0, most));
  };
  const consider = (): void => {
    if (busy || waiting.length === 0) return;
    // What has arrived in this turn of the event loop goes together.
    if (waiting.length >= least) setImmediate(release);
    else overdue ??= setTimeout(release, waitMs);
  };
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        consider();
      }),
  };
};
