import type { Container } from "../catalog.ts";
import type { SortValue } from "./compare.ts";
import { DerivedShape } from "./derived-columns.ts";
import type { OrderedColumn } from "./derived-columns.ts";
import type { Evaluate, Frame } from "./evaluate.ts";
import type { Program } from "./program.ts";
import { placeholder, pushDown } from "./push-down.ts";
import type { Pushed, Sql } from "./push-down.ts";
import { some } from "./walk.ts";

/** A place in a query's order: the sort values of a document, and its key. */
export type Position = { sort: SortValue[]; pk: string; id: string };

/** How a query is run over a container's table. */
export type Plan = {
  sql: string;
  values: (number | string)[];
  /** The conditions that must be evaluated again on what SQLite lets through. */
  residual: Evaluate[];
  /** The paths by which the documents come, in order; then by partition key and id. */
  sortPaths: string[][];
  needsBody: boolean;
};

/** Where a planned query goes on; `inclusive` when the document there is to come again. */
export type Resume = { position: Position; inclusive: boolean };

type SortKey = { keys: string[]; descending: boolean };

const shapes = new WeakMap<Container["documents"], DerivedShape>();

const shapeOf = ({ documents }: Container): DerivedShape => {
  let shape = shapes.get(documents);
  if (shape === undefined) shapes.set(documents, (shape = new DerivedShape(documents)));
  return shape;
};

/**
 * Plans a query: as much of WHERE and ORDER BY as means the same in SQLite goes there, so that a page costs what it shows. The documents
 * always come in an order with the key as its last part, by which a continuation finds its place whatever has changed meanwhile.
 */
