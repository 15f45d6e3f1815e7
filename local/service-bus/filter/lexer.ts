/** One word of a SQL filter. `name` keeps the identifier as written; a quoted identifier is never a keyword. */
export type Token =
  | { kind: "name"; text: string; quoted: boolean; at: number }
  | { kind: "string"; value: string; at: number }
  | { kind: "number"; value: number; at: number }
  | { kind: "symbol"; text: string; at: number }
  | { kind: "end"; at: number };

/** A SQL expression that the bus does not take; its message names the place and the reason. */
export class SqlFilterError extends Error {
  constructor(reason: string, expression: string, at?: number) {
    super(
      `The SQL filter "${expression}" is invalid${at === undefined ? "" : ` at character ${at + 1}`}: ${reason}`,
    );
    this.name = "SqlFilterError";
  }
}

// Longest symbols first, so that "<=" is not read as "<" and "=".
const grammar =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|'(?<string>(?:[^']|'')*)'|\[(?<bracketed>(?:[^\]]|\]\])+)\]|"(?<quoted>(?:[^"]|"")+)"|(?<name>[\p{L}_][\p{L}\p{Nd}_]*)|(?<symbol><>|!=|<=|>=|[=<>()+\-*/%,.]))/uy;

/** Splits a SQL filter into tokens. Throws SqlFilterError for a character that starts none. */
export const tokenize = (expression: string): Token[] => {
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  grammar.lastIndex = 0;
  while (grammar.lastIndex < end) {
    const from = grammar.lastIndex;
    const groups = grammar.exec(expression)?.groups;
    if (groups === undefined) {
      throw new SqlFilterError("no token starts here.", expression, from + leadingSpace(expression, from));
    }
    tokens.push(token(groups, from + leadingSpace(expression, from)));
  }
  tokens.push({ kind: "end", at: end });
  return tokens;
};

const leadingSpace = (text: string, from: number): number => /^\s*/.exec(text.slice(from))?.[0].length ?? 0;

const token = (groups: Record<string, string | undefined>, at: number): Token => {
  const { number, string, bracketed, quoted, name, symbol } = groups;
  if (number !== undefined) return { kind: "number", value: Number(number), at };
  if (string !== undefined) return { kind: "string", value: string.replaceAll("''", "'"), at };
  if (bracketed !== undefined)
    return { kind: "name", text: bracketed.replaceAll("]]", "]"), quoted: true, at };
  if (quoted !== undefined) return { kind: "name", text: quoted.replaceAll('""', '"'), quoted: true, at };
  if (name !== undefined) return { kind: "name", text: name, quoted: false, at };
  return { kind: "symbol", text: symbol ?? "", at };
};
