/** Lets as many wait at once as get what they wait for in time; the others are told at once that they need not wait. */
export type Admission = {
  /** Does the work, unless so many wait already. @throws Crowded without doing it, or what the work throws */
  admit: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

/** More wait already than are likely to get what they wait for. */
export class Crowded extends Error {
  override name = "Crowded";
}

type Options = {
  /** So many may wait before anything is known, and never fewer or more than these. */
  first: number;
  least: number;
  most: number;
  /** Whether the error means a wait in vain; any other says nothing about how many may wait. */
  isInVain: (error: unknown) => boolean;
};

/**
 * The limit learns as TCP's congestion window does: each success while it is reached lets one more wait a little later, a wait
 * in vain halves it, once for all who had been let in by then. Source: RFC 5681 section 3.1.
 */
export const admission = ({ first, least, most, isInVain }: Options): Admission => {
  let limit = first;
  let waiting = 0;
  let epoch = 0;
  return {
    admit: async (work) => {
      if (waiting >= Math.floor(limit)) throw new Crowded(`${waiting} wait already.`);
      waiting += 1;
      const isFull = waiting >= Math.floor(limit);
      const mine = epoch;
      try {
        const result = await work();
        if (isFull) limit = Math.min(most, limit + 1);
        return result;
      } catch (error) {
        if (mine === epoch && isInVain(error)) {
          epoch += 1;
          limit = Math.max(least, limit / 2);
        }
        throw error;
      } finally {
        waiting -= 1;
      }
    },
  };
};
