import { notSupported } from "../errors.ts";
import type { Expression, Select, Source } from "./ast.ts";
import { ExpressionParser } from "./parse-expression.ts";
import { TokenStream } from "./token-stream.ts";

/** Parses a query. Throws 400 that names what is wrong or not supported. */
export const parseQuery = (query: string): Select => {
  const tokens = new TokenStream(query);
  const select = parseSelect(tokens);
  if (tokens.peek().kind !== "end") throw tokens.error("the query should end here");
  return select;
};

const parseSelect = (tokens: TokenStream): Select => {
  const expressions = new ExpressionParser(tokens, () => parseSelect(tokens));
  const expression = (): Expression => expressions.parse();
  tokens.expectWord("SELECT");
  const distinct = tokens.takeWord("DISTINCT");
  const top = tokens.takeWord("TOP") ? expressions.parseCount() : undefined;
  const list = parseItems(tokens, expression);
  const sources = tokens.takeWord("FROM") ? parseSources(tokens, expressions) : [];
  const where = tokens.takeWord("WHERE") ? expression() : undefined;
  const groupBy: Expression[] = [];
  if (tokens.takeWord("GROUP")) {
    tokens.expectWord("BY");
    do groupBy.push(expression());
    while (tokens.takeOperator(","));
  }
  const orderBy = parseOrderBy(tokens, expression);
  const { offset, limit } = parseOffset(tokens, expressions);
  return { distinct, top, ...list, sources, where, groupBy, orderBy, offset, limit };
};

const parseItems = (
  tokens: TokenStream,
  expression: () => Expression,
): Pick<Select, "star" | "value" | "items"> => {
  if (tokens.takeOperator("*")) return { star: true, value: false, items: [] };
  if (tokens.takeWord("VALUE")) {
    return { star: false, value: true, items: [{ expression: expression(), alias: undefined }] };
  }
  const items: Select["items"] = [];
  do {
    const item = expression();
    const named = tokens.takeWord("AS") || tokens.isIdentifier();
    items.push({ expression: item, alias: named ? tokens.expectIdentifier("An alias") : undefined });
  } while (tokens.takeOperator(","));
  return { star: false, value: false, items };
};

const parseSources = (tokens: TokenStream, expressions: ExpressionParser): Source[] => {
  const sources = [parseSource(tokens, expressions)];
  while (tokens.takeWord("JOIN")) sources.push(parseSource(tokens, expressions));
  return sources;
};

const parseSource = (tokens: TokenStream, expressions: ExpressionParser): Source => {
  if (tokens.isIdentifier() && tokens.isWord("IN", 1)) {
    const alias = tokens.expectIdentifier("An alias");
    tokens.expectWord("IN");
    return { alias, of: expressions.parseCollection(), each: true };
  }
  const of = expressions.parseCollection();
  const named = tokens.takeWord("AS") || tokens.isIdentifier();
  return { alias: named ? tokens.expectIdentifier("An alias") : lastName(of, tokens), of, each: false };
};

/** `FROM c` is called c, `FROM c.address` is called address. */
const lastName = (of: Expression, tokens: TokenStream): string => {
  if (of.kind === "name") return of.name;
  if (of.kind === "member") return of.key;
  throw tokens.error("an alias is expected here");
};

const parseOrderBy = (tokens: TokenStream, expression: () => Expression): Select["orderBy"] => {
  const orderBy: Select["orderBy"] = [];
  if (!tokens.takeWord("ORDER")) return orderBy;
  tokens.expectWord("BY");
  if (tokens.isWord("RANK")) throw notSupported("ORDER BY RANK in a query");
  do {
    const key = expression();
    const descending = tokens.takeWord("DESC");
    if (!descending) tokens.takeWord("ASC");
    orderBy.push({ expression: key, descending });
  } while (tokens.takeOperator(","));
  return orderBy;
};

const parseOffset = (
  tokens: TokenStream,
  expressions: ExpressionParser,
): Pick<Select, "offset" | "limit"> => {
  if (!tokens.takeWord("OFFSET")) return { offset: undefined, limit: undefined };
  const offset = expressions.parseCount();
  tokens.expectWord("LIMIT");
  return { offset, limit: expressions.parseCount() };
};
