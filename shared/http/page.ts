import { z } from "zod";
import { HttpRefusal } from "./problem.ts";

/** The query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(1024).optional(),
};

/** One page of a list; `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; nextCursor: z.ZodNullable<z.ZodString> }> =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A cursor holds the sort key of the last item seen, so that a page never shifts while the list grows. */
export const toCursor = (sortKey: string): string => Buffer.from(sortKey, "utf8").toString("base64url");

/** The sort key in a cursor. @throws HttpRefusal 400 when it is not one of ours */
export const fromCursor = (cursor: string | undefined): string | undefined => {
  if (cursor === undefined) return undefined;
  const sortKey = Buffer.from(cursor, "base64url").toString("utf8");
  if (toCursor(sortKey) !== cursor) {
    throw new HttpRefusal("invalid", "Send the nextCursor that you were given.", {
      errors: [{ path: "cursor", message: "is not a cursor of this list" }],
    });
  }
  return sortKey;
};

/** Reads one page of a list: one item more than is shown tells whether there is another page. */
export const readPage = async <Found, Item>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  read: (page: { after: string | undefined; limit: number }) => Promise<Found[]>,
  shown: { item: (found: Found) => Item; sortKey: (found: Found) => string },
): Promise<{ items: Item[]; nextCursor: string | null }> => {
  const found = await read({ after: fromCursor(cursor), limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? toCursor(shown.sortKey(last)) : null;
  return { items: items.map(shown.item), nextCursor };
};
