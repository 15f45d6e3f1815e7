import type { StatementSync } from "node:sqlite";
import type { Store } from "./store.ts";
import { writesPerTransaction } from "./store.ts";

/** One stored document. `body` is its JSON text with the system properties in it, as it is answered. */
export type Row = {
  write: number;
  pk: string;
  id: string;
  ts: number;
  ttl: number | null;
  number: number;
  body: string;
};

/** What a query reads of a row: `body` may be left out, sort columns may be added. */
export type Columns = Record<string, number | string | null>;

/**
 * The documents of one container, a table of its own. The write number is the table's key, so the table lies in the order of the change
 * feed: a poll of it is one step down a tree. `pk` is the partition key value as canonical JSON.
 */
export class DocumentTable {
  readonly name: string;
  readonly #store: Store;
  readonly #statements = new Map<string, StatementSync>();
  #lastWrite: number;

  constructor(store: Store, containerNumber: number) {
    this.#store = store;
    this.name = `docs_${containerNumber}`;
    store.database.exec(`
      CREATE TABLE IF NOT EXISTS ${this.name} (
        write INTEGER PRIMARY KEY, pk TEXT NOT NULL, id TEXT NOT NULL, ts INTEGER NOT NULL, ttl INTEGER,
        number INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE UNIQUE INDEX IF NOT EXISTS ${this.name}_key ON ${this.name} (pk, id);
      CREATE INDEX IF NOT EXISTS ${this.name}_expiry ON ${this.name} (ts + ttl) WHERE ttl > 0;
    `);
    this.#lastWrite = Number(
      this.#prepare(`SELECT max(write) AS last FROM ${this.name}`).get()?.["last"] ?? 0,
    );
  }

  /** The number of the newest transaction that wrote here: where "from now" starts. */
  get lastTransaction(): number {
    return Math.floor(this.#lastWrite / writesPerTransaction);
  }

  get(pk: string, id: string): Row | undefined {
    return this.#prepare(
      `SELECT write, pk, id, ts, ttl, number, body FROM ${this.name} WHERE pk = ? AND id = ?`,
    ).get(pk, id) as Row | undefined;
  }

  insert({ write, pk, id, ts, ttl, number, body }: Row): void {
    this.#lastWrite = write;
    this.#prepare(
      `INSERT INTO ${this.name} (write, pk, id, ts, ttl, number, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(write, pk, id, ts, ttl, number, body);
  }

  update(oldWrite: number, { write, id, ts, ttl, body }: Row): void {
    this.#lastWrite = write;
    this.#prepare(`UPDATE ${this.name} SET write = ?, id = ?, ts = ?, ttl = ?, body = ? WHERE write = ?`).run(
      write,
      id,
      ts,
      ttl,
      body,
      oldWrite,
    );
  }

  delete(write: number): void {
    this.#prepare(`DELETE FROM ${this.name} WHERE write = ?`).run(write);
  }

  /** The documents written after this transaction, in the order in which they were written, read as the caller pulls. */
  changes(
    afterTransaction: number,
    { pk, sinceTs }: { pk: string | undefined; sinceTs: number | undefined },
  ): IterableIterator<Row> {
    const conditions = ["write >= ?"];
    const values: (number | string)[] = [(afterTransaction + 1) * writesPerTransaction];
    if (pk !== undefined) {
      conditions.push("pk = ?");
      values.push(pk);
    }
    if (sinceTs !== undefined) {
      conditions.push("ts >= ?");
      values.push(sinceTs);
    }
    // "+pk" keeps SQLite from sorting a whole partition: the feed's order is the table's own.
    const where = conditions.join(" AND ").replace("pk =", "+pk =");
    return this.#prepare(
      `SELECT write, pk, id, ts, ttl, number, body FROM ${this.name} WHERE ${where} ORDER BY write`,
    ).iterate(...values) as IterableIterator<Row>;
  }

  /** The write numbers of documents that have outlived their own TTL, or the container's default where they have none. */
  expired(defaultTtl: number, nowSeconds: number, limit: number): number[] {
    const own = `SELECT write FROM ${this.name} WHERE ttl > 0 AND ts + ttl <= ?`;
    const byDefault = `SELECT write FROM ${this.name} WHERE ttl IS NULL AND ts <= ?`;
    const rows =
      defaultTtl === -1
        ? this.#prepare(`${own} LIMIT ?`).all(nowSeconds, limit)
        : this.#prepare(`${own} UNION ALL ${byDefault} LIMIT ?`).all(
            nowSeconds,
            nowSeconds - defaultTtl,
            limit,
          );
    return rows.map((row) => Number(row["write"]));
  }

  /** Rows for a planned query, read as the caller pulls. */
  rows(sql: string, values: (number | string)[]): IterableIterator<Columns> {
    return this.#prepare(sql).iterate(...values) as IterableIterator<Columns>;
  }

  /** Runs a statement that changes the table's shape (an index, a derived column); prepared statements stay valid. */
  reshape(sql: string): void {
    this.#store.database.exec(sql);
  }

  /** The names of the derived columns and indexes that exist already. */
  shape(): { columns: Set<string>; indexes: Set<string> } {
    const names = (sql: string): Set<string> =>
      new Set(
        this.#store.database
          .prepare(sql)
          .all()
          .map((row) => String(row["name"])),
      );
    return {
      columns: names(`SELECT name FROM pragma_table_xinfo('${this.name}')`),
      indexes: names(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = '${this.name}'`),
    };
  }

  drop(): void {
    this.#statements.clear();
    this.#store.database.exec(`DROP TABLE ${this.name}`);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      // Query shapes are few; a runaway of them only costs preparing again.
      if (this.#statements.size >= maxStatements) this.#statements.clear();
      statement = this.#store.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

const maxStatements = 500;
