import type { Value } from "../json.ts";
import { typeRank } from "./compare.ts";
import type { DerivedShape } from "./derived-columns.ts";
import type { Frame } from "./evaluate.ts";
import type { Expression } from "./ast.ts";
import { readTest } from "./path-test.ts";
import type { PathTest } from "./path-test.ts";
import { anyOf, join, placeholder, prefixBounds, sql } from "./sql.ts";
import type { Sql } from "./sql.ts";

/**
 * A condition given to SQLite. It lets every document through that fulfils the condition, and perhaps more: unless it is `exact`,
 * the condition is evaluated again on what comes out.
 */
export type Pushed = {
  exact: boolean;
  /** What holds whatever the order: all of the condition, or a range's part that is no bound. */
  sql: Sql | undefined;
  /** A range: where an ordered walk over its column may begin and end. */
  range?: { keys: string[]; column: string; lower: Sql | undefined; upper: Sql | undefined };
  /** The path that is held to one value. */
  equal?: string[];
  /** The columns that are held to one value. */
  fixed: string[];
};

/** What the conditions of a query are about. */
export type Target = {
  root: string;
  partitionKeyPath: readonly string[];
  shape: DerivedShape;
  frame: Frame;
};

/** The SQL of a condition; undefined when it must be left to the evaluator alone. */
export const pushDown = (condition: Expression, target: Target): Pushed | undefined => {
  const found = readTest(condition, target.root, target.frame);
  if (found === undefined) return undefined;
  const { path, test } = found;
  const isKey = JSON.stringify(path) === JSON.stringify(target.partitionKeyPath);
  const onKey = isKey ? onPartitionKey(test) : undefined;
  if (onKey !== undefined) return onKey;
  return path.length === 1 && path[0] === "id" ? onId(test) : onProperty(path, test, target.shape);
};

/** A condition that holds the documents to one partition. */
export const inPartition = (pk: string): Pushed => ({ exact: true, sql: sql("pk = ?", pk), fixed: ["pk"] });

const isText = (value: Value): value is string => typeof value === "string" && value.isWellFormed();

/** Ids are texts always: what is asked about them means the same in SQLite. */
const onId = (test: PathTest): Pushed | undefined => {
  const keys = ["id"];
  switch (test.kind) {
    case "in":
      return { exact: true, sql: anyOf("id", test.values.filter(isText)), fixed: [] };
    case "prefix":
      if (!isText(test.value)) return undefined;
      return {
        exact: true,
        sql: undefined,
        range: { keys, column: "id", ...prefixBounds("id", test.value) },
        fixed: [],
      };
    case "=":
      return isText(test.value) ? { exact: true, sql: sql("id = ?", test.value), fixed: ["id"] } : undefined;
    default: {
      if (!isText(test.value)) return undefined;
      const bound = sql(`id ${test.kind} ?`, test.value);
      return {
        exact: true,
        sql: undefined,
        range: { keys, column: "id", ...sided(test.kind, bound) },
        fixed: [],
      };
    }
  }
};

const sided = (
  kind: "<" | "<=" | ">" | ">=",
  bound: Sql,
): { lower: Sql | undefined; upper: Sql | undefined } =>
  kind.startsWith(">") ? { lower: bound, upper: undefined } : { lower: undefined, upper: bound };

const isScalar = (value: Value): value is string | number | boolean | null =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const onPartitionKey = (test: PathTest): Pushed | undefined => {
  if (test.kind === "=" && isScalar(test.value)) return inPartition(JSON.stringify(test.value));
  if (test.kind === "in" && test.values.every(isScalar)) {
    return {
      exact: true,
      sql: anyOf(
        "pk",
        test.values.map((value) => JSON.stringify(value)),
      ),
      fixed: [],
    };
  }
  return undefined;
};

/** A text that is not well-formed would be changed on its way into SQLite. */
const isPushable = (value: Value): value is string | number | boolean | null =>
  isScalar(value) && (typeof value !== "string" || value.isWellFormed());

const onProperty = (keys: string[], test: PathTest, shape: DerivedShape): Pushed | undefined => {
  if (test.kind === "in") {
    if (!test.values.every(isPushable)) return undefined;
    const columns = shape.columnsOf(keys);
    const each = test.values.map((value) => equality(columns, value));
    const any = each.length === 0 ? sql("0") : join(each, " OR ");
    return { exact: false, sql: sql(`(${any.text})`, ...any.values), fixed: [] };
  }
  const { value } = test;
  if (!isPushable(value)) return undefined;
  if (test.kind === "=") {
    const columns = shape.columnsOf(keys);
    return { exact: false, sql: equality(columns, value), equal: keys, fixed: [columns.rank, columns.value] };
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const { rank, value: column } = shape.columnsOf(keys);
  return {
    exact: false,
    sql: sql(`${rank} = ${typeRank(value)}`),
    range: { keys, column, ...bounds(column, test.kind, value) },
    fixed: [rank],
  };
};

/** A number may be read from text a hair differently than in JavaScript: the edge is let in, and judged again. */
const bounds = (
  column: string,
  kind: "<" | "<=" | ">" | ">=" | "prefix",
  value: string | number,
): { lower: Sql | undefined; upper: Sql | undefined } => {
  if (kind === "prefix") {
    return typeof value === "string" ? prefixBounds(column, value) : { lower: sql("0"), upper: undefined };
  }
  const bound = placeholder(value);
  return sided(kind, sql(`${column} ${kind.charAt(0)}= ${bound.text}`, ...bound.values));
};

const equality = ({ rank, value: column }: { rank: string; value: string }, value: Value): Sql => {
  const bound = placeholder(value);
  return sql(`(${rank} = ${typeRank(value)} AND ${column} = ${bound.text})`, ...bound.values);
};
