import { compileRule } from "../filter/rule.ts";
import type { Rule, RuleDefinition } from "../filter/rule.ts";
import type { FilterSubject } from "../filter/subject.ts";
import type { Store } from "./store.ts";

/**
 * The rules of one subscription. Those of the configuration are put in once; rules that are added or removed over
 * AMQP stay across restarts until the configuration's own rules change.
 */
export class Rules {
  readonly #subscription: number;
  readonly #store: Store;
  readonly #rules = new Map<string, Rule>();

  constructor(subscription: number, configured: readonly RuleDefinition[], store: Store, now: number) {
    this.#subscription = subscription;
    this.#store = store;
    const wanted = JSON.stringify(configured);
    const stored = store.rows("SELECT rules FROM configured WHERE subscription = ?", subscription)[0];
    if (stored?.["rules"] === wanted) this.#load();
    else {
      store.write("DELETE FROM rules WHERE subscription = ?", subscription);
      store.write("INSERT OR REPLACE INTO configured VALUES (?, ?)", subscription, wanted);
      for (const definition of configured) this.add(definition, now);
    }
  }

  /** Whether any rule selects the message. */
  select(subject: () => FilterSubject): boolean {
    for (const rule of this.#rules.values()) if (rule.matches(subject())) return true;
    return false;
  }

  /** False when there is one of this name. Throws SqlFilterError. */
  add(definition: RuleDefinition, now: number): boolean {
    const key = definition.name.toLowerCase();
    if (this.#rules.has(key)) return false;
    this.#rules.set(key, compileRule(definition, now));
    this.#store.write(
      "INSERT INTO rules VALUES (?, ?, ?, ?)",
      this.#subscription,
      key,
      JSON.stringify(definition),
      now,
    );
    return true;
  }

  /** False when there is none of this name. */
  remove(name: string): boolean {
    const key = name.toLowerCase();
    if (!this.#rules.delete(key)) return false;
    this.#store.write("DELETE FROM rules WHERE subscription = ? AND name = ?", this.#subscription, key);
    return true;
  }

  list(skip: number, top: number): Rule[] {
    return [...this.#rules.values()].slice(skip, skip + top);
  }

  #load(): void {
    const rows = this.#store.rows(
      "SELECT name, definition, created_at FROM rules WHERE subscription = ? ORDER BY created_at, rowid",
      this.#subscription,
    );
    for (const row of rows) {
      const definition = JSON.parse(String(row["definition"])) as RuleDefinition;
      this.#rules.set(String(row["name"]), compileRule(definition, Number(row["created_at"])));
    }
  }
}
