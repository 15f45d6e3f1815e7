import type { Value } from "../json.ts";
import { typeRank } from "./compare.ts";
import type { DerivedShape } from "./derived-columns.ts";
import type { Expression } from "./ast.ts";
import { compile } from "./evaluate.ts";
import type { Frame } from "./evaluate.ts";
import { plainNames } from "./bind.ts";
import { isPlainKey } from "./program.ts";
import { pathFrom, some } from "./walk.ts";

/** A piece of SQL with the values of its placeholders. */
export type Sql = { text: string; values: (number | string)[] };

/**
 * A condition given to SQLite. It lets every document through that fulfils the condition, and perhaps more: unless it is `exact`,
 * the condition is evaluated again on what comes out.
 */
export type Pushed = {
  sql: Sql;
  exact: boolean;
  /** A path that the condition holds to one value, or to a range. */
  path?: { keys: string[]; equality: boolean };
  /** True when it fixes the partition key, or the id, to one value. */
  fixesPartition?: boolean;
  fixesId?: boolean;
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
  const asked = ask(condition, target);
  if (asked === undefined) return undefined;
  const { path, test } = asked;
  const isKey =
    path.length === target.partitionKeyPath.length &&
    path.every((key, at) => key === target.partitionKeyPath[at]);
  if (path.length === 1 && path[0] === "id") return (isKey ? onPartitionKey(test) : undefined) ?? onId(test);
  return (isKey ? onPartitionKey(test) : undefined) ?? onProperty(path, test, target.shape);
};

type Test =
  | { kind: "=" | "<" | "<=" | ">" | ">="; value: Value }
  | { kind: "in"; values: Value[] }
  | { kind: "prefix"; value: Value };

const mirrored = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/** Reads `path op constant`, `constant op path`, `path IN (constants)` and `STARTSWITH(path, constant)`. */
const ask = (condition: Expression, target: Target): { path: string[]; test: Test } | undefined => {
  const pathOf = (expression: Expression): string[] | undefined => {
    const path = pathFrom(target.root, expression);
    return path !== undefined && path.length > 0 && path.every(isPlainKey) ? path : undefined;
  };
  if (condition.kind === "binary" && condition.operator in mirrored) {
    const operator = condition.operator as keyof typeof mirrored;
    const [left, right] = [pathOf(condition.left), pathOf(condition.right)];
    if (left !== undefined && isConstant(condition.right)) {
      return { path: left, test: { kind: operator, value: constant(condition.right, target.frame) } };
    }
    if (right !== undefined && isConstant(condition.left)) {
      return {
        path: right,
        test: { kind: mirrored[operator], value: constant(condition.left, target.frame) },
      };
    }
  }
  if (condition.kind === "in" && condition.items.every(isConstant)) {
    const path = pathOf(condition.of);
    const values = condition.items.map((item) => constant(item, target.frame));
    return path && { path, test: { kind: "in", values } };
  }
  if (condition.kind === "call" && condition.name === "STARTSWITH" && condition.args.length === 2) {
    const [of, start] = condition.args;
    if (of === undefined || start === undefined || !isConstant(start)) return undefined;
    const path = pathOf(of);
    return path && { path, test: { kind: "prefix", value: constant(start, target.frame) } };
  }
  return undefined;
};

const isConstant = (expression: Expression): boolean =>
  !some(expression, ({ kind }) => kind === "name" || kind === "subquery");

const constant = (expression: Expression, frame: Frame): Value =>
  compile(expression, plainNames(new Map()))(frame);

const isText = (value: Value): value is string => typeof value === "string" && value.isWellFormed();

const onId = (test: Test): Pushed | undefined => {
  switch (test.kind) {
    case "in": {
      const texts = test.values.filter(isText);
      return { sql: anyOf("id", texts), exact: true };
    }
    case "prefix":
      return isText(test.value) ? { sql: prefix("id", test.value), exact: true } : undefined;
    default:
      return isText(test.value)
        ? {
            sql: { text: `id ${test.kind} ?`, values: [test.value] },
            exact: true,
            fixesId: test.kind === "=",
          }
        : undefined;
  }
};

const isScalar = (value: Value): value is string | number | boolean | null =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const onPartitionKey = (test: Test): Pushed | undefined => {
  if (test.kind === "=" && isScalar(test.value)) {
    return {
      sql: { text: "pk = ?", values: [JSON.stringify(test.value)] },
      exact: true,
      fixesPartition: true,
    };
  }
  if (test.kind === "in" && test.values.every(isScalar)) {
    return {
      sql: anyOf(
        "pk",
        test.values.map((value) => JSON.stringify(value)),
      ),
      exact: true,
    };
  }
  return undefined;
};

const onProperty = (keys: string[], test: Test, shape: DerivedShape): Pushed | undefined => {
  if (test.kind === "in") {
    if (!test.values.every((value) => isScalar(value) && pushable(value))) return undefined;
    const { rank, value: column } = shape.columnsOf(keys);
    const each = test.values.map((value) => equality(rank, column, value));
    const text = each.length === 0 ? "0" : `(${each.map((sql) => sql.text).join(" OR ")})`;
    return { sql: { text, values: each.flatMap((sql) => sql.values) }, exact: false };
  }
  const { value } = test;
  if (!isScalar(value) || !pushable(value)) return undefined;
  if (test.kind === "=") {
    const { rank, value: column } = shape.columnsOf(keys);
    return { sql: equality(rank, column, value), exact: false, path: { keys, equality: true } };
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const { rank, value: column } = shape.columnsOf(keys);
  const bound = placeholder(value);
  // A number may be read from text a hair differently than in JavaScript: the edge is let in, and judged again.
  const sql =
    test.kind === "prefix"
      ? prefix(column, String(value))
      : { text: `${column} ${test.kind.charAt(0)}= ${bound.text}`, values: bound.values };
  return {
    sql: { text: `${rank} = ${typeRank(value)} AND ${sql.text}`, values: sql.values },
    exact: false,
    path: { keys, equality: false },
  };
};

/** A text that is not well-formed would be changed on its way into SQLite. */
const pushable = (value: Value): boolean => typeof value !== "string" || value.isWellFormed();

const equality = (rank: string, column: string, value: Value): Sql => {
  const bound = placeholder(value);
  return { text: `(${rank} = ${typeRank(value)} AND ${column} = ${bound.text})`, values: bound.values };
};

/** A value as the derived column has it: texts as they are, numbers read by SQLite from JSON as in documents, else 0. */
export const placeholder = (value: Value): Sql => {
  if (typeof value === "string") return { text: "?", values: [value] };
  if (typeof value === "number") return { text: "json_extract(?, '$')", values: [JSON.stringify(value)] };
  return { text: "0", values: [] };
};

const anyOf = (column: string, values: string[]): Sql => ({
  text: values.length === 0 ? "0" : `${column} IN (${values.map(() => "?").join(", ")})`,
  values,
});

const prefix = (column: string, start: string): Sql => {
  const after = successor(start);
  return after === undefined
    ? { text: `${column} >= ?`, values: [start] }
    : { text: `${column} >= ? AND ${column} < ?`, values: [start, after] };
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
