/**
 * host.json's maxConcurrentRequests (how many run at once, the rest wait) and maxOutstandingRequests (how many may run and
 * wait in all); -1 is without bound.
 */
export class Throttle {
  readonly #concurrent: number;
  readonly #outstanding: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(maxConcurrentRequests: number, maxOutstandingRequests: number) {
    this.#concurrent = maxConcurrentRequests === -1 ? Infinity : maxConcurrentRequests;
    this.#outstanding = maxOutstandingRequests === -1 ? Infinity : maxOutstandingRequests;
  }

  /** Runs the work in its turn; answers false, without running it, when too much is outstanding. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.#running + this.#waiting.length >= this.#outstanding) return false;
    if (this.#running >= this.#concurrent) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      await work();
    } finally {
      // A place that is given on stays counted.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
    return true;
  }
}
