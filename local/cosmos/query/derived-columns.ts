import { createHash } from "node:crypto";
import type { DocumentTable } from "../document-table.ts";

/** The two columns that a property path has in a documents table: its type's rank, and its number or text (else 0). */
export type DerivedColumns = { rank: string; value: string };

/** One column of an index or an order. */
export type OrderedColumn = { column: string; descending: boolean };

/** Azure indexes every path; here those that queries use get one, up to this many for each container. */
const maxIndexes = 24;

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * Columns and indexes of a documents table, made when a query first needs them. The columns are SQLite's virtual ones: computed
 * from the document, stored only in the indexes.
 */
export class DerivedShape {
  readonly #table: DocumentTable;
  readonly #columns: Set<string>;
  readonly #indexes: Set<string>;

  constructor(table: DocumentTable) {
    this.#table = table;
    ({ columns: this.#columns, indexes: this.#indexes } = table.shape());
  }

  /** The columns of a path; its keys must be plain (see `isPlainKey`). */
  columnsOf(path: readonly string[]): DerivedColumns {
    const json = `$${path.map((key) => `."${key}"`).join("")}`;
    const [rank, value] = [`r_${hash(json)}`, `v_${hash(json)}`];
    if (!this.#columns.has(rank)) {
      const literal = `'${json.replaceAll("'", "''")}'`;
      this.#table.reshape(
        `ALTER TABLE ${this.#table.name} ADD COLUMN ${rank} INTEGER AS (${rankSql(literal)}) VIRTUAL`,
      );
      this.#columns.add(rank);
    }
    if (!this.#columns.has(value)) {
      const literal = `'${json.replaceAll("'", "''")}'`;
      // No type: SQLite must not convert what JSON has kept apart.
      this.#table.reshape(
        `ALTER TABLE ${this.#table.name} ADD COLUMN ${value} AS (${valueSql(literal)}) VIRTUAL`,
      );
      this.#columns.add(value);
    }
    return { rank, value };
  }

  /** Makes sure that there is an index over these columns, unless there are too many already. */
  ensureIndex(columns: readonly OrderedColumn[]): void {
    const list = columns.map(({ column, descending }) => (descending ? `${column} DESC` : column)).join(", ");
    const name = `${this.#table.name}_${hash(list)}`;
    if (this.#indexes.has(name) || this.#indexes.size >= maxIndexes) return;
    this.#table.reshape(`CREATE INDEX ${name} ON ${this.#table.name} (${list})`);
    this.#indexes.add(name);
  }
}

/** The same ranks as `typeRank`. */
const rankSql = (path: string): string =>
  `CASE json_type(body, ${path}) WHEN 'null' THEN 1 WHEN 'false' THEN 2 WHEN 'true' THEN 3 WHEN 'integer' THEN 4 ` +
  `WHEN 'real' THEN 4 WHEN 'text' THEN 5 WHEN 'array' THEN 6 WHEN 'object' THEN 7 ELSE 0 END`;

const valueSql = (path: string): string =>
  `CASE json_type(body, ${path}) WHEN 'integer' THEN json_extract(body, ${path}) ` +
  `WHEN 'real' THEN json_extract(body, ${path}) WHEN 'text' THEN json_extract(body, ${path}) ELSE 0 END`;
