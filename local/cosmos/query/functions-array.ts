import { isObject } from "../json.ts";
import type { Json, Value } from "../json.ts";
import { equal } from "./compare.ts";
import type { QueryFunction } from "./functions.ts";

/** True when every property of `part` is in `whole`, at every depth. */
const holds = (whole: Json, part: Json): boolean =>
  isObject(whole) && isObject(part)
    ? Object.entries(part).every(([key, value]) => {
        const own = Object.hasOwn(whole, key) ? whole[key] : undefined;
        return own !== undefined && holds(own, value);
      })
    : equal(whole, part);

const setOf = (call: (left: Json[], right: Json[]) => Json[]): QueryFunction => ({
  min: 2,
  max: 2,
  call: ([left, right]) => (Array.isArray(left) && Array.isArray(right) ? call(left, right) : undefined),
});

const unique = (items: Json[]): Json[] =>
  items.filter((item, at) => items.findIndex((other) => equal(item, other)) === at);

const has = (items: Json[], item: Json): boolean => items.some((other) => equal(other, item));

const slice = ([array, start, length]: readonly Value[]): Value => {
  if (!Array.isArray(array) || typeof start !== "number") return undefined;
  if (length !== undefined && typeof length !== "number") return undefined;
  const from = start < 0 ? Math.max(0, array.length + start) : start;
  return array.slice(from, length === undefined ? undefined : from + Math.max(0, length));
};

/** The functions over arrays. An argument of another type makes them undefined. */
export const arrayFunctions: Readonly<Record<string, QueryFunction>> = {
  ARRAY_LENGTH: { min: 1, max: 1, call: ([array]) => (Array.isArray(array) ? array.length : undefined) },
  ARRAY_CONTAINS: {
    min: 2,
    max: 3,
    call: ([array, item, partial]) => {
      if (!Array.isArray(array) || item === undefined) return undefined;
      return partial === true ? array.some((whole) => holds(whole, item)) : has(array, item);
    },
  },
  ARRAY_CONTAINS_ANY: {
    min: 2,
    max: Infinity,
    call: ([array, ...items]) =>
      Array.isArray(array) ? items.some((item) => item !== undefined && has(array, item)) : undefined,
  },
  ARRAY_CONTAINS_ALL: {
    min: 2,
    max: Infinity,
    call: ([array, ...items]) =>
      Array.isArray(array) ? items.every((item) => item !== undefined && has(array, item)) : undefined,
  },
  ARRAY_CONCAT: {
    min: 2,
    max: Infinity,
    call: (args) => (args.every((arg) => Array.isArray(arg)) ? args.flat() : undefined),
  },
  ARRAY_SLICE: { min: 2, max: 3, call: slice },
  SETINTERSECT: setOf((left, right) => unique(left).filter((item) => has(right, item))),
  SETUNION: setOf((left, right) => unique([...left, ...right])),
};
