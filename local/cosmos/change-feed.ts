import type { Container } from "./catalog.ts";
import { badRequest, notSupported } from "./errors.ts";
import { maxPageBytes } from "./limits.ts";
import { writesPerTransaction } from "./store.ts";
import { isExpired } from "./ttl.ts";

/** Where a reader of the change feed stands, and how much it takes. */
export type FeedRequest = {
  mode: string;
  pk: string | undefined;
  /** An ETag from an earlier answer, `*` for from now, absent for from the beginning. */
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  maxItemCount: number;
};

/** A page of changes; none means 304. The ETag is the reader's next `If-None-Match`. */
export type FeedPage = { documents: string[]; etag: string; bytes: number };

/**
 * Reads the change feed in latest-version mode: each changed document once, as it is now, in the order of its last write.
 * The documents of one transaction are never cut apart, so a page may have more than it was asked for.
 */
export const readChangeFeed = (container: Container, request: FeedRequest, now: number): FeedPage => {
  // The SDK's name for the only mode that this server has.
  if (request.mode.toLowerCase() !== "incremental feed") {
    throw notSupported(`The change feed mode '${request.mode}'`);
  }
  const end = container.documents.lastTransaction;
  const after = position(request.ifNoneMatch, end);
  const page: FeedPage = { documents: [], etag: etag(end), bytes: 0 };
  // The empty poll, by far the most common one, does not even touch SQLite.
  if (after >= end) return page;
  const sinceTs = request.ifNoneMatch === undefined ? since(request.ifModifiedSince) : undefined;
  let transaction = after;
  for (const row of container.documents.changes(after, { pk: request.pk, sinceTs })) {
    const of = Math.floor(row.write / writesPerTransaction);
    const full = page.documents.length >= request.maxItemCount || page.bytes > maxPageBytes;
    if (full && of !== transaction) return { ...page, etag: etag(transaction) };
    transaction = of;
    if (isExpired(container, row, now)) continue;
    const document = `${row.body.slice(0, -1)},"_lsn":${of}}`;
    page.documents.push(document);
    page.bytes += document.length;
  }
  return page;
};

const etag = (transaction: number): string => `"${transaction}"`;

const position = (ifNoneMatch: string | undefined, end: number): number => {
  if (ifNoneMatch === undefined) return 0;
  if (ifNoneMatch === "*") return end;
  const match = /^"(\d+)"$/.exec(ifNoneMatch);
  if (match === null) throw badRequest(`'${ifNoneMatch}' is no ETag of a change feed of this server.`);
  return Number(match[1]);
};

/** Seconds are all that HTTP dates and `_ts` have: the whole second counts, so that nothing in it is missed. */
const since = (ifModifiedSince: string | undefined): number | undefined => {
  if (ifModifiedSince === undefined) return undefined;
  const at = Date.parse(ifModifiedSince);
  if (Number.isNaN(at)) throw badRequest(`'${ifModifiedSince}' is no HTTP date.`);
  return Math.floor(at / 1000);
};
