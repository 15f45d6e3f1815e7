/** Columns by table. */
export type Tables = Readonly<Record<string, readonly string[]>>;

const operators = new Set(
  [
    ...[
      "where",
      "extend",
      "summarize",
      "project",
      "order",
      "sort",
      "by",
      "asc",
      "desc",
      "distinct",
      "union",
      "let",
    ],
    ...[
      "and",
      "or",
      "in",
      "has",
      "startswith",
      "endswith",
      "contains",
      "true",
      "false",
      "on",
      "kind",
      "take",
      "top",
    ],
  ].map((word) => word.toLowerCase()),
);
const functions = new Set([
  ...[
    "ago",
    "toint",
    "tostring",
    "todouble",
    "sum",
    "sumif",
    "max",
    "min",
    "count",
    "dcount",
    "arg_max",
    "bin",
  ],
  ...["iff", "case", "min_of", "max_of", "strcat", "parse_json"],
]);

type Token = { kind: "word" | "text" | "sign"; value: string };

const tokensOf = (query: string): Token[] =>
  [
    ...query.matchAll(
      /\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+(?:\.\d+)?(?:ms|[smhd])?\b|!?[A-Za-z_]\w*|[^\s\w]/g,
    ),
  ].flatMap(([value]): Token[] => {
    if (value.startsWith("//") || /^\d/.test(value)) return [];
    if (/^["']/.test(value)) return [{ kind: "text", value: value.slice(1, -1) }];
    return [{ kind: /^!?[A-Za-z_]/.test(value) ? "word" : "sign", value: value.replace(/^!/, "") }];
  });

/**
 * The names in a query that are neither KQL's, nor a table, nor a column of a table that it reads, nor made by itself (let,
 * extend, summarize, project). A column counts when any table of the query has it.
 */
export const unknownNames = (query: string, tables: Tables): string[] => {
  const tokens = tokensOf(query);
  const words = tokens.filter(({ kind }) => kind === "word").map(({ value }) => value);
  const read = words.filter((word) => Object.hasOwn(tables, word));
  const columns = new Set(read.flatMap((table) => tables[table] ?? []));
  const made = new Set(
    tokens.flatMap(({ kind, value }, index) =>
      kind === "word" && tokens[index + 1]?.value === "=" && tokens[index + 2]?.value !== "=" ? [value] : [],
    ),
  );
  return tokens.flatMap(({ kind, value }, index) => {
    if (kind !== "word") return [];
    const isCalled = tokens[index + 1]?.value === "(";
    if (isCalled && functions.has(value)) return [];
    // A member of a dynamic value: whatever is in the JSON.
    if (tokens[index - 1]?.value === ".") return [];
    const isKnown =
      operators.has(value.toLowerCase()) ||
      Object.hasOwn(tables, value) ||
      columns.has(value) ||
      made.has(value);
    return isKnown ? [] : [value];
  });
};

/** The names of metrics that a query asks for. */
export const metricsIn = (query: string): string[] =>
  [...query.matchAll(/\bName == "([^"]+)"/g)].map(([, name = ""]) => name);
