import type { Arithmetic, Comparison, Expression } from "./parser.ts";
import type { FilterSubject, SystemProperty, Value } from "./subject.ts";

/** Raised where Azure raises its FilterException: the message is then not selected by the rule. */
class FilterEvaluationError extends Error {}

/** Whether a message is selected. Unknown (an absent property in a comparison) does not select. */
export const selects = (filter: Expression, subject: FilterSubject): boolean => {
  try {
    return truth(filter, subject) === true;
  } catch (error) {
    if (error instanceof FilterEvaluationError) return false;
    throw error;
  }
};

/** Three-valued logic: null is "unknown". */
const truth = (expression: Expression, subject: FilterSubject): boolean | null => {
  const value = evaluate(expression, subject);
  if (typeof value === "boolean" || value === null) return value;
  throw new FilterEvaluationError("A condition must be true, false or unknown.");
};

const evaluate = (expression: Expression, subject: FilterSubject): Value => {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "property":
    case "namedProperty":
      return property(expression, subject) ?? null;
    case "not": {
      const of = truth(expression.of, subject);
      return of === null ? null : !of;
    }
    case "and": {
      const left = truth(expression.left, subject);
      if (left === false) return false;
      const right = truth(expression.right, subject);
      return right === false ? false : left === null || right === null ? null : true;
    }
    case "or": {
      const left = truth(expression.left, subject);
      if (left === true) return true;
      const right = truth(expression.right, subject);
      return right === true ? true : left === null || right === null ? null : false;
    }
    case "negate": {
      const of = evaluate(expression.of, subject);
      return of === null ? null : -number(of);
    }
    case "compare":
      return compare(
        expression.operator,
        evaluate(expression.left, subject),
        evaluate(expression.right, subject),
      );
    case "arithmetic":
      return calculate(
        expression.operator,
        evaluate(expression.left, subject),
        evaluate(expression.right, subject),
      );
    case "isNull":
      return evaluate(expression.of, subject) === null;
    case "exists":
      return property(expression.of, subject) !== undefined;
    case "in":
      return isIn(evaluate(expression.of, subject), expression.list, subject);
    case "like":
      return like(expression, subject);
  }
};

/** Undefined when the property is absent; a system property that the message lacks counts as absent. */
const property = (expression: Expression, subject: FilterSubject): Value | undefined => {
  if (expression.kind === "namedProperty") {
    const name = evaluate(expression.name, subject);
    if (typeof name !== "string") throw new FilterEvaluationError("property() takes a name.");
    return subject.user.get(name.toLowerCase());
  }
  if (expression.kind !== "property") throw new FilterEvaluationError("EXISTS takes a property.");
  const name = expression.name.toLowerCase();
  if (expression.scope === "user") return subject.user.get(name);
  return subject.system[name as SystemProperty] ?? undefined;
};

const compare = (operator: Comparison, left: Value, right: Value): boolean | null => {
  if (left === null || right === null) return null;
  const [a, b] = comparable(left, right);
  if (typeof a === "boolean" && operator !== "=" && operator !== "<>") {
    throw new FilterEvaluationError(`${operator} does not order booleans.`);
  }
  switch (operator) {
    case "=":
      return a === b;
    case "<>":
      return a !== b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
  }
};

/** As in C#: numbers compare with numbers, strings with strings; a string with a number is an error, not "different". */
const comparable = (left: Value, right: Value): [string | number | boolean, string | number | boolean] => {
  const a = left instanceof Date ? left.getTime() : left;
  const b = right instanceof Date ? right.getTime() : right;
  if (a === null || b === null || typeof a !== typeof b || left instanceof Date !== right instanceof Date) {
    throw new FilterEvaluationError("The two sides of a comparison must be of one type.");
  }
  return [a, b];
};

const calculate = (operator: Arithmetic, left: Value, right: Value): string | number | null => {
  if (left === null || right === null) return null;
  if (operator === "+" && typeof left === "string" && typeof right === "string") return left + right;
  const [a, b] = [number(left), number(right)];
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
  }
};

const number = (value: Value): number => {
  if (typeof value !== "number") throw new FilterEvaluationError("Arithmetic takes numbers.");
  return value;
};

const isIn = (value: Value, list: readonly Expression[], subject: FilterSubject): boolean | null => {
  if (value === null) return null;
  let unknown = false;
  for (const item of list) {
    const equal = compare("=", value, evaluate(item, subject));
    if (equal === true) return true;
    unknown ||= equal === null;
  }
  return unknown ? null : false;
};

const like = (expression: Extract<Expression, { kind: "like" }>, subject: FilterSubject): boolean | null => {
  const value = evaluate(expression.of, subject);
  const pattern = evaluate(expression.pattern, subject);
  const escape = expression.escape === undefined ? undefined : evaluate(expression.escape, subject);
  if (value === null || pattern === null || escape === null) return null;
  if (typeof value !== "string" || typeof pattern !== "string") {
    throw new FilterEvaluationError("LIKE takes strings.");
  }
  if (escape !== undefined && (typeof escape !== "string" || escape.length !== 1)) {
    throw new FilterEvaluationError("ESCAPE takes one character.");
  }
  return matches(value, pattern, escape);
};

type PatternItem = "any" | "one" | { char: string };

/** SQL wildcards without a regular expression, so that no pattern can take exponential time. */
const matches = (value: string, pattern: string, escape: string | undefined): boolean => {
  const wanted: PatternItem[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern.charAt(i);
    if (char === escape && i + 1 < pattern.length) wanted.push({ char: pattern.charAt(++i) });
    else wanted.push(char === "%" ? "any" : char === "_" ? "one" : { char });
  }
  let [v, w, retryValue, retryWanted] = [0, 0, -1, -1];
  while (v < value.length) {
    const item = wanted[w];
    if (item === "any") [retryValue, retryWanted] = [v, w++];
    else if (item === "one" || item?.char === value.charAt(v)) [v, w] = [v + 1, w + 1];
    else if (retryWanted >= 0) [v, w] = [++retryValue, retryWanted + 1];
    else return false;
  }
  return wanted.slice(w).every((item) => item === "any");
};
