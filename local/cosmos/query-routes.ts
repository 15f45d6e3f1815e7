import type { Container } from "./catalog.ts";
import * as charge from "./charge.ts";
import { badRequest } from "./errors.ts";
import { isObject } from "./json.ts";
import type { Json } from "./json.ts";
import { runQuery } from "./query/run.ts";
import type { QueryCache } from "./query-cache.ts";
import { header, jsonBody, maxItemCount } from "./request.ts";
import type { Answer, CosmosRequest } from "./request.ts";

const defaultPage = 100;

type QuerySpec = { text: string; parameters: { name: string; value: Json }[] };

const parseSpec = (request: CosmosRequest): QuerySpec => {
  // A plain GET lists the documents.
  if (request.method === "GET") return { text: "SELECT * FROM c", parameters: [] };
  const body = jsonBody(request);
  const text = isObject(body) ? body["query"] : undefined;
  if (!isObject(body) || typeof text !== "string") throw badRequest("A query must be { query, parameters }.");
  const parameters = body["parameters"] ?? [];
  if (!Array.isArray(parameters)) throw badRequest("The parameters of a query must be an array.");
  return {
    text,
    parameters: parameters.map((parameter) => {
      const name = isObject(parameter) ? parameter["name"] : undefined;
      if (!isObject(parameter) || typeof name !== "string" || !name.startsWith("@")) {
        throw badRequest("A parameter of a query must have a name that begins with '@'.");
      }
      return { name, value: parameter["value"] as Json };
    }),
  };
};

/** Answers a page of a query. */
export const queryPage = (
  queries: QueryCache,
  container: Container,
  request: CosmosRequest,
  { pk, now }: { pk: string | undefined; now: number },
): Answer => {
  const spec = parseSpec(request);
  const started = performance.now();
  const page = runQuery(
    container,
    queries.get(spec.text),
    {
      ...spec,
      pk,
      maxItemCount: maxItemCount(request, defaultPage),
      continuation: header(request, "x-ms-continuation"),
    },
    now,
  );
  const count = page.results.length;
  const metrics = {
    totalExecutionTimeInMs: (performance.now() - started).toFixed(2),
    retrievedDocumentCount: page.read,
    retrievedDocumentSize: page.bytes,
    outputDocumentCount: count,
    outputDocumentSize: page.bytes,
    indexUtilizationRatio: page.read === 0 ? 1 : Math.min(1, count / page.read).toFixed(2),
  };
  return {
    status: 200,
    headers: {
      "x-ms-request-charge": String(charge.query(page)),
      "x-ms-item-count": String(count),
      "x-ms-documentdb-query-metrics": Object.entries(metrics)
        .map(([name, value]) => `${name}=${value}`)
        .join(";"),
      ...(page.continuation === undefined ? {} : { "x-ms-continuation": page.continuation }),
    },
    body: `{"_rid":"${container.rid}","Documents":[${page.results.join(",")}],"_count":${count}}`,
  };
};

/**
 * Answers a query plan that leaves the client nothing to do: with one partition key range the server evaluates all. The query is
 * compiled, so that what is not supported is refused here too.
 */
export const queryPlan = (queries: QueryCache, request: CosmosRequest): Answer => {
  const { select } = queries.get(parseSpec(request).text);
  return {
    status: 200,
    headers: { "x-ms-request-charge": String(charge.metadata) },
    body: JSON.stringify({
      partitionedQueryExecutionInfoVersion: 2,
      queryInfo: {
        distinctType: "None",
        orderBy: [],
        orderByExpressions: [],
        groupByExpressions: [],
        groupByAliases: [],
        aggregates: [],
        groupByAliasToAggregateType: {},
        rewrittenQuery: "",
        hasSelectValue: select.value,
        hasNonStreamingOrderBy: false,
      },
      queryRanges: [{ min: "", max: "FF", isMinInclusive: true, isMaxInclusive: false }],
    }),
  };
};
