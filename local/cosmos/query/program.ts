import { badRequest, notSupported } from "../errors.ts";
import type { Expression, Select } from "./ast.ts";
import { aggregateNamesIn, compileProjection, compileSources, hasAggregates, plainNames } from "./bind.ts";
import type { Aggregate, Bind } from "./bind.ts";
import { aggregateNames, compile } from "./evaluate.ts";
import type { Evaluate, Frame } from "./evaluate.ts";
import { parseQuery } from "./parse.ts";
import { children, conjunctsOf, parametersOf, pathFrom } from "./walk.ts";

/** A query made ready to run, whatever its parameters. */
export type Program = {
  select: Select;
  parameters: ReadonlySet<string>;
  /** The alias of the document itself, when FROM is just that. */
  root: string | undefined;
  /** Undefined when there is nothing to bind beside the document. */
  bind: Bind | undefined;
  conditions: { expression: Expression; evaluate: Evaluate }[];
  project: Evaluate;
  groupBy: Evaluate[];
  aggregates: Aggregate[];
  orderBy: { path: string[]; evaluate: Evaluate; descending: boolean }[];
  /** True when results come only after all documents are read: DISTINCT, GROUP BY, aggregates. */
  collects: boolean;
};

/** Azure's limit for the text of a query. */
const maxQueryCharacters = 512 * 1024;

/** The slot of the document. */
export const documentSlot = 0;

/** A frame to run a program in. */
export const newFrame = (parameters: Frame["parameters"], now: number): Frame => ({
  slots: [],
  parameters,
  now,
  aggregates: [],
});

/** Parses and compiles a query. Throws 400 that names what is wrong or not supported. */
export const compileQuery = (text: string): Program => {
  if (text.length > maxQueryCharacters)
    throw badRequest(`The query is longer than ${maxQueryCharacters} characters.`);
  try {
    return compileSelect(parseQuery(text));
  } catch (error) {
    if (error instanceof RangeError) throw badRequest("The query nests too deeply.");
    throw error;
  }
};

const compileSelect = (select: Select): Program => {
  const [from, ...joins] = select.sources;
  const root = from?.of.kind === "name" && !from.each ? from.alias : undefined;
  const { slots, bind } = compileFrom(select, root);
  const names = plainNames(slots);
  const aggregates: Aggregate[] = [];
  const grouped = select.groupBy.length > 0 || hasAggregates(select);
  if (grouped) checkGrouping(select);
  return {
    select,
    parameters: parametersOf(select),
    root,
    bind: root !== undefined && joins.length === 0 ? undefined : bind,
    conditions: conjunctsOf(select.where).map((expression) => ({
      expression,
      evaluate: compile(expression, names),
    })),
    project: compileProjection(
      select,
      aggregateNamesIn(slots, aggregates),
      from !== undefined && joins.length === 0 ? slots.get(from.alias) : undefined,
    ),
    groupBy: select.groupBy.map((expression) => compile(expression, names)),
    aggregates,
    orderBy: compileOrderBy(select, root, slots),
    collects: grouped || select.distinct,
  };
};

/** In FROM the first name, whatever it is, means the container: `FROM c`, `FROM x IN anything.items`. */
const compileFrom = (
  select: Select,
  root: string | undefined,
): { slots: ReadonlyMap<string, number>; bind: Bind } => {
  const [from, ...joins] = select.sources;
  if (from === undefined) return compileSources([], new Map([["", documentSlot]]));
  if (root !== undefined) return compileSources(joins, new Map([[root, documentSlot]]));
  const container = containerName(from.of);
  if (container === undefined)
    throw badRequest("FROM must begin with the container's name or an alias for it.");
  const { slots, bind } = compileSources(select.sources, new Map([[container, documentSlot]]));
  // The container's name is no alias when FROM gives another.
  if (from.alias !== container) slots.delete(container);
  return { slots, bind };
};

const containerName = (of: Expression): string | undefined => {
  if (of.kind === "name") return of.name;
  return of.kind === "member" || of.kind === "index" ? containerName(of.of) : undefined;
};

const compileOrderBy = (
  select: Select,
  root: string | undefined,
  slots: ReadonlyMap<string, number>,
): Program["orderBy"] =>
  select.orderBy.map(({ expression, descending }) => {
    const path = pathFrom(root, expression);
    if (path === undefined || path.length === 0) {
      throw badRequest(
        "Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.",
      );
    }
    if (path.some((key) => !isPlainKey(key))) throw notSupported("ORDER BY a property with such a name");
    return { path, evaluate: compile(expression, plainNames(slots)), descending };
  });

/** A property name that can stand in a path of SQLite's JSON functions as it is. */
export const isPlainKey = (key: string): boolean => key.isWellFormed() && !/["\\\p{Cc}]/u.test(key);

const checkGrouping = (select: Select): void => {
  if (select.orderBy.length > 0) throw notSupported("ORDER BY together with GROUP BY or an aggregate");
  if (select.star) throw badRequest("'SELECT *' cannot be grouped.");
  const keys = new Set(select.groupBy.map((key) => JSON.stringify(key)));
  const covered = (expression: Expression): boolean => {
    if (keys.has(JSON.stringify(expression))) return true;
    if (expression.kind === "name" || expression.kind === "subquery") return false;
    if (expression.kind === "call" && aggregateNames.has(expression.name)) return true;
    return children(expression).every(covered);
  };
  for (const { expression } of select.items) {
    if (!covered(expression)) {
      throw badRequest(
        "A property reference is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.",
      );
    }
  }
};
