import { Collected } from "./collected.ts";
import {
  acceptedShapes,
  holders,
  pathOf,
  rowArrays,
  rowFields,
  rowObjects,
  wrappers,
} from "./json-shapes.ts";
import { JsonValueEnd } from "./json-value.ts";
import { isSpace, parseRow, sign, tooLong } from "./row-value.ts";
import type { Row } from "./row-value.ts";

/** Reads the rows of a JSON document of any of the accepted shapes, holding never more than one row in memory. */
export async function* readJsonRows(body: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const document = new JsonDocument();
  for await (const chunk of body) {
    yield* document.read(chunk);
    if (document.isBroken) return;
  }
  yield* document.end();
}

type Container = { isArray: boolean; path: string; key: string };
type Reading = { end: JsonValueEnd; as: "row" | "key" | "nothing"; bytes: Collected };
type Expected =
  "a value" | "a value or ]" | "a key" | "a key or }" | "a colon" | "a comma or the end of it" | "the end";

const closable: ReadonlySet<Expected> = new Set([
  "a value or ]",
  "a key or }",
  "a comma or the end of it",
] as const);
// Some programs write it before the document.
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Walks the envelope and cuts the rows out of it as bytes: each row is then parsed alone, so that a bad one is refused
 * alone. Where the envelope itself is broken nobody can tell where the next row begins: there the reading ends.
 */
class JsonDocument {
  isBroken = false;
  #rows: Row[] = [];
  #row = 0;
  #offset = 0;
  #expected: Expected = "a value";
  #reading: Reading | undefined;
  #foundRows = false;
  readonly #containers: Container[] = [];
  /** The document from its beginning, as long as it may itself be one row: no longer than one may be. */
  readonly #whole = new Collected();

  read(chunk: Uint8Array): Row[] {
    this.#rows = [];
    for (let at = 0; at < chunk.length && !this.isBroken;)
      at = this.#reading ? this.#readOn(this.#reading, chunk, at) : this.#step(chunk, at);
    this.#offset += chunk.length;
    this.#whole.add(chunk);
    return this.#rows;
  }

  end(): Row[] {
    this.#rows = [];
    if (this.#reading?.as === "nothing" && this.#containers.length === 0) this.#expected = "the end";
    if (this.#expected !== "the end")
      this.#break(this.#isBlank ? "the body is empty" : "the document ends in the middle", this.#offset);
    else if (!this.#foundRows) this.#asOneRow();
    return this.#rows;
  }

  get #isBlank(): boolean {
    return this.#expected === "a value" && this.#containers.length === 0 && !this.#reading;
  }

  /** One sign of the envelope. */
  #step(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] ?? 0;
    if (isSpace(byte) || byteOrderMark[this.#offset + at] === byte) return at + 1;
    const inside = this.#containers.at(-1);
    const closing = inside?.isArray === true ? sign.closeBracket : sign.closeBrace;
    if (byte === closing && closable.has(this.#expected)) return this.#close(at);
    switch (this.#expected) {
      case "a comma or the end of it":
        if (byte !== sign.comma) return this.#unexpected(byte, at);
        this.#expected = inside?.isArray === true ? "a value" : "a key";
        return at + 1;
      case "a colon":
        if (byte !== sign.colon) return this.#unexpected(byte, at);
        this.#expected = "a value";
        return at + 1;
      case "a key":
      case "a key or }":
        return byte === sign.quote ? this.#begin("key", at) : this.#unexpected(byte, at);
      case "a value":
      case "a value or ]":
        return this.#beginValue(byte, inside, at);
      case "the end":
        return this.#unexpected(byte, at);
    }
  }

  #beginValue(byte: number, inside: Container | undefined, at: number): number {
    if (byte === sign.comma || byte === sign.colon || byte === sign.closeBrace || byte === sign.closeBracket)
      return this.#unexpected(byte, at);
    if (inside?.isArray === true) return this.#begin("row", at);
    const path = inside ? pathOf(inside.path, inside.key) : "";
    if (holders.has(path)) this.#foundRows = true;
    if (byte === sign.openBracket && rowArrays.has(path)) return this.#open(true, path, at);
    if (byte === sign.openBrace && wrappers.has(path)) return this.#open(false, path, at);
    if (byte !== sign.openBrace || !rowObjects.has(path)) return this.#begin("nothing", at);
    this.#foundRows = true;
    return this.#begin("row", at);
  }

  #open(isArray: boolean, path: string, at: number): number {
    this.#containers.push({ isArray, path, key: "" });
    this.#foundRows ||= isArray;
    this.#expected = isArray ? "a value or ]" : "a key or }";
    return at + 1;
  }

  #close(at: number): number {
    this.#containers.pop();
    this.#expected = this.#containers.length === 0 ? "the end" : "a comma or the end of it";
    return at + 1;
  }

  #begin(as: Reading["as"], at: number): number {
    this.#reading = { end: new JsonValueEnd(), as, bytes: new Collected() };
    return at;
  }

  #readOn(reading: Reading, chunk: Uint8Array, from: number): number {
    const to = reading.end.scan(chunk, from);
    if (reading.as !== "nothing") reading.bytes.add(chunk.subarray(from, to));
    if (reading.end.mismatched)
      return this.#break("a bracket is closed that was not opened", this.#offset + to);
    if (reading.end.done) this.#finish(reading);
    return to;
  }

  #finish({ as, bytes }: Reading): void {
    this.#reading = undefined;
    this.#expected =
      as === "key" ? "a colon" : this.#containers.length === 0 ? "the end" : "a comma or the end of it";
    if (as === "row") {
      this.#row += 1;
      this.#rows.push(
        bytes.isTooLong ? { row: this.#row, refused: tooLong } : parseRow(this.#row, bytes.take()),
      );
    }
    const inside = this.#containers.at(-1);
    if (as === "key" && inside) inside.key = keyOf(bytes);
  }

  /** The document is an object without any rows in it: one row, or something else. */
  #asOneRow(): void {
    const read = this.#whole.isTooLong ? undefined : parseRow(1, this.#whole.take());
    if (read && "refused" in read) this.#rows.push(read);
    else if (read && isRow(read.value)) this.#rows.push(read);
    else
      this.#rows.push({ row: 1, refused: `the document has none of the accepted shapes: ${acceptedShapes}` });
  }

  #unexpected(byte: number, at: number): number {
    const seen = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
    return this.#break(`${seen} where ${this.#expected} is expected`, this.#offset + at);
  }

  #break(why: string, at: number): number {
    this.isBroken = true;
    const after = this.#row === 0 ? "" : `, after row ${this.#row}`;
    this.#rows.push({ row: this.#row + 1, refused: `not read from byte ${at} on${after}: ${why}` });
    return Number.MAX_SAFE_INTEGER;
  }
}

/** A key that is no JSON text is no key of an envelope. */
const keyOf = (bytes: Collected): string => {
  const read = bytes.isTooLong ? undefined : parseRow(0, bytes.take());
  return read && "value" in read && typeof read.value === "string" ? read.value : "\0";
};

const isRow = (value: unknown): boolean =>
  typeof value === "object" && value !== null && rowFields.some((name) => Object.hasOwn(value, name));
