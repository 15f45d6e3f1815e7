import type { Value } from "../json.ts";
import type { Expression } from "./ast.ts";
import { plainNames } from "./bind.ts";
import { compile } from "./evaluate.ts";
import type { Frame } from "./evaluate.ts";
import { isPlainKey } from "./program.ts";
import { pathFrom, some } from "./walk.ts";

/** What a condition asks about a property path: a comparison with a constant, a list of constants, a text's beginning. */
export type PathTest =
  | { kind: "=" | "<" | "<=" | ">" | ">="; value: Value }
  | { kind: "in"; values: Value[] }
  | { kind: "prefix"; value: Value };

const mirrored = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/** Reads `path op constant`, `constant op path`, `path IN (constants)` and `STARTSWITH(path, constant)`. */
export const readTest = (
  condition: Expression,
  root: string,
  frame: Frame,
): { path: string[]; test: PathTest } | undefined => {
  switch (condition.kind) {
    case "binary": {
      if (!(condition.operator in mirrored)) return undefined;
      const kind = condition.operator as keyof typeof mirrored;
      const { left, right } = condition;
      return (
        about(root, left, [right], () => ({ kind, value: constant(right, frame) })) ??
        about(root, right, [left], () => ({ kind: mirrored[kind], value: constant(left, frame) }))
      );
    }
    case "in": {
      const { of, items } = condition;
      return about(root, of, items, () => ({
        kind: "in",
        values: items.map((item) => constant(item, frame)),
      }));
    }
    case "call": {
      const [of, start] = condition.args;
      if (condition.name !== "STARTSWITH" || condition.args.length !== 2) return undefined;
      if (of === undefined || start === undefined) return undefined;
      return about(root, of, [start], () => ({ kind: "prefix", value: constant(start, frame) }));
    }
    default:
      return undefined;
  }
};

const about = (
  root: string,
  of: Expression,
  constants: readonly Expression[],
  test: () => PathTest,
): { path: string[]; test: PathTest } | undefined => {
  const path = pathFrom(root, of);
  if (path === undefined || path.length === 0 || !path.every(isPlainKey)) return undefined;
  return constants.every(isConstant) ? { path, test: test() } : undefined;
};

const isConstant = (expression: Expression): boolean =>
  !some(expression, ({ kind }) => kind === "name" || kind === "subquery");

const constant = (expression: Expression, frame: Frame): Value =>
  compile(expression, plainNames(new Map()))(frame);
