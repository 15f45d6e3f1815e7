import { readPage } from "../../shared/http/page.ts";

/** One item of a list, with the key by which the list is sorted. */
export type Listed<Item> = { item: Item; sortKey: string };

/** What part of a list is asked for; `after` is the sort key of the last item seen. */
export type Part = { after?: string | undefined; limit: number };

/** A page of a list, with how old the view is. Both are asked for at once. */
export const answerList = async <Item>(
  query: { limit: number; cursor?: string | undefined },
  read: (part: Part) => Promise<Listed<Item>[]>,
  asOf: () => Promise<string>,
): Promise<{ items: Item[]; nextCursor: string | null; asOf: string }> => {
  const [page, age] = await Promise.all([
    readPage<Listed<Item>, Item>(query, read, {
      item: ({ item }) => item,
      sortKey: ({ sortKey }) => sortKey,
    }),
    asOf(),
  ]);
  return { ...page, asOf: age };
};
