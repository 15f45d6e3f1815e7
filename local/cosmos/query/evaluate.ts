import { badRequest, notSupported } from "../errors.ts";
import { property } from "../json.ts";
import type { Json, JsonObject, Value } from "../json.ts";
import type { Expression, Select } from "./ast.ts";
import { functions } from "./functions.ts";
import { binary, index, isIn, like, unary } from "./operators.ts";

/** What an expression is evaluated in: the values of the aliases in their slots, parameters, the query's moment. */
export type Frame = {
  slots: Value[];
  parameters: Readonly<Record<string, Value>>;
  now: number;
  /** The results of the aggregates of the present group. */
  aggregates: Value[];
};

/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;

/** What the names of an expression mean, and how what is not plain evaluation is compiled. */
export type Names = {
  /** The slot of each alias in sight. */
  slots: ReadonlyMap<string, number>;
  /** Compiles a subquery; its aliases come after those in sight. */
  subquery: (form: "exists" | "array" | "scalar", query: Select, names: Names) => Evaluate;
  /** Takes an aggregate call over, or refuses it where none may be. */
  aggregate: (name: string, args: Expression[], names: Names) => Evaluate;
};

/** The aggregates, which look like functions. */
export const aggregateNames: ReadonlySet<string> = new Set(["COUNT", "SUM", "MIN", "MAX", "AVG"]);

/** Compiles an expression to a closure. Throws 400 for an unknown name or function. */
export const compile = (expression: Expression, names: Names): Evaluate => {
  const inner = (part: Expression): Evaluate => compile(part, names);
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "parameter": {
      const { name } = expression;
      return (frame) => frame.parameters[name];
    }
    case "name": {
      const slot = names.slots.get(expression.name);
      if (slot === undefined) throw badRequest(`Identifier '${expression.name}' could not be resolved.`);
      return (frame) => frame.slots[slot];
    }
    case "member": {
      const [of, { key }] = [inner(expression.of), expression];
      return (frame) => property(of(frame), key);
    }
    case "index":
      return index(inner(expression.of), inner(expression.key));
    case "unary":
      return unary(expression.operator, inner(expression.of));
    case "binary":
      return binary(expression.operator, inner(expression.left), inner(expression.right));
    case "in":
      return isIn(inner(expression.of), expression.items.map(inner));
    case "like":
      return like(inner(expression.of), inner(expression.pattern), expression.escape);
    case "conditional": {
      const [test, then, otherwise] = [
        inner(expression.test),
        inner(expression.then),
        inner(expression.otherwise),
      ];
      return (frame) => (test(frame) === true ? then(frame) : otherwise(frame));
    }
    case "call":
      return call(expression.name, expression.args, names);
    case "object":
      return object(expression.entries.map(([key, value]) => [key, inner(value)] as const));
    case "array": {
      const items = expression.items.map(inner);
      return (frame) => items.map((item) => item(frame)).filter((item): item is Json => item !== undefined);
    }
    case "subquery":
      return names.subquery(expression.form, expression.query, names);
  }
};

const call = (name: string, args: Expression[], names: Names): Evaluate => {
  if (aggregateNames.has(name)) return names.aggregate(name, args, names);
  const found = functions.get(name);
  if (found === undefined) throw notSupported(`The function ${name} in a query`);
  if (args.length < found.min || args.length > found.max) {
    throw badRequest(`The function ${name} is called with ${args.length} arguments.`);
  }
  const compiled = args.map((arg) => compile(arg, names));
  return (frame) =>
    found.call(
      compiled.map((arg) => arg(frame)),
      frame.now,
    );
};

const object =
  (entries: (readonly [string, Evaluate])[]): Evaluate =>
  (frame) => {
    const result: JsonObject = {};
    for (const [key, value] of entries) define(result, key, value(frame));
    return result;
  };

/** Sets a property whatever its name ("__proto__" too); an undefined one is left out. */
export const define = (of: JsonObject, key: string, value: Value): void => {
  if (value === undefined) return;
  Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true });
};
