import { longestRowBytes } from "./row-value.ts";

/** The bytes of one row as they come in pieces; of a row that is too long nothing is kept. */
export class Collected {
  #pieces: Uint8Array[] = [];
  #length = 0;

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.isTooLong) this.#pieces = [];
    // A copy: a body may hand out the same buffer again and again.
    else if (piece.length > 0) this.#pieces.push(piece.slice());
  }

  get isTooLong(): boolean {
    return this.#length > longestRowBytes;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The bytes so far; it is empty afterwards. */
  take(): Uint8Array {
    const [only] = this.#pieces;
    const bytes = only && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    return bytes;
  }
}
