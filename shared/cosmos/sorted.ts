import type { Container, SqlParameter } from "@azure/cosmos";

/** A list in the order of one sort key, read page by page from behind the last key seen. */
export type SortedQuery = {
  /** The property to sort by, as `c.index.sortKey`. Every document that the query finds must have it, each another. */
  sortKey: `c.${string}`;
  order: "ASC" | "DESC";
  /** SQL conditions, joined by AND. */
  where: readonly string[];
  parameters?: readonly SqlParameter[];
  /** The sort key of the last item of the page before. */
  after?: string | undefined;
  limit: number;
  /** One logical partition; without it the query asks all of them. */
  partition?: string;
};

/** The next `limit` documents in order. Each page is its own query, so that a page costs the same wherever it is in the list. */
export const readSorted = async <Document>(container: Container, query: SortedQuery): Promise<Document[]> => {
  const { sortKey, order, where, parameters = [], after, limit, partition } = query;
  const conditions = [
    ...where,
    ...(after === undefined ? [] : [`${sortKey} ${order === "ASC" ? ">" : "<"} @after`]),
  ];
  const { resources } = await container.items
    .query<Document>(
      {
        query: `SELECT TOP @limit * FROM c WHERE ${conditions.join(" AND ")} ORDER BY ${sortKey} ${order}`,
        parameters: [
          ...parameters,
          { name: "@limit", value: limit },
          ...(after === undefined ? [] : [{ name: "@after", value: after }]),
        ],
      },
      { ...(partition !== undefined && { partitionKey: partition }), maxItemCount: limit },
    )
    .fetchAll();
  return resources;
};
