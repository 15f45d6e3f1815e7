import type { Container } from "../catalog.ts";
import type { Columns } from "../document-table.ts";
import { property } from "../json.ts";
import type { Json, JsonObject, Value } from "../json.ts";
import { isExpired } from "../ttl.ts";
import { sortValue } from "./compare.ts";
import type { Continuation } from "./continuation.ts";
import type { Frame } from "./evaluate.ts";
import { planQuery } from "./plan.ts";
import type { Plan } from "./plan.ts";
import type { Position } from "./position.ts";
import { documentSlot } from "./program.ts";
import type { Program } from "./program.ts";

/** The documents that fulfil a query's conditions, one at a time, bound in its frame. */
export class MatchingDocuments {
  /** How many documents were read so far. */
  read = 0;
  readonly #container: Container;
  readonly #program: Program;
  readonly #frame: Frame;
  readonly #plan: Plan;
  readonly #now: number;
  readonly #start: Continuation;

  constructor(
    container: Container,
    program: Program,
    frame: Frame,
    { pk, start, now }: { pk: string | undefined; start: Continuation; now: number },
  ) {
    const { position, within = 0 } = start;
    this.#container = container;
    this.#program = program;
    this.#frame = frame;
    this.#now = now;
    this.#start = start;
    this.#plan = planQuery(container, program, {
      frame,
      pk,
      resume: position && { position, inclusive: within > 0 },
    });
  }

  /** Each document that is there, not yet judged. */
  *rows(): Generator<Columns> {
    if (this.#program.select.sources.length === 0) {
      // A query without FROM has one result, whatever the container holds.
      if (this.#start.position === undefined) yield { pk: "", id: "", ts: 0, ttl: null, body: "{}" };
      return;
    }
    for (const row of this.#container.documents.rows(this.#plan.sql.text, this.#plan.sql.values)) {
      if (this.#plan.counts) {
        this.read = Number(row["count"]);
        for (let number = 0; number < this.read; number += 1) yield row;
        return;
      }
      this.read += 1;
      if (isExpired(this.#container, row as { ts: number; ttl: number | null }, this.#now)) continue;
      yield row;
    }
  }

  /** True when `SELECT *` may answer a document's text as it is stored. */
  get verbatim(): boolean {
    return this.#program.select.star && this.#program.bind === undefined && this.#plan.residual.length === 0;
  }

  /** Binds a document's aliases in the frame, once for each combination that fulfils the conditions. */
  *bind(row: Columns): Generator<Frame> {
    this.#frame.slots[documentSlot] = this.#plan.needsBody ? (JSON.parse(String(row["body"])) as Json) : {};
    for (const bound of this.#program.bind?.(this.#frame) ?? [this.#frame]) {
      if (this.#plan.residual.every((condition) => condition(bound) === true)) yield bound;
    }
  }

  /** All documents bound, one after the other. */
  *matches(): Generator<Frame> {
    for (const row of this.rows()) yield* this.bind(row);
  }

  /** The place of a document in the query's order. */
  position(row: Columns): Position {
    const document = this.#plan.sortPaths.length === 0 ? {} : (JSON.parse(String(row["body"])) as JsonObject);
    return {
      sort: this.#plan.sortPaths.map((path) => sortValue(valueAt(document, path))),
      pk: String(row["pk"]),
      id: String(row["id"]),
    };
  }
}

const valueAt = (document: JsonObject, path: readonly string[]): Value =>
  path.reduce<Value>(property, document);
