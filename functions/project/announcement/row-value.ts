/** One row of the body, or why it could not be read. `row` counts from 1 (in NDJSON: the line). */
export type Row = { row: number; value: unknown } | { row: number; refused: string };

/** A row longer than this is refused: real ones are a few kilobytes. */
export const longestRowBytes = 1024 * 1024;
export const tooLong = `the row is longer than ${longestRowBytes} bytes`;

/** A row is a flat object; what nests deeper than this was made to hurt. */
const deepest = 32;

/** Parses the bytes of one row: UTF-8, not too deep, JSON. */
export const parseRow = (row: number, bytes: Uint8Array): Row => {
  const text = decode(bytes);
  if (text === undefined) return { row, refused: "the row is not UTF-8" };
  if (depthOf(bytes) > deepest) return { row, refused: `the row nests deeper than ${deepest}` };
  try {
    return { row, value: JSON.parse(text) as unknown };
  } catch {
    return { row, refused: "the row is not JSON" };
  }
};

/** It also takes away the byte-order mark that some programs write first. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** How deep the brackets nest; strings are passed over. Bytes of a longer UTF-8 sequence are never taken for a sign. */
const depthOf = (bytes: Uint8Array): number => {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === sign.backslash) at += 1;
      else if (byte === sign.quote) inString = false;
    } else if (byte === sign.quote) inString = true;
    else if (byte === sign.openBrace || byte === sign.openBracket) most = Math.max(most, (depth += 1));
    else if (byte === sign.closeBrace || byte === sign.closeBracket) depth -= 1;
  }
  return most;
};

/** The bytes that give JSON its shape. */
export const sign = {
  quote: 0x22,
  backslash: 0x5c,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  comma: 0x2c,
  colon: 0x3a,
} as const;

/** The space that JSON allows between its signs. */
export const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
