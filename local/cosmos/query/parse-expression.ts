import { notSupported } from "../errors.ts";
import type { BinaryOperator, Expression, Select } from "./ast.ts";
import { bitwise, parseList, parsePrimary } from "./parse-primary.ts";
import type { Inner } from "./parse-primary.ts";
import type { TokenStream } from "./token-stream.ts";

const comparisons: ReadonlyMap<string, BinaryOperator> = new Map([
  ["=", "="],
  ["!=", "!="],
  ["<>", "!="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
]);

/** Deeper nesting than any sane query has; beyond it the parser's own stack would be at risk. */
const maxDepth = 100;

/**
 * Recursive descent over scalar expressions, loosest first: `?:` and `??`, OR, AND, NOT, comparisons (with IN, BETWEEN, LIKE), `||`, `+ -`,
 * `* / %`, signs, members.
 */
export class ExpressionParser {
  readonly #tokens: TokenStream;
  readonly #inner: Inner;
  #depth = 0;

  constructor(tokens: TokenStream, select: () => Select) {
    this.#tokens = tokens;
    this.#inner = { expression: () => this.parse(), select };
  }

  parse(): Expression {
    this.#depth += 1;
    if (this.#depth > maxDepth)
      throw this.#tokens.error(`the expression nests deeper than ${maxDepth} levels`);
    const expression = this.#conditional();
    this.#depth -= 1;
    return expression;
  }

  /** The number of TOP, OFFSET and LIMIT: a literal or a parameter. */
  parseCount(): Expression {
    const token = this.#tokens.peek();
    if (token.kind !== "number" && token.kind !== "parameter")
      throw this.#tokens.error("a number is expected here");
    return parsePrimary(this.#tokens, this.#inner);
  }

  /** What FROM and JOIN range over: a path, or a subquery in parentheses. */
  parseCollection(): Expression {
    return this.#postfix();
  }

  #conditional(): Expression {
    let left = this.#or();
    while (this.#tokens.takeOperator("??")) {
      left = { kind: "binary", operator: "??", left, right: this.#or() };
    }
    if (!this.#tokens.takeOperator("?")) return left;
    const then = this.parse();
    this.#tokens.expectOperator(":");
    return { kind: "conditional", test: left, then, otherwise: this.parse() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#tokens.takeWord("OR")) left = { kind: "binary", operator: "OR", left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#tokens.takeWord("AND")) left = { kind: "binary", operator: "AND", left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    if (this.#tokens.takeWord("NOT")) return not(this.#not());
    return this.#comparison();
  }

  #comparison(): Expression {
    let left = this.#concat();
    for (;;) {
      const operator = comparisons.get(this.#tokens.peek().text);
      if (operator !== undefined && this.#tokens.peek().kind === "operator") {
        this.#tokens.next();
        left = { kind: "binary", operator, left, right: this.#concat() };
        continue;
      }
      const negated =
        this.#tokens.isWord("NOT") && ["IN", "BETWEEN", "LIKE"].some((word) => this.#tokens.isWord(word, 1));
      if (negated) this.#tokens.next();
      const test = this.#wordTest(left);
      if (test === undefined) return left;
      left = negated ? not(test) : test;
    }
  }

  #wordTest(of: Expression): Expression | undefined {
    if (this.#tokens.takeWord("IN")) {
      this.#tokens.expectOperator("(");
      return { kind: "in", of, items: parseList(this.#tokens, this.#inner, ")") };
    }
    if (this.#tokens.takeWord("BETWEEN")) {
      const low = this.#concat();
      this.#tokens.expectWord("AND");
      const high = this.#concat();
      return {
        kind: "binary",
        operator: "AND",
        left: { kind: "binary", operator: ">=", left: of, right: low },
        right: { kind: "binary", operator: "<=", left: of, right: high },
      };
    }
    if (this.#tokens.takeWord("LIKE")) {
      const pattern = this.#concat();
      return {
        kind: "like",
        of,
        pattern,
        escape: this.#tokens.takeWord("ESCAPE") ? this.#escape() : undefined,
      };
    }
    return undefined;
  }

  #escape(): string {
    const token = this.#tokens.next();
    if (token.kind !== "string" || token.value.length !== 1)
      throw this.#tokens.error("ESCAPE takes one character");
    return token.value;
  }

  #concat(): Expression {
    let left = this.#additive();
    while (this.#tokens.takeOperator("||")) {
      left = { kind: "binary", operator: "||", left, right: this.#additive() };
    }
    return left;
  }

  #additive(): Expression {
    let left = this.#multiplicative();
    for (;;) {
      const sign = (["+", "-"] as const).find((operator) => this.#tokens.takeOperator(operator));
      if (sign === undefined) return left;
      left = { kind: "binary", operator: sign, left, right: this.#multiplicative() };
    }
  }

  #multiplicative(): Expression {
    let left = this.#unary();
    for (;;) {
      const sign = (["*", "/", "%"] as const).find((operator) => this.#tokens.takeOperator(operator));
      if (sign === undefined) break;
      left = { kind: "binary", operator: sign, left, right: this.#unary() };
    }
    const sign = bitwise.find((operator) => this.#tokens.isOperator(operator));
    if (sign !== undefined) throw notSupported(`The bitwise operator '${sign}' in a query`);
    return left;
  }

  #unary(): Expression {
    const sign = (["-", "+"] as const).find((operator) => this.#tokens.takeOperator(operator));
    return sign === undefined ? this.#postfix() : { kind: "unary", operator: sign, of: this.#unary() };
  }

  #postfix(): Expression {
    let of = parsePrimary(this.#tokens, this.#inner);
    for (;;) {
      if (this.#tokens.takeOperator(".")) {
        of = { kind: "member", of, key: this.#tokens.expectIdentifier("A property name") };
      } else if (this.#tokens.takeOperator("[")) {
        const key = this.parse();
        this.#tokens.expectOperator("]");
        const name = key.kind === "literal" ? key.value : undefined;
        of = typeof name === "string" ? { kind: "member", of, key: name } : { kind: "index", of, key };
      } else return of;
    }
  }
}

const not = (of: Expression): Expression => ({ kind: "unary", operator: "NOT", of });
