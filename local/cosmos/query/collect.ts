import type { Value } from "../json.ts";
import { maxPageBytes } from "../limits.ts";
import { accumulator } from "./aggregates.ts";
import type { Accumulator } from "./aggregates.ts";
import { canonical, compareSortValues, compareText, sortValue } from "./compare.ts";
import type { SortValue } from "./compare.ts";
import type { Continuation } from "./continuation.ts";
import type { Frame } from "./evaluate.ts";
import type { Program } from "./program.ts";

type Collected = { sort: SortValue[]; canonical: string; value: Value };

/**
 * Results that are known only after all documents: DISTINCT, GROUP BY, aggregates. They are ordered (by ORDER BY, then by their own canonical text), so that
 * a later page finds its place by the last result given. Memory is that of the results, not of the documents.
 */
export const collect = (
  program: Program,
  frame: Frame,
  matches: Iterable<Frame>,
  { start, maxItemCount }: { start: Continuation; maxItemCount: number },
): { results: string[]; bytes: number; next: Continuation | undefined } => {
  const grouped = program.aggregates.length > 0 || program.groupBy.length > 0;
  const all = grouped ? groups(program, frame, matches) : distinct(program, matches);
  const compare = comparison(program);
  const { collected } = start;
  const ordered = all.filter((one) => collected === undefined || compare(one, collected) > 0).sort(compare);
  const rest = ordered.slice(
    start.offset,
    start.remaining === null ? undefined : start.offset + start.remaining,
  );
  const results: string[] = [];
  let bytes = 0;
  let last: Collected | undefined;
  for (const one of rest) {
    if (last !== undefined && (results.length >= maxItemCount || bytes >= maxPageBytes)) {
      const remaining = start.remaining === null ? null : start.remaining - results.length;
      const place = { sort: last.sort, canonical: last.canonical };
      return { results, bytes, next: { of: start.of, collected: place, offset: 0, remaining } };
    }
    const text = JSON.stringify(one.value);
    results.push(text);
    bytes += text.length;
    last = one;
  }
  return { results, bytes, next: undefined };
};

const comparison =
  ({ orderBy }: Program) =>
  (a: Pick<Collected, "sort" | "canonical">, b: Pick<Collected, "sort" | "canonical">): number => {
    for (const [at, { descending }] of orderBy.entries()) {
      const [left, right] = [a.sort[at], b.sort[at]];
      const order = left === undefined || right === undefined ? 0 : compareSortValues(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return compareText(a.canonical, b.canonical);
  };

const distinct = (program: Program, matches: Iterable<Frame>): Collected[] => {
  const found = new Map<string, Collected>();
  for (const bound of matches) {
    const value = program.project(bound);
    const key = canonical(value);
    if (value === undefined || found.has(key)) continue;
    const sort = program.orderBy.map(({ evaluate }) => sortValue(evaluate(bound)));
    found.set(key, { sort, canonical: key, value });
  }
  return [...found.values()];
};

type Group = { slots: Value[]; accumulators: Accumulator[] };

const groups = (program: Program, frame: Frame, matches: Iterable<Frame>): Collected[] => {
  const found = new Map<string, Group>();
  const start = (): Group => ({
    slots: program.groupBy.length === 0 ? [] : [...frame.slots],
    accumulators: program.aggregates.map(({ name }) => accumulator(name)),
  });
  // An aggregate without GROUP BY has its one result even over nothing.
  if (program.groupBy.length === 0) found.set("", start());
  for (const bound of matches) {
    const key = program.groupBy.map((of) => canonical(of(bound))).join("\n");
    let group = found.get(key);
    if (group === undefined) found.set(key, (group = start()));
    program.aggregates.forEach(({ of }, place) => group.accumulators[place]?.add(of(bound)));
  }
  const results = [...found.entries()].map(([key, { slots, accumulators }]): Collected => {
    const value = program.project({ ...frame, slots, aggregates: accumulators.map((one) => one.result()) });
    return { sort: [], canonical: key, value };
  });
  const defined = results.filter(({ value }) => value !== undefined);
  return program.select.distinct ? distinctValues(defined) : defined;
};

const distinctValues = (results: readonly Collected[]): Collected[] => [
  ...new Map(
    results.map((one) => [canonical(one.value), { ...one, canonical: canonical(one.value) }]),
  ).values(),
];
