import type { JsonObject } from "./json.ts";
import { compileQuery, documentSlot, newFrame } from "./query/program.ts";
import type { Program } from "./query/program.ts";

const maxPrograms = 500;

/** Compiled queries by their text: an app asks the same few over and over. */
export class QueryCache {
  readonly #programs = new Map<string, Program>();

  get(text: string): Program {
    let program = this.#programs.get(text);
    if (program === undefined) {
      program = compileQuery(text);
      if (this.#programs.size >= maxPrograms) this.#programs.clear();
      this.#programs.set(text, program);
    }
    return program;
  }

  /** Judges the filter predicate of a conditional patch ("FROM c WHERE ...") on a document. */
  holds(condition: string, document: JsonObject, now: number): boolean {
    const { bind, conditions } = this.get(`SELECT * ${condition}`);
    const frame = newFrame({}, now);
    frame.slots[documentSlot] = document;
    for (const bound of bind?.(frame) ?? [frame]) {
      if (conditions.every(({ evaluate }) => evaluate(bound) === true)) return true;
    }
    return false;
  }
}