export const planQuery = (
  container: Container,
  program: Program,
  { frame, pk, resume }: { frame: Frame; pk: string | undefined; resume: Resume | undefined },
): Plan => {
  const shape = shapeOf(container);
  const { residual, pushed } = split(container, program, frame, shape);
  if (pk !== undefined)
    pushed.push({ sql: { text: "pk = ?", values: [pk] }, exact: true, fixesPartition: true });
  const fixed = pushed.some(({ fixesPartition }) => fixesPartition === true);
  const sort = sortKeys(program, pushed);
  const order = orderColumns(sort, fixed, shape);
  ensureIndex(pushed, sort, { fixed, order, shape });
  const conditions = pushed.map(({ sql }) => sql);
  if (resume !== undefined) conditions.push(after(resume, sort, order, fixed));
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(({ text }) => text).join(" AND ")}`;
  const needsBody = !isCountOnly(program) || residual.length > 0;
  const by = order.map(({ column, descending }) => `${column}${descending ? " DESC" : ""}`).join(", ");
  return {
    sql: `SELECT pk, id, ts, ttl${needsBody ? ", body" : ""} FROM ${container.documents.name} ${where} ORDER BY ${by}`,
    values: conditions.flatMap(({ values }) => values),
    residual,
    sortPaths: sort.map(({ keys }) => keys),
    needsBody,
  };
};

const split = (
  { partitionKeyPath }: Container,
  program: Program,
  frame: Frame,
  shape: DerivedShape,
): { residual: Evaluate[]; pushed: Pushed[] } => {
  const residual: Evaluate[] = [];
  const pushed: Pushed[] = [];
  for (const { expression, evaluate } of program.conditions) {
    const found =
      program.root === undefined
        ? undefined
        : pushDown(expression, { root: program.root, partitionKeyPath, shape, frame });
    if (found !== undefined) pushed.push(found);
    if (found?.exact !== true) residual.push(evaluate);
  }
  return { residual, pushed };
};

/** ORDER BY; or, when there is none, the path that a range is over, so that its index gives the rows in order. */
const sortKeys = (program: Program, pushed: readonly Pushed[]): SortKey[] => {
  if (program.orderBy.length > 0 && !program.collects) {
    return program.orderBy.map(({ path, descending }) => ({ keys: path, descending }));
  }
  const range = pushed.find(({ path }) => path?.equality === false)?.path;
  return range === undefined ? [] : [{ keys: range.keys, descending: false }];
};

const orderColumns = (sort: readonly SortKey[], fixed: boolean, shape: DerivedShape): OrderedColumn[] => {
  const columns = sort.flatMap(({ keys, descending }) => {
    if (isId(keys)) return [{ column: "id", descending }];
    const { rank, value } = shape.columnsOf(keys);
    return [rank, value].map((column) => ({ column, descending }));
  });
  const descending = sort.at(-1)?.descending ?? false;
  if (!fixed) columns.push({ column: "pk", descending });
  if (!columns.some(({ column }) => column === "id")) columns.push({ column: "id", descending });
  return columns;
};

const isId = (keys: readonly string[]): boolean => keys.length === 1 && keys[0] === "id";

const ensureIndex = (
  pushed: readonly Pushed[],
  sort: readonly SortKey[],
  { fixed, order, shape }: { fixed: boolean; order: OrderedColumn[]; shape: DerivedShape },
): void => {
  if (!fixed && pushed.some(({ fixesId }) => fixesId === true)) {
    shape.ensureIndex(["id", "pk"].map((column) => ({ column, descending: false })));
    return;
  }
  const equal = pushed.flatMap(({ path }) => (path?.equality === true ? [path.keys] : []));
  // The key's own index serves these.
  if (equal.length === 0 && sort.every(({ keys }) => isId(keys)) && (fixed || sort.length === 0)) return;
  const prefix = equal
    .map((keys) => shape.columnsOf(keys))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .flatMap(({ rank, value }) => [rank, value]);
  const head = new Set([...(fixed ? ["pk"] : []), ...prefix]);
  const columns = [...head].map((column) => ({ column, descending: false }));
  const flip = order[0]?.descending === true;
  const tail = order.map(({ column, descending }) => ({ column, descending: descending !== flip }));
  shape.ensureIndex([...columns, ...tail.filter(({ column }) => !head.has(column))]);
};

/** The rows after a position, in the query's order. */
const after = (
  { position, inclusive }: Resume,
  sort: readonly SortKey[],
  order: readonly OrderedColumn[],
  fixed: boolean,
): Sql => {
  const bounds: Sql[] = sort.flatMap(({ keys }, at) => {
    const [rank, value] = position.sort[at] ?? [0, 0];
    if (isId(keys)) return [{ text: "?", values: [position.id] }];
    return [{ text: String(rank), values: [] }, placeholder(value)];
  });
  if (!fixed) bounds.push({ text: "?", values: [position.pk] });
  if (bounds.length < order.length) bounds.push({ text: "?", values: [position.id] });
  const [first] = order;
  const uniform = order.every(({ descending }) => descending === first?.descending);
  if (uniform) {
    const sign = `${first?.descending === true ? "<" : ">"}${inclusive ? "=" : ""}`;
    const columns = order.map(({ column }) => column).join(", ");
    return {
      text: `(${columns}) ${sign} (${bounds.map(({ text }) => text).join(", ")})`,
      values: bounds.flatMap(({ values }) => values),
    };
  }
  return mixed(order, bounds, inclusive);
};

/** Without one direction for all there is no row comparison: a > A, or a = A and b < B, or ... */
const mixed = (order: readonly OrderedColumn[], bounds: readonly Sql[], inclusive: boolean): Sql => {
  const steps = order.map(({ column, descending }, at): Sql => {
    const equal = order
      .slice(0, at)
      .map((before, place) => `${before.column} = ${bounds[place]?.text ?? ""}`);
    const last = inclusive && at === order.length - 1 ? "=" : "";
    const text = [...equal, `${column} ${descending ? "<" : ">"}${last} ${bounds[at]?.text ?? ""}`].join(
      " AND ",
    );
    return { text: `(${text})`, values: bounds.slice(0, at + 1).flatMap(({ values }) => values) };
  });
  return {
    text: `(${steps.map(({ text }) => text).join(" OR ")})`,
    values: steps.flatMap(({ values }) => values),
  };
};

/** `SELECT VALUE COUNT(1)` and the like never look into a document. */
const isCountOnly = ({ select, collects, bind }: Program): boolean =>
  collects &&
  bind === undefined &&
  !select.star &&
  select.groupBy.length === 0 &&
  select.items.every(
    ({ expression }) => !some(expression, ({ kind }) => kind === "name" || kind === "subquery"),
  );
