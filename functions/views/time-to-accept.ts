import type { Counts } from "./counts.ts";

/** Upper ends of the classes in minutes; what took longer is in a last class of its own. */
const ends = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480, 1440, 4320, 10_080];

/** The class of a time; classes are counted, so that the middle one can be told without keeping each. */
export const bucketOf = (minutes: number): number => {
  const index = ends.findIndex((end) => minutes <= end);
  return index === -1 ? ends.length : index;
};

const rounded = (minutes: number): number => Math.round(minutes * 10) / 10;

/** How long a salesman takes to accept, from his counts: the quantiles are taken as spread evenly in their class. */
export const minutesToAccept = (
  counts: Counts,
): { average: number | null; median: number | null; p90: number | null } => {
  const classes = Array.from({ length: ends.length + 1 }, (_, index) => counts[`accept ${index}`] ?? 0);
  const all = classes.reduce((sum, count) => sum + count, 0);
  if (all === 0) return { average: null, median: null, p90: null };
  const quantile = (part: number): number => {
    let rest = part * all;
    for (const [index, count] of classes.entries()) {
      const from = ends[index - 1] ?? 0;
      // Of the last class only its beginning is known.
      const to = ends[index] ?? from;
      if (count > 0 && rest <= count) return rounded(from + ((to - from) * rest) / count);
      rest -= count;
    }
    return ends.at(-1) ?? 0;
  };
  const average = rounded((counts["accept seconds"] ?? 0) / 60 / all);
  return { average, median: quantile(0.5), p90: quantile(0.9) };
};
