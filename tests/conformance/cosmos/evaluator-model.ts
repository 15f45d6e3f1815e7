import assert from "node:assert/strict";
import type { Catalog } from "../../../local/cosmos/catalog.ts";
import type { Container } from "../../../local/cosmos/catalog.ts";
import { Documents } from "../../../local/cosmos/documents.ts";
import type { Json, JsonObject } from "../../../local/cosmos/json.ts";
import { compareSortValues, compareText, sortValue } from "../../../local/cosmos/query/compare.ts";
import { compileQuery, newFrame } from "../../../local/cosmos/query/program.ts";
import { runQuery } from "../../../local/cosmos/query/run.ts";
import type { Store } from "../../../local/cosmos/store.ts";

/** The moment at which all happens. */
export const now = Date.UTC(2026, 2, 2);

/** Ids that tempt: prefixes of each other, other planes, the last code point. */
export const ids = ["a", "b", "ab", "\u{1F600}", "\uFFFD", "a\u{10FFFF}"];

/** A container of these documents, and the documents as they are stored. */
export const filled = (
  catalog: Catalog,
  store: Store,
  documents: readonly object[],
): { container: Container; stored: JsonObject[] } => {
  for (const database of catalog.databases.values()) catalog.deleteDatabase(database);
  const container = catalog.createContainer(catalog.createDatabase("d"), {
    id: "c",
    partitionKey: { paths: ["/pk"] },
  });
  const writer = new Documents(container, now, () => false);
  const stored = new Map<string, JsonObject>();
  for (const each of documents) {
    const copy = JSON.parse(JSON.stringify(each)) as JsonObject;
    const id = copy["id"] as string;
    const { body = "" } = store.transaction(
      (next) => writer.upsert(next, JSON.stringify(copy["pk"]), copy, {}),
      { savepoint: false },
    );
    stored.set(JSON.stringify([copy["pk"], id]), JSON.parse(body) as JsonObject);
  }
  return { container, stored: [...stored.values()] };
};

/** What is asked beside the query's text. */
export type Question = {
  orderBy: [string, boolean][];
  pk: string | undefined;
  parameters: { name: string; value: Json }[];
};

/** The same question answered by the evaluator alone, over all documents in memory. */
export const expected = (
  stored: readonly JsonObject[],
  text: string,
  { pk, orderBy, parameters }: Question,
): JsonObject[] => {
  const program = compileQuery(text);
  const evaluate = (each: JsonObject): ReturnType<typeof newFrame> => {
    const frame = newFrame(
      Object.fromEntries(parameters.map(({ name, value: given }) => [name, given])),
      now,
    );
    frame.slots[0] = each;
    return frame;
  };
  const keyOf = (each: JsonObject): [string, string] => [JSON.stringify(each["pk"]), each["id"] as string];
  return stored
    .filter((each) => pk === undefined || JSON.stringify(each["pk"]) === pk)
    .filter((each) => program.conditions.every((one) => one.evaluate(evaluate(each)) === true))
    .sort((a, b) => {
      for (const { evaluate: of, descending } of program.orderBy) {
        const sign = compareSortValues(sortValue(of(evaluate(a))), sortValue(of(evaluate(b))));
        if (sign !== 0) return descending ? -sign : sign;
      }
      const [left, right] = [keyOf(a), keyOf(b)];
      const byKey = compareText(left[0], right[0]) || compareText(left[1], right[1]);
      return orderBy.at(-1)?.[1] === true ? -byKey : byKey;
    });
};

/** All pages of a query. */
export const paged = (
  container: Container,
  query: string,
  { pk, parameters }: Question,
  maxItemCount: number,
): JsonObject[] => {
  const results: JsonObject[] = [];
  let continuation: string | undefined;
  let pages = 0;
  do {
    const page = runQuery(
      container,
      compileQuery(query),
      { text: query, parameters, pk, maxItemCount, continuation },
      now,
    );
    assert.ok(page.results.length <= maxItemCount);
    results.push(...page.results.map((result) => JSON.parse(result) as JsonObject));
    continuation = page.continuation;
    pages += 1;
    assert.ok(pages < 100, `${query} never ends`);
  } while (continuation !== undefined);
  return results;
};
