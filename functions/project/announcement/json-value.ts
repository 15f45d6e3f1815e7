import { isSpace, sign } from "./row-value.ts";

// Brackets are matched by kind this deep and only counted below: memory stays flat however deep a value nests.
const matchedDepth = 64;

/** Finds where one JSON value ends, chunk by chunk, without building it. */
export class JsonValueEnd {
  done = false;
  /** A bracket closed that was not the last to open: where the value ends cannot be told. */
  mismatched = false;
  #started = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  readonly #open = new Uint8Array(matchedDepth + 1);

  /** Passes over the bytes of the value from `from` on, and tells where it stopped: after the value, or at the end of the chunk. */
  scan(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length && !this.done) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) this.#inText(byte);
      else if (byte === sign.quote) this.#inString = true;
      else if (byte === sign.openBrace || byte === sign.openBracket) this.#opens(byte);
      else if (byte === sign.closeBrace || byte === sign.closeBracket) {
        if (this.#depth === 0) return this.#ends(at);
        this.#closes(byte);
      } else if (this.#depth === 0 && this.#started && (byte === sign.comma || isSpace(byte)))
        return this.#ends(at);
      this.#started = true;
      at += 1;
    }
    return at;
  }

  /** A number or a word ends before the sign that follows it. */
  #ends(at: number): number {
    this.done = true;
    return at;
  }

  #inText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === sign.backslash) this.#escaped = true;
    else if (byte === sign.quote) {
      this.#inString = false;
      this.done = this.#depth === 0;
    }
  }

  #opens(byte: number): void {
    this.#depth += 1;
    if (this.#depth <= matchedDepth) this.#open[this.#depth] = byte;
  }

  #closes(byte: number): void {
    const opener = byte === sign.closeBrace ? sign.openBrace : sign.openBracket;
    if (this.#depth <= matchedDepth && this.#open[this.#depth] !== opener) this.mismatched = true;
    this.#depth -= 1;
    this.done = this.#depth === 0 || this.mismatched;
  }
}
