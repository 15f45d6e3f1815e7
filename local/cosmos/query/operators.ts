import { property } from "../json.ts";
import type { Value } from "../json.ts";
import type { BinaryOperator } from "./ast.ts";
import { equal, equals, order } from "./compare.ts";
import type { Evaluate } from "./evaluate.ts";
import { finite } from "./functions-number.ts";
import { likePattern } from "./like.ts";

/** `of[key]`: a property by its text, an item by its number. */
export const index =
  (of: Evaluate, key: Evaluate): Evaluate =>
  (frame) => {
    const [whole, at] = [of(frame), key(frame)];
    if (typeof at === "string") return property(whole, at);
    return Array.isArray(whole) && typeof at === "number" ? whole[at] : undefined;
  };

/** NOT and the signs; undefined for operands of another type. */
export const unary = (operator: "NOT" | "-" | "+", of: Evaluate): Evaluate =>
  operator === "NOT"
    ? (frame): Value => {
        const value = of(frame);
        return typeof value === "boolean" ? !value : undefined;
      }
    : (frame): Value => {
        const value = of(frame);
        return typeof value === "number" ? (operator === "-" ? -value : value) : undefined;
      };

const logical =
  (decisive: boolean, left: Evaluate, right: Evaluate): Evaluate =>
  (frame) => {
    const first = left(frame);
    if (first === decisive) return decisive;
    const second = right(frame);
    if (second === decisive) return decisive;
    return typeof first === "boolean" && typeof second === "boolean" ? !decisive : undefined;
  };

const ordered =
  (test: (order: number) => boolean, left: Evaluate, right: Evaluate): Evaluate =>
  (frame) => {
    const result = order(left(frame), right(frame));
    return result === undefined ? undefined : test(result);
  };

const arithmetic =
  (operate: (a: number, b: number) => number, left: Evaluate, right: Evaluate): Evaluate =>
  (frame) => {
    const [a, b] = [left(frame), right(frame)];
    return typeof a === "number" && typeof b === "number" ? finite(operate(a, b)) : undefined;
  };

/** An operator with two sides, after Azure's rules for undefined and for types. */
export const binary = (operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate => {
  switch (operator) {
    case "AND":
      return logical(false, left, right);
    case "OR":
      return logical(true, left, right);
    case "=":
      return (frame) => equals(left(frame), right(frame));
    case "!=":
      return (frame) => {
        const result = equals(left(frame), right(frame));
        return result === undefined ? undefined : !result;
      };
    case "<":
      return ordered((result) => result < 0, left, right);
    case "<=":
      return ordered((result) => result <= 0, left, right);
    case ">":
      return ordered((result) => result > 0, left, right);
    case ">=":
      return ordered((result) => result >= 0, left, right);
    case "+":
      return arithmetic((a, b) => a + b, left, right);
    case "-":
      return arithmetic((a, b) => a - b, left, right);
    case "*":
      return arithmetic((a, b) => a * b, left, right);
    case "/":
      return arithmetic((a, b) => a / b, left, right);
    case "%":
      return arithmetic((a, b) => a % b, left, right);
    case "||":
      return (frame) => {
        const [a, b] = [left(frame), right(frame)];
        return typeof a === "string" && typeof b === "string" ? a + b : undefined;
      };
    case "??":
      return (frame) => left(frame) ?? (left(frame) === null ? null : right(frame));
  }
};

/** IN: equal to one of the items. */
export const isIn =
  (of: Evaluate, items: Evaluate[]): Evaluate =>
  (frame) => {
    const value = of(frame);
    if (value === undefined) return undefined;
    return items.some((item) => equal(value, item(frame)));
  };

/** LIKE; a pattern that stays the same is read once. */
export const like = (of: Evaluate, pattern: Evaluate, escape: string | undefined): Evaluate => {
  let known: { text: string; expression: RegExp } | undefined;
  return (frame) => {
    const [value, text] = [of(frame), pattern(frame)];
    if (typeof value !== "string" || typeof text !== "string") return undefined;
    if (known?.text !== text) known = { text, expression: likePattern(text, escape) };
    return known.expression.test(value);
  };
};
