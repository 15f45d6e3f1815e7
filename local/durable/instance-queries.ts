import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { toInstance, type Instance } from "./instance.ts";

/** Which orchestrations: those that pass everything that is given; times are ms since 1970. */
export type InstanceFilter = {
  createdFrom?: number | undefined;
  createdTo?: number | undefined;
  statuses?: readonly string[] | undefined;
  idPrefix?: string | undefined;
};

/** A page of orchestrations, the oldest first; `next` continues after it, undefined at the end. */
export type InstancePage = { instances: Instance[]; next: number | undefined };

const conditionOf = (filter: InstanceFilter): { sql: string; values: SQLInputValue[] } => {
  const { createdFrom, createdTo, statuses, idPrefix } = filter;
  const parts: { sql: string; values: SQLInputValue[] }[] = [];
  if (createdFrom !== undefined) parts.push({ sql: "created >= ?", values: [createdFrom] });
  if (createdTo !== undefined) parts.push({ sql: "created <= ?", values: [createdTo] });
  if (statuses !== undefined) {
    parts.push({ sql: `status IN (${statuses.map(() => "?").join(", ")})`, values: [...statuses] });
  }
  if (idPrefix !== undefined)
    parts.push({ sql: "substr(id, 1, ?) = ?", values: [idPrefix.length, idPrefix] });
  return {
    sql: parts.map(({ sql }) => ` AND ${sql}`).join(""),
    values: parts.flatMap(({ values }) => values),
  };
};

export const createInstanceQueries = (
  database: DatabaseSync,
): {
  list: (filter: InstanceFilter, page: { size: number; after: number }) => InstancePage;
  /** The ids of those that have ended. */
  ended: (filter: InstanceFilter) => string[];
} => ({
  list: (filter, { size, after }) => {
    const { sql, values } = conditionOf(filter);
    const rows = database
      .prepare(`SELECT * FROM instances WHERE number > ?${sql} ORDER BY number LIMIT ?`)
      .all(after, ...values, size + 1)
      .map(toInstance);
    const instances = rows.slice(0, size);
    return { instances, next: rows.length > size ? instances.at(-1)?.number : undefined };
  },
  ended: (filter) => {
    const { sql, values } = conditionOf(filter);
    return database
      .prepare(`SELECT id FROM instances WHERE status IN ('Completed', 'Failed', 'Terminated')${sql}`)
      .all(...values)
      .map((row) => row["id"] as string);
  },
});
