import { SqlFilterError, tokenize } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { isSystemProperty, systemPropertyNames } from "./subject.ts";

/** A parsed SQL filter. */
export type Expression =
  | { kind: "constant"; value: string | number | boolean | null }
  | { kind: "property"; scope: "sys" | "user"; name: string }
  | { kind: "namedProperty"; name: Expression }
  | { kind: "not" | "negate"; of: Expression }
  | { kind: "and" | "or"; left: Expression; right: Expression }
  | { kind: "compare"; operator: Comparison; left: Expression; right: Expression }
  | { kind: "arithmetic"; operator: Arithmetic; left: Expression; right: Expression }
  | { kind: "isNull"; of: Expression }
  | { kind: "exists"; of: Expression }
  | { kind: "in"; of: Expression; list: Expression[] }
  | { kind: "like"; of: Expression; pattern: Expression; escape: Expression | undefined };

export type Comparison = "=" | "<>" | "<" | ">" | "<=" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

const comparisons = new Map<string, Comparison>([
  ["=", "="],
  ["<>", "<>"],
  ["!=", "<>"],
  ["<", "<"],
  [">", ">"],
  ["<=", "<="],
  [">=", ">="],
]);
const keywords = ["AND", "OR", "NOT", "IN", "LIKE", "ESCAPE", "IS", "NULL", "EXISTS", "TRUE", "FALSE"];
// Deeper nesting than any person writes would overflow the stack of the evaluation.
const deepest = 200;

/** Reads the documented SQL filter grammar by recursive descent. Throws SqlFilterError. */
export const parseSqlFilter = (expression: string): Expression => new Parser(expression).whole();

class Parser {
  readonly #expression: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = tokenize(expression);
  }

  whole(): Expression {
    const parsed = this.#or();
    if (this.#peek().kind !== "end") this.#fail("expected the end");
    return parsed;
  }

  #or(): Expression {
    if (++this.#depth > deepest) this.#fail(`nested deeper than ${deepest}`);
    let left = this.#and();
    while (this.#takeKeyword("OR")) left = { kind: "or", left, right: this.#and() };
    this.#depth -= 1;
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#takeKeyword("AND")) left = { kind: "and", left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    let negated = false;
    while (this.#takeKeyword("NOT")) negated = !negated;
    const predicate = this.#predicate();
    return negated ? { kind: "not", of: predicate } : predicate;
  }

  #predicate(): Expression {
    if (this.#takeKeyword("EXISTS")) {
      this.#expectSymbol("(");
      const of = this.#property();
      this.#expectSymbol(")");
      return { kind: "exists", of };
    }
    const left = this.#sum();
    const operator = this.#takeSymbol(...comparisons.keys());
    const comparison = operator === undefined ? undefined : comparisons.get(operator);
    if (comparison !== undefined) return { kind: "compare", operator: comparison, left, right: this.#sum() };
    if (this.#takeKeyword("IS")) {
      const negated = this.#takeKeyword("NOT");
      if (!this.#takeKeyword("NULL")) this.#fail("expected NULL");
      if (left.kind !== "property" && left.kind !== "namedProperty") this.#fail("IS NULL takes a property");
      return wrapNot(negated, { kind: "isNull", of: left });
    }
    const negated = this.#takeKeyword("NOT");
    if (this.#takeKeyword("IN")) return wrapNot(negated, { kind: "in", of: left, list: this.#list() });
    if (this.#takeKeyword("LIKE")) {
      const pattern = this.#sum();
      const escape = this.#takeKeyword("ESCAPE") ? this.#sum() : undefined;
      return wrapNot(negated, { kind: "like", of: left, pattern, escape });
    }
    if (negated) this.#fail("expected IN or LIKE");
    return left;
  }

  #list(): Expression[] {
    this.#expectSymbol("(");
    const list = [this.#sum()];
    while (this.#takeSymbol(",") !== undefined) list.push(this.#sum());
    this.#expectSymbol(")");
    return list;
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign = this.#takeSymbol("+", "-"); sign !== undefined; sign = this.#takeSymbol("+", "-")) {
      left = { kind: "arithmetic", operator: sign === "+" ? "+" : "-", left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (
      let sign = this.#takeSymbol("*", "/", "%");
      sign !== undefined;
      sign = this.#takeSymbol("*", "/", "%")
    ) {
      const operator = sign === "*" ? "*" : sign === "/" ? "/" : "%";
      left = { kind: "arithmetic", operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    let negated = false;
    for (let sign = this.#takeSymbol("+", "-"); sign !== undefined; sign = this.#takeSymbol("+", "-")) {
      if (sign === "-") negated = !negated;
    }
    const primary = this.#primary();
    return negated ? { kind: "negate", of: primary } : primary;
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token.kind === "string" || token.kind === "number") {
      this.#next += 1;
      return { kind: "constant", value: token.value };
    }
    if (this.#takeSymbol("(") !== undefined) {
      const inner = this.#or();
      this.#expectSymbol(")");
      return inner;
    }
    if (this.#takeKeyword("TRUE")) return { kind: "constant", value: true };
    if (this.#takeKeyword("FALSE")) return { kind: "constant", value: false };
    if (this.#takeKeyword("NULL")) return { kind: "constant", value: null };
    return this.#property();
  }

  #property(): Expression {
    const first = this.#name("a value or a property");
    if (this.#takeSymbol("(") !== undefined) return this.#function(first);
    if (this.#takeSymbol(".") === undefined) return { kind: "property", scope: "user", name: first };
    const scope = first.toLowerCase();
    const name = this.#name("a property name");
    if (scope === "user") return { kind: "property", scope, name };
    if (scope !== "sys") return this.#fail(`the scope "${first}" is neither sys nor user`);
    if (!isSystemProperty(name)) {
      return this.#fail(`there is no system property "${name}" (${systemPropertyNames.join(", ")})`);
    }
    return { kind: "property", scope, name };
  }

  #function(name: string): Expression {
    if (!["property", "p"].includes(name.toLowerCase())) {
      return this.#fail(`the function ${name}() is not supported by the local Service Bus`);
    }
    const argument = this.#sum();
    this.#expectSymbol(")");
    return { kind: "namedProperty", name: argument };
  }

  #name(wanted: string): string {
    const token = this.#peek();
    if (token.kind !== "name" || (!token.quoted && keywords.includes(token.text.toUpperCase()))) {
      return this.#fail(`expected ${wanted}`);
    }
    this.#next += 1;
    return token.text;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", at: this.#expression.length };
  }

  #takeKeyword(keyword: string): boolean {
    const token = this.#peek();
    if (token.kind !== "name" || token.quoted || token.text.toUpperCase() !== keyword) return false;
    this.#next += 1;
    return true;
  }

  #takeSymbol(...wanted: string[]): string | undefined {
    const token = this.#peek();
    if (token.kind !== "symbol" || !wanted.includes(token.text)) return undefined;
    this.#next += 1;
    return token.text;
  }

  #expectSymbol(symbol: string): void {
    if (this.#takeSymbol(symbol) === undefined) this.#fail(`expected "${symbol}"`);
  }

  #fail(reason: string): never {
    throw new SqlFilterError(`${reason}.`, this.#expression, this.#peek().at);
  }
}

const wrapNot = (negated: boolean, of: Expression): Expression => (negated ? { kind: "not", of } : of);
