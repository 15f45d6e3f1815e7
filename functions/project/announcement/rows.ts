import { readJsonRows } from "./json-rows.ts";
import { readNdjsonRows } from "./ndjson-rows.ts";
import type { Row } from "./row-value.ts";

export type { Row } from "./row-value.ts";

/**
 * Reads the rows of a file of announcements as it comes in, in constant memory, and never throws for what is in it: a bad
 * row is refused with the reason, and the others are read. Only an error of the body itself is passed on.
 */
export const readRows = (body: AsyncIterable<Uint8Array>, format: "json" | "ndjson"): AsyncGenerator<Row> =>
  format === "json" ? readJsonRows(body) : readNdjsonRows(body);
