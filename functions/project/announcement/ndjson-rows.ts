import { Collected } from "./collected.ts";
import { isSpace, parseRow, tooLong } from "./row-value.ts";
import type { Row } from "./row-value.ts";

const newline = 0x0a;

/** Reads one JSON value per line. A line that is too long, no UTF-8 or no JSON is refused alone; empty lines are no rows. */
export async function* readNdjsonRows(body: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const line = new Collected();
  let row = 1;
  for await (const chunk of body) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      line.add(chunk.subarray(from, end));
      const read = readLine(row, line);
      if (read) yield read;
      row += 1;
      from = end + 1;
    }
    line.add(chunk.subarray(from));
  }
  const last = readLine(row, line);
  if (last) yield last;
}

const readLine = (row: number, line: Collected): Row | undefined => {
  const isTooLong = line.isTooLong;
  const bytes = line.take();
  if (isTooLong) return { row, refused: tooLong };
  return bytes.every(isSpace) ? undefined : parseRow(row, bytes);
};
