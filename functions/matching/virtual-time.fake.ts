/** What happens in virtual time, in the order of time. */
export type VirtualTime = {
  now: () => Date;
  /** Runs the work so many milliseconds from now. */
  in: (ms: number, work: () => unknown) => void;
  /** Goes on until nothing is left to happen before that instant. */
  runUntil: (at: Date) => Promise<void>;
};

type Due = { at: number; order: number; work: () => unknown };

/** What is due within so many milliseconds happens at the same time, interleaved. */
const togetherMs = 100;

export const virtualTime = (begin: Date): VirtualTime => {
  const heap: Due[] = [];
  let now = begin.getTime();
  let order = 0;

  const isBefore = (one: Due, other: Due): boolean =>
    one.at < other.at || (one.at === other.at && one.order < other.order);
  const at = (index: number): Due => {
    const due = heap[index];
    if (!due) throw new Error("The heap is broken.");
    return due;
  };
  const swap = (one: number, other: number): void => {
    [heap[one], heap[other]] = [at(other), at(one)];
  };
  const push = (due: Due): void => {
    heap.push(due);
    for (let index = heap.length - 1; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  };
  const pop = (): Due => {
    const first = at(0);
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < heap.length && isBefore(at(left), at(least))) least = left;
      if (right < heap.length && isBefore(at(right), at(least))) least = right;
      if (least === index) return first;
      swap(index, least);
      index = least;
    }
  };

  return {
    now: () => new Date(now),
    in: (ms, work) => {
      push({ at: now + ms, order: ++order, work });
    },
    runUntil: async (until) => {
      while (heap.length > 0 && at(0).at < until.getTime()) {
        now = Math.max(now, at(0).at);
        const together: unknown[] = [];
        while (heap.length > 0 && at(0).at <= now + togetherMs) together.push(pop().work());
        await Promise.all(together);
      }
      now = until.getTime();
    },
  };
};

/** Random numbers from a seed, the same each time (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
