import type { AlarmDocument, MarkDocument, MovedDocument, ReadingDocument } from "../documents.ts";
import { everyone } from "../domain.ts";
import type { Cursor } from "./cursor.ts";

/** A document that came or changed, as the change feed and a query show it. `_ts` is the second in which it did. */
export type Change = (AlarmDocument | ReadingDocument | MarkDocument | MovedDocument) & { _ts: number };

/** The cursor of a page that has seen this too. */
export const advance = (cursor: Cursor, { partition, _ts }: Change): Cursor =>
  partition === everyone
    ? { ...cursor, everyone: Math.max(cursor.everyone, _ts) }
    : { ...cursor, own: Math.max(cursor.own, _ts) };
