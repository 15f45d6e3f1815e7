import type { Json } from "../json.ts";

/** The operators with two sides, as the evaluator knows them. */
export type BinaryOperator =
  "AND" | "OR" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "||" | "??";

/** A scalar expression. */
export type Expression =
  | { kind: "literal"; value: Json | undefined }
  | { kind: "parameter"; name: string }
  | { kind: "name"; name: string }
  | { kind: "member"; of: Expression; key: string }
  | { kind: "index"; of: Expression; key: Expression }
  | { kind: "unary"; operator: "NOT" | "-" | "+"; of: Expression }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: "in"; of: Expression; items: Expression[] }
  | { kind: "like"; of: Expression; pattern: Expression; escape: string | undefined }
  | { kind: "conditional"; test: Expression; then: Expression; otherwise: Expression }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "object"; entries: [key: string, value: Expression][] }
  | { kind: "array"; items: Expression[] }
  | { kind: "subquery"; form: "exists" | "array" | "scalar"; query: Select };

/** `FROM path AS alias`, `alias IN path`, or a subquery in place of the path. */
export type Source = {
  alias: string;
  of: Expression;
  /** True for `IN`: one binding for each element. */
  each: boolean;
};

/** A SELECT, at the top or in a subquery. */
export type Select = {
  distinct: boolean;
  top: Expression | undefined;
  /** `SELECT *`: no items. */
  star: boolean;
  /** `SELECT VALUE`: one item. */
  value: boolean;
  items: { expression: Expression; alias: string | undefined }[];
  sources: Source[];
  where: Expression | undefined;
  groupBy: Expression[];
  orderBy: { expression: Expression; descending: boolean }[];
  offset: Expression | undefined;
  limit: Expression | undefined;
};
