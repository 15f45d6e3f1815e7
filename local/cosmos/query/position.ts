import type { SortValue } from "./compare.ts";
import type { DerivedShape, OrderedColumn } from "./derived-columns.ts";
import { join, placeholder, sql } from "./sql.ts";
import type { Sql } from "./sql.ts";

/** A place in a query's order: the sort values of a document, and its key. */
export type Position = { sort: SortValue[]; pk: string; id: string };

/** Where a planned query goes on; `inclusive` when the document there is to come again. */
export type Resume = { position: Position; inclusive: boolean };

/** A path by which documents are sorted. */
export type SortKey = { keys: string[]; descending: boolean };

/** One column of an order, and how its value at a position is written. */
export type OrderStep = OrderedColumn & { at: (position: Position) => Sql };

export const isId = (keys: readonly string[]): boolean => keys.length === 1 && keys[0] === "id";

/**
 * The columns of an order: the sort paths', then partition key and id, so that no two documents have the same place. What is held
 * to one value anyway is left out.
 */
export const orderSteps = (
  sort: readonly SortKey[],
  fixed: ReadonlySet<string>,
  shape: DerivedShape,
): OrderStep[] => {
  const descending = sort.at(-1)?.descending ?? false;
  const steps = [
    ...sort.flatMap((key, place) => stepsOf(key, place, shape)),
    { column: "pk", descending, at: ({ pk }: Position) => sql("?", pk) },
    { column: "id", descending, at: ({ id }: Position) => sql("?", id) },
  ];
  const seen = new Set(fixed);
  return steps.filter(({ column }) => {
    const fresh = !seen.has(column);
    seen.add(column);
    return fresh;
  });
};

const stepsOf = ({ keys, descending }: SortKey, place: number, shape: DerivedShape): OrderStep[] => {
  if (isId(keys)) return [{ column: "id", descending, at: ({ id }) => sql("?", id) }];
  const { rank, value } = shape.columnsOf(keys);
  const of = ({ sort }: Position): SortValue => sort[place] ?? [0, 0];
  return [
    { column: rank, descending, at: (position) => sql(String(of(position)[0])) },
    { column: value, descending, at: (position) => placeholder(of(position)[1]) },
  ];
};

/** The rows after a position, in this order. */
export const after = (steps: readonly OrderStep[], { position, inclusive }: Resume): Sql => {
  const turn = steps.findIndex(({ descending }) => descending !== steps[0]?.descending);
  if (steps.length === 0) return sql(inclusive ? "1" : "0");
  if (turn === -1) return rowComparison(steps, position, inclusive);
  // Without one direction for all there is no row comparison; that of the first columns lets SQLite seek near.
  return join(
    [rowComparison(steps.slice(0, turn), position, true), stepwise(steps, position, inclusive)],
    " AND ",
  );
};

const rowComparison = (steps: readonly OrderStep[], position: Position, inclusive: boolean): Sql => {
  const sign = `${steps[0]?.descending === true ? "<" : ">"}${inclusive ? "=" : ""}`;
  const bounds = join(
    steps.map(({ at }) => at(position)),
    ", ",
  );
  return sql(`(${steps.map(({ column }) => column).join(", ")}) ${sign} (${bounds.text})`, ...bounds.values);
};

/** a > A, or a = A and b < B, or a = A and b = B and ... */
const stepwise = (steps: readonly OrderStep[], position: Position, inclusive: boolean): Sql => {
  const cases = steps.map(({ column, descending, at }, place) => {
    const equal = steps.slice(0, place).map((before) => compared(before.column, "=", before.at(position)));
    const last = inclusive && place === steps.length - 1 ? "=" : "";
    return join([...equal, compared(column, `${descending ? "<" : ">"}${last}`, at(position))], " AND ");
  });
  const any = join(cases, " OR ");
  return sql(`(${any.text})`, ...any.values);
};

const compared = (column: string, sign: string, bound: Sql): Sql =>
  sql(`${column} ${sign} ${bound.text}`, ...bound.values);
