import type { Value } from "../json.ts";
import { compareSortValues, sortValue } from "./compare.ts";

/** Gathers the values of one aggregate over one group. */
export type Accumulator = { add: (value: Value) => void; result: () => Value };

/** Starts an aggregate by its name. Undefined values count for none of them. */
export const accumulator = (name: string): Accumulator => {
  switch (name) {
    case "COUNT":
      return count();
    case "SUM":
      return numbers((sum) => sum);
    case "AVG":
      return numbers((sum, size) => sum / size);
    case "MIN":
      return extreme((order) => order < 0);
    case "MAX":
      return extreme((order) => order > 0);
    default:
      throw new Error(`${name} is no aggregate.`);
  }
};

const count = (): Accumulator => {
  let size = 0;
  return {
    add: (value) => {
      if (value !== undefined) size += 1;
    },
    result: () => size,
  };
};

/** Azure: a value that is no number makes the whole sum undefined. */
const numbers = (result: (sum: number, size: number) => number): Accumulator => {
  let [sum, size, poisoned] = [0, 0, false];
  return {
    add: (value) => {
      if (value === undefined) return;
      if (typeof value === "number") sum += value;
      else poisoned = true;
      size += 1;
    },
    result: () => (poisoned || size === 0 ? undefined : result(sum, size)),
  };
};

/** Azure: an array or an object makes MIN and MAX undefined. */
const extreme = (better: (order: number) => boolean): Accumulator => {
  let [best, poisoned]: [Value, boolean] = [undefined, false];
  return {
    add: (value) => {
      if (value === undefined) return;
      if (typeof value === "object" && value !== null) poisoned = true;
      else if (best === undefined || better(compareSortValues(sortValue(value), sortValue(best))))
        best = value;
    },
    result: () => (poisoned ? undefined : best),
  };
};
