import { badRequest, notSupported } from "../errors.ts";
import type { JsonObject, Value } from "../json.ts";
import { accumulator } from "./aggregates.ts";
import type { Expression, Select, Source } from "./ast.ts";
import { aggregateNames, compile, define } from "./evaluate.ts";
import type { Evaluate, Frame, Names } from "./evaluate.ts";
import { children } from "./walk.ts";

/** Binds the aliases of FROM and JOIN in a frame, once for each combination of their elements. */
export type Bind = (frame: Frame) => Iterable<Frame>;

const once: Bind = (frame) => [frame];

/** True when a SELECT has an aggregate in its list; those of its subqueries are their own. */
export const hasAggregates = (select: Select): boolean =>
  select.items.some(({ expression }) => isAggregated(expression));

const isAggregated = (expression: Expression): boolean =>
  expression.kind !== "subquery" &&
  ((expression.kind === "call" && aggregateNames.has(expression.name)) ||
    children(expression).some(isAggregated));

const refuseAggregate: Names["aggregate"] = (name) => {
  throw badRequest(`The aggregate ${name} may stand only in the SELECT list.`);
};

/** The names in sight where no aggregate may be. */
export const plainNames = (slots: ReadonlyMap<string, number>): Names => ({
  slots,
  subquery: compileSubquery,
  aggregate: refuseAggregate,
});

/** Compiles sources to a `Bind`, each seeing the aliases before it, and tells the names that are in sight after them. */
export const compileSources = (
  sources: readonly Source[],
  outer: ReadonlyMap<string, number>,
): { slots: Map<string, number>; bind: Bind } => {
  const slots = new Map(outer);
  let next = Math.max(-1, ...outer.values()) + 1;
  let bind = once;
  for (const source of sources) {
    const of = compile(source.of, plainNames(slots));
    const slot = next++;
    slots.set(source.alias, slot);
    bind = nest(bind, source.each ? each(of, slot) : single(of, slot));
  }
  return { slots, bind };
};

const single =
  (of: Evaluate, slot: number): Bind =>
  (frame) => {
    const value = of(frame);
    frame.slots[slot] = value;
    return value === undefined ? [] : [frame];
  };

const each = (of: Evaluate, slot: number): Bind =>
  function* (frame) {
    const array = of(frame);
    if (!Array.isArray(array)) return;
    for (const item of array) {
      frame.slots[slot] = item;
      yield frame;
    }
  };

const nest = (outer: Bind, inner: Bind): Bind =>
  function* (frame) {
    for (const bound of outer(frame)) yield* inner(bound);
  };

/** Compiles the SELECT list to one value. Throws 400 where Azure does. */
export const compileProjection = (select: Select, names: Names, star: number | undefined): Evaluate => {
  if (select.star) {
    if (star === undefined)
      throw badRequest("'SELECT *' is only valid with a single input set (no JOIN, and a FROM).");
    return (frame) => frame.slots[star];
  }
  const [first] = select.items;
  if (select.value && first !== undefined) return compile(first.expression, names);
  const entries = select.items.map(
    ({ expression, alias }, place) =>
      [alias ?? impliedName(expression) ?? `$${place + 1}`, compile(expression, names)] as const,
  );
  if (new Set(entries.map(([key]) => key)).size < entries.length) {
    throw badRequest("The SELECT list has the same property name twice: give each an alias of its own.");
  }
  return (frame) => {
    const result: JsonObject = {};
    for (const [key, value] of entries) define(result, key, value(frame));
    return result;
  };
};

const impliedName = (expression: Expression): string | undefined => {
  if (expression.kind === "name") return expression.name;
  return expression.kind === "member" ? expression.key : undefined;
};

/** A compiled aggregate: which, and over what. */
export type Aggregate = { name: string; of: Evaluate };

/** Names where aggregates may be: each is put on the list, and its place in the frame is read in its stead. */
export const aggregateNamesIn = (slots: ReadonlyMap<string, number>, list: Aggregate[]): Names => ({
  slots,
  subquery: compileSubquery,
  aggregate: (name, args) => {
    const [arg, ...more] = args;
    if (arg === undefined || more.length > 0) throw badRequest(`The aggregate ${name} takes one argument.`);
    const place = list.push({ name, of: compile(arg, plainNames(slots)) }) - 1;
    return (frame) => frame.aggregates[place];
  },
});

/** Compiles a subquery over what is in the document: EXISTS, ARRAY, or a scalar of at most one result. */
function compileSubquery(form: "exists" | "array" | "scalar", query: Select, outer: Names): Evaluate {
  for (const [there, what] of [
    [query.top !== undefined, "TOP"],
    [query.groupBy.length > 0, "GROUP BY"],
    [query.orderBy.length > 0, "ORDER BY"],
    [query.offset !== undefined, "OFFSET LIMIT"],
    [query.distinct, "DISTINCT"],
  ] as const) {
    if (there) throw notSupported(`${what} in a subquery`);
  }
  if (form !== "exists" && !query.value) throw badRequest("A subquery for values must be 'SELECT VALUE'.");
  const { slots, bind } = compileSources(query.sources, outer.slots);
  const where = query.where && compile(query.where, plainNames(slots));
  const list: Aggregate[] = [];
  const [only] = query.sources;
  const star = only !== undefined && query.sources.length === 1 ? slots.get(only.alias) : undefined;
  const project = compileProjection(query, aggregateNamesIn(slots, list), star);
  const results = function* (frame: Frame): Iterable<Value> {
    const accumulators = list.map(({ name }) => accumulator(name));
    for (const bound of bind(frame)) {
      if (where !== undefined && where(bound) !== true) continue;
      if (list.length === 0) yield project(bound);
      else list.forEach(({ of }, place) => accumulators[place]?.add(of(bound)));
    }
    if (list.length === 0) return;
    const outerAggregates = frame.aggregates;
    frame.aggregates = accumulators.map((gathered) => gathered.result());
    yield project(frame);
    frame.aggregates = outerAggregates;
  };
  return subqueryValue(form, results);
}

const subqueryValue = (
  form: "exists" | "array" | "scalar",
  results: (frame: Frame) => Iterable<Value>,
): Evaluate => {
  switch (form) {
    case "exists":
      return (frame) => {
        for (const value of results(frame)) if (value !== undefined) return true;
        return false;
      };
    case "array":
      return (frame) => [...results(frame)].filter((value) => value !== undefined);
    case "scalar":
      return (frame) => {
        const [first, ...more] = results(frame);
        if (more.length > 0)
          throw badRequest("The cardinality of a scalar subquery result set cannot be greater than one.");
        return first;
      };
  }
};
