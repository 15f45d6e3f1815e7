import { z } from "zod";
import { asWritten, manyLines, oneLine, shorten } from "./readable-text.ts";

/** A source writes a field as text or as a number, and leaves it out by null, by blanks or altogether. */
const scalar = z.union([z.string(), z.number()]).nullish();

/** The fields of one row of a source, read safely: every one may be of any kind. */
export class SourceRow {
  readonly warnings: string[] = [];
  readonly #fields: Record<string, unknown>;

  constructor(fields: Record<string, unknown>) {
    this.#fields = fields;
  }

  /** Whether the row has one of the fields of its own, with anything in it. */
  has(...names: string[]): boolean {
    return names.some((name) => this.text(name) !== "");
  }

  /** The first of the fields that says something, as it was written; "" when none does. What is no text is left out with a warning. */
  text(...names: string[]): string {
    for (const name of names) {
      const read = scalar.safeParse(this.#fields[name]);
      if (!read.success) this.#warn(`${name} is not a text and is left out`);
      const text = asWritten(String(read.data ?? ""));
      if (text !== "") return text;
    }
    return "";
  }

  /** As `text`, on one line. */
  line(...names: string[]): string {
    return oneLine(this.text(...names));
  }

  /** The text when it fits, else its beginning, with a warning that names the field; undefined when it is empty. */
  within(max: number, field: string, text: string): string | undefined {
    const tidy = manyLines(text);
    if (tidy.length > max) this.#warn(`${field} is longer than ${max} and is cut`);
    return tidy === "" ? undefined : shorten(tidy, max);
  }

  #warn(warning: string): void {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }
}

/** The row, when it is a JSON object; what its prototype holds is none of it. */
export const asSourceRow = (row: unknown): SourceRow | undefined => {
  const read = z.record(z.string(), z.unknown()).safeParse(row);
  return read.success ? new SourceRow(read.data) : undefined;
};
