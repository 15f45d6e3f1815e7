import type { JsonObject, Value } from "../json.ts";

/** The order of the types in ORDER BY, MIN and MAX. Within arrays and within objects there is no order. */
export const typeRank = (value: Value): number => {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === "boolean") return value ? 3 : 2;
  if (typeof value === "number") return 4;
  if (typeof value === "string") return 5;
  return Array.isArray(value) ? 6 : 7;
};

/** Compares texts by code point, which is also the order of their UTF-8 bytes in SQLite. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  // A difference in the second half of a pair is a difference of the whole code point; unless the first half stands alone.
  const whole = at > 0 && isLead(a.charCodeAt(at - 1)) ? pointAt(a, at - 1) - pointAt(b, at - 1) : 0;
  return whole === 0 ? pointAt(a, at) - pointAt(b, at) : whole;
};

const pointAt = (text: string, at: number): number => text.codePointAt(at) ?? -1;

const isLead = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** What of a value decides its place in an order: its type's rank, and its number or text (else 0). */
export type SortValue = readonly [rank: number, value: number | string];

export const sortValue = (value: Value): SortValue => [
  typeRank(value),
  typeof value === "number" || typeof value === "string" ? value : 0,
];

/** Compares sort values. Arrays are all the same here, and objects. */
export const compareSortValues = ([rankA, a]: SortValue, [rankB, b]: SortValue): number => {
  if (rankA !== rankB) return rankA - rankB;
  return typeof a === "string" || typeof b === "string" ? compareText(String(a), String(b)) : a - b;
};

/** Deep equality; types are never converted. */
export const equal = (a: Value, b: Value): boolean => {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, at) => equal(item, b[at]))
    );
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
};

/** `=`: undefined when a side is; values of different types are simply not equal. */
export const equals = (a: Value, b: Value): boolean | undefined =>
  a === undefined || b === undefined ? undefined : equal(a, b);

/** `<`, `<=`, `>`, `>=`: only numbers with numbers, texts with texts, booleans and null with their own; else undefined. */
export const order = (a: Value, b: Value): number | undefined => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return a === null && b === null ? 0 : undefined;
};

/** One text for all equal values: properties in the order of their names. For DISTINCT and GROUP BY. */
export const canonical = (value: Value): string => {
  if (value === undefined) return "undefined";
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner as JsonObject).sort(([a], [b]) => compareText(a, b)))
      : inner,
  );
};
