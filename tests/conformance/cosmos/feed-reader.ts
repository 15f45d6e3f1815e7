import type { ChangeFeedIteratorOptions, ChangeFeedStartFrom, Container } from "@azure/cosmos";

type Start = ReturnType<(typeof ChangeFeedStartFrom)[keyof Omit<typeof ChangeFeedStartFrom, "prototype">]>;

/** A document as the change feed has it. */
export type Changed = { id: string; pk: string; n?: number; _lsn: number };

/** A page of the change feed. */
export type FeedPage = { ids: string[]; changes: Changed[]; statusCode: number; continuation: string };

/** Reads the change feed with the SDK, page by page. */
export const feedOf = (
  container: Container,
  changeFeedStartFrom: Start,
  options: Omit<ChangeFeedIteratorOptions, "changeFeedStartFrom"> = {},
): (() => Promise<FeedPage>) => {
  const iterator = container.items.getChangeFeedIterator<Changed>({
    ...options,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- so does the SDK's own documentation
    changeFeedStartFrom,
  });
  return async () => {
    const { result, statusCode, continuationToken } = await iterator.readNext();
    const changes = result as Changed[];
    return { ids: changes.map(({ id }) => id), changes, statusCode, continuation: continuationToken };
  };
};
