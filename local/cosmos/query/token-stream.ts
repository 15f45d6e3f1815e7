import { notSupported } from "../errors.ts";
import { reserved, unsupported } from "./reserved.ts";
import type { Token } from "./tokens.ts";
import { syntaxError, tokenize } from "./tokens.ts";

/** Walks over a query's tokens. Words are matched whatever their case. */
export class TokenStream {
  readonly #query: string;
  readonly #tokens: Token[];
  #place = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[this.#place + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error("A token stream has at least its end.");
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#place += 1;
    return token;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "word" && token.text.toUpperCase() === text;
  }

  isOperator(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "operator" && token.text === text;
  }

  takeWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.#place += 1;
    return true;
  }

  takeOperator(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.#place += 1;
    return true;
  }

  expectWord(text: string): void {
    if (!this.takeWord(text)) throw this.error(`${text} is expected here`);
  }

  expectOperator(text: string): void {
    if (!this.takeOperator(text)) throw this.error(`'${text}' is expected here`);
  }

  /** An alias or a property name: any word that Azure does not keep for itself. */
  expectIdentifier(what: string): string {
    const token = this.peek();
    if (token.kind !== "word") throw this.error(`${what} is expected here`);
    if (reserved.has(token.text.toUpperCase())) {
      throw this.error(`'${token.text}' is a reserved word; for a property write ["${token.text}"]`);
    }
    this.#place += 1;
    return token.text;
  }

  isIdentifier(): boolean {
    const token = this.peek();
    const upper = token.text.toUpperCase();
    return token.kind === "word" && !reserved.has(upper) && !unsupported.has(upper);
  }

  error(what: string): Error {
    const token = this.peek();
    if (token.kind === "word" && unsupported.has(token.text.toUpperCase())) {
      return notSupported(`${token.text.toUpperCase()} in a query`);
    }
    return syntaxError(this.#query, token.at, what);
  }
}
