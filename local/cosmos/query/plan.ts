import type { Container } from "../catalog.ts";
import { DerivedShape } from "./derived-columns.ts";
import type { Evaluate, Frame } from "./evaluate.ts";
import { after, isId, orderSteps } from "./position.ts";
import type { OrderStep, Resume, SortKey } from "./position.ts";
import type { Program } from "./program.ts";
import { inPartition, pushDown } from "./push-down.ts";
import type { Pushed } from "./push-down.ts";
import { join } from "./sql.ts";
import type { Sql } from "./sql.ts";
import { some } from "./walk.ts";

/** How a query is run over a container's table. */
export type Plan = {
  sql: Sql;
  /** The conditions that must be evaluated again on what SQLite lets through. */
  residual: Evaluate[];
  /** The paths by which the documents come, in order; then by partition key and id. */
  sortPaths: string[][];
  needsBody: boolean;
  /** True when the one row only tells how many documents there are. */
  counts: boolean;
};

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
  if (pk !== undefined) pushed.push(inPartition(pk));
  const fixed = new Set(pushed.flatMap((one) => one.fixed));
  const sort = sortKeys(program, pushed);
  const steps = orderSteps(sort, fixed, shape);
  ensureIndex(pushed, steps, shape);
  const conditions = pushed.flatMap((one) => conditionsOf(one, resume === undefined ? undefined : steps[0]));
  if (resume !== undefined) conditions.push(after(steps, resume));
  const where = join(conditions, " AND ");
  const needsBody = !isCountOnly(program) || residual.length > 0;
  // With TTL each document must be looked at: it may have expired.
  const counts = !needsBody && container.defaultTtl === undefined;
  const by = steps.map(({ column, descending }) => `${column}${descending ? " DESC" : ""}`).join(", ");
  const text =
    `SELECT ${counts ? "count(*) AS count" : `pk, id, ts, ttl${needsBody ? ", body" : ""}`} FROM ${container.documents.name}` +
    (conditions.length === 0 ? "" : ` WHERE ${where.text}`) +
    (by === "" || counts ? "" : ` ORDER BY ${by}`);
  return {
    sql: { text, values: where.values },
    residual,
    sortPaths: sort.map(({ keys }) => keys),
    needsBody,
    counts,
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
  const { root } = program;
  for (const { expression, evaluate } of program.conditions) {
    const found =
      root === undefined ? undefined : pushDown(expression, { root, partitionKeyPath, shape, frame });
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
  const range = pushed.find((one) => one.range !== undefined && !isId(one.range.keys))?.range;
  return range === undefined ? [] : [{ keys: range.keys, descending: false }];
};

/** A condition's SQL. A resumed walk begins at its position: the range's own beginning would only lead SQLite astray. */
const conditionsOf = ({ sql, range }: Pushed, walked: OrderStep | undefined): Sql[] => {
  const begins = range?.column === walked?.column ? walked : undefined;
  const lower = begins?.descending === false ? undefined : range?.lower;
  const upper = begins?.descending === true ? undefined : range?.upper;
  return [sql, lower, upper].filter((one) => one !== undefined);
};

/** Partition key, then what is held to one value, then the order: a page is then one walk along the index. */
const ensureIndex = (pushed: readonly Pushed[], steps: readonly OrderStep[], shape: DerivedShape): void => {
  const fixed = [...new Set(pushed.flatMap((one) => one.fixed))].sort();
  const rest = steps.map(({ column }) => column);
  // The key's own index serves these.
  const derived = [...fixed, ...rest].some((column) => column !== "pk" && column !== "id");
  if (!derived && (fixed.includes("pk") || (fixed.length === 0 && rest[0] === "pk"))) return;
  const head = [...fixed.filter((column) => column === "pk"), ...fixed.filter((column) => column !== "pk")];
  const flip = steps[0]?.descending === true;
  shape.ensureIndex([
    ...head.map((column) => ({ column, descending: false })),
    ...steps.map(({ column, descending }) => ({ column, descending: descending !== flip })),
  ]);
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
