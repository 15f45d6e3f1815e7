import { badRequest } from "../errors.ts";

/** A token of the query language. `text` is as written; `value` is what a string, number or parameter means. */
export type Token =
  | { kind: "word" | "operator" | "parameter" | "end"; text: string; at: number }
  | { kind: "string"; text: string; value: string; at: number }
  | { kind: "number"; text: string; value: number; at: number };

const space = /(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /0x[0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const parameter = /@[\p{L}\p{N}_]+/uy;
const text = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/suy;
const operator = /<=|>=|<>|!=|\?\?|\|\||<<|>>>|>>|[=<>+\-*/%?:.,()[\]{}&|^~]/y;

/** The error for a query that is no query; `at` is where it stops making sense. */
export const syntaxError = (query: string, at: number, what: string): Error =>
  badRequest(`Syntax error in the query near '${query.slice(at, at + 30)}' (position ${at}): ${what}.`);

/** Cuts a query into tokens, an end token last. Throws 400 on what is no token. */
export const tokenize = (query: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(query)?.[0];
  };
  for (;;) {
    at += take(space)?.length ?? 0;
    if (at >= query.length) break;
    const token = next(query, at, take);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
};

const next = (query: string, at: number, take: (pattern: RegExp) => string | undefined): Token => {
  const found = take(word);
  if (found !== undefined) return { kind: "word", text: found, at };
  const digits = take(number);
  if (digits !== undefined) return { kind: "number", text: digits, value: Number(digits), at };
  const quoted = take(text);
  if (quoted !== undefined) return { kind: "string", text: quoted, value: unquote(query, at, quoted), at };
  const name = take(parameter);
  if (name !== undefined) return { kind: "parameter", text: name, at };
  const sign = take(operator);
  if (sign !== undefined) return { kind: "operator", text: sign, at };
  throw syntaxError(query, at, "this is no token");
};

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  "'": "'",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

const unquote = (query: string, at: number, quoted: string): string =>
  quoted
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, sign: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      const meant = escapes[sign];
      if (meant === undefined) throw syntaxError(query, at, `'\\${sign}' is no escape`);
      return meant;
    });
