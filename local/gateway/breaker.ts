import type { GatewayPolicy } from "./policy.ts";
import { Refusal } from "./problem.ts";

/** Keeps callers from waiting for an app that fails: after enough failures nothing is asked for a while. `now` is in ms. */
export class Breaker {
  readonly #rule: GatewayPolicy["breaker"];
  #failures: number[] = [];
  #openUntil = 0;

  constructor(rule: GatewayPolicy["breaker"]) {
    this.#rule = rule;
  }

  /** Throws a Refusal 503 with Retry-After while the breaker is open. */
  pass(now: number): void {
    if (now >= this.#openUntil) return;
    throw new Refusal("unavailable", "The service fails at the moment, and is left alone for a while.", {
      "retry-after": String(Math.max(1, Math.ceil((this.#openUntil - now) / 1000))),
    });
  }

  /** Notes an answer of the app; no answer at all is status 0. */
  note(status: number, retryAfter: string | undefined, now: number): void {
    const { failures, intervalSeconds, tripSeconds, acceptRetryAfter, statuses } = this.#rule;
    const isFailure = status === 0 || statuses.some(({ from, to }) => status >= from && status <= to);
    if (!isFailure || now < this.#openUntil) return;
    this.#failures = [...this.#failures.filter((at) => at > now - intervalSeconds * 1000), now];
    if (this.#failures.length < failures) return;
    const asked = acceptRetryAfter ? Number(retryAfter) : NaN;
    this.#openUntil = now + (Number.isInteger(asked) && asked > 0 ? asked : tripSeconds) * 1000;
    this.#failures = [];
  }
}
