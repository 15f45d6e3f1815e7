import { notSupported } from "../errors.ts";
import type { Expression, Select } from "./ast.ts";
import type { TokenStream } from "./token-stream.ts";

/** How what stands inside brackets is parsed. */
export type Inner = { expression: () => Expression; select: () => Select };

/** Azure's operators on the bits of numbers; none of them is served. */
export const bitwise = ["&", "|", "^", "~", "<<", ">>", ">>>"];

/** What has no operator around it: literals, parameters, names, calls, brackets of all kinds, subqueries. */
export const parsePrimary = (tokens: TokenStream, inner: Inner): Expression => {
  const token = tokens.peek();
  switch (token.kind) {
    case "number":
    case "string":
      tokens.next();
      return { kind: "literal", value: token.value };
    case "parameter":
      tokens.next();
      return { kind: "parameter", name: token.text };
    case "operator":
      return bracketed(tokens, inner);
    case "word":
      return word(tokens, inner);
    case "end":
      throw tokens.error("an expression is expected here");
  }
};

const bracketed = (tokens: TokenStream, inner: Inner): Expression => {
  if (tokens.takeOperator("(")) {
    const inside: Expression = tokens.isWord("SELECT")
      ? { kind: "subquery", form: "scalar", query: inner.select() }
      : inner.expression();
    tokens.expectOperator(")");
    return inside;
  }
  if (tokens.takeOperator("[")) return { kind: "array", items: parseList(tokens, inner, "]") };
  if (tokens.takeOperator("{")) return object(tokens, inner);
  const { text } = tokens.peek();
  if (bitwise.includes(text)) throw notSupported(`The bitwise operator '${text}' in a query`);
  throw tokens.error("an expression is expected here");
};

const object = (tokens: TokenStream, inner: Inner): Expression => {
  const entries: [string, Expression][] = [];
  while (!tokens.takeOperator("}")) {
    if (entries.length > 0) tokens.expectOperator(",");
    const key = tokens.next();
    if (key.kind !== "string" && key.kind !== "word") throw tokens.error("a property name is expected here");
    tokens.expectOperator(":");
    entries.push([key.kind === "string" ? key.value : key.text, inner.expression()]);
  }
  return { kind: "object", entries };
};

const constants = [
  ["TRUE", true],
  ["FALSE", false],
  ["NULL", null],
  ["UNDEFINED", undefined],
] as const;

const word = (tokens: TokenStream, inner: Inner): Expression => {
  for (const [word, value] of constants) if (tokens.takeWord(word)) return { kind: "literal", value };
  for (const form of ["exists", "array"] as const) {
    if (!tokens.isWord(form.toUpperCase()) || !tokens.isOperator("(", 1)) continue;
    tokens.next();
    tokens.next();
    const query = inner.select();
    tokens.expectOperator(")");
    return { kind: "subquery", form, query };
  }
  if (tokens.isWord("UDF") && tokens.isOperator(".", 1)) throw notSupported("A user-defined function (udf.)");
  const name = tokens.expectIdentifier("An expression");
  if (!tokens.takeOperator("(")) return { kind: "name", name };
  return { kind: "call", name: name.toUpperCase(), args: parseList(tokens, inner, ")") };
};

/** Expressions with commas between them, up to `end`. */
export const parseList = (tokens: TokenStream, inner: Inner, end: ")" | "]"): Expression[] => {
  const items: Expression[] = [];
  while (!tokens.takeOperator(end)) {
    if (items.length > 0) tokens.expectOperator(",");
    items.push(inner.expression());
  }
  return items;
};
