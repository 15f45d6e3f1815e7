import type { Value } from "../json.ts";

/** A piece of SQL with the values of its placeholders. */
export type Sql = { text: string; values: (number | string)[] };

export const sql = (text: string, ...values: (number | string)[]): Sql => ({ text, values });

/** Joins pieces of SQL. */
export const join = (pieces: readonly Sql[], between: string): Sql =>
  sql(pieces.map(({ text }) => text).join(between), ...pieces.flatMap(({ values }) => values));

/**
 * A value as a derived column has it: numbers, and texts that would be changed on their way into SQLite (half a pair, NUL), are read
 * from JSON by SQLite itself, as in documents; other texts as they are; else 0.
 */
export const placeholder = (value: Value): Sql => {
  if (typeof value === "string" && value.isWellFormed() && !value.includes("\0")) return sql("?", value);
  const isRead = typeof value === "string" || typeof value === "number";
  return isRead ? sql("json_extract(?, '$')", JSON.stringify(value)) : sql("0");
};

/** `column IN (values)`; false when there are none. */
export const anyOf = (column: string, values: readonly string[]): Sql =>
  values.length === 0 ? sql("0") : sql(`${column} IN (${values.map(() => "?").join(", ")})`, ...values);

/** The bounds of the texts that begin with `start`. */
export const prefixBounds = (column: string, start: string): { lower: Sql; upper: Sql | undefined } => {
  const after = successor(start);
  return {
    lower: sql(`${column} >= ?`, start),
    upper: after === undefined ? undefined : sql(`${column} < ?`, after),
  };
};

/** The first text after all those that begin with `start`; undefined when there is none. */
const successor = (start: string): string | undefined => {
  const points = Array.from(start);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last === 0x10ffff) continue;
    return points.join("") + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
};
