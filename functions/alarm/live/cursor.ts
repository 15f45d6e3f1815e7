/**
 * Up to which second a page has seen what came into each of its two partitions. Cosmos DB stamps every write with it
 * (`_ts`), so it follows the order of appearance, where the order of an alarm's own time does not: an alarm of last month
 * appears now when its customer is matched now.
 */
export type Cursor = { everyone: number; own: number };

/** The cursor as the id of an event. */
export const writeCursor = ({ everyone, own }: Cursor): string => `${everyone}-${own}`;

/** Reads the id of an event; undefined when it is not one of ours. */
export const readCursor = (id: string): Cursor | undefined => {
  const [, everyone, own] = /^(\d{1,12})-(\d{1,12})$/.exec(id) ?? [];
  return everyone === undefined || own === undefined
    ? undefined
    : { everyone: Number(everyone), own: Number(own) };
};
