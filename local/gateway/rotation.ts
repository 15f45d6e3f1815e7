import { setTimeout as sleep } from "node:timers/promises";

/** One instance of the app behind the gateway. */
export type Instance = {
  base: string;
  ready: boolean;
  /** The requests that it is answering now, each with a way to end its answer. */
  underWay: Set<{ isStream: boolean; end: () => void }>;
};

const drainLookMs = 20;

/** The instances that requests go to, in turn. */
export class Rotation {
  readonly #healthPath: string;
  readonly #checkEachMs: number;
  readonly #closing = new AbortController();
  #instances: Instance[] = [];
  #next = 0;

  /** Asks each instance for `healthPath` every `checkEachMs`. */
  constructor(healthPath: string, checkEachMs: number) {
    this.#healthPath = healthPath;
    this.#checkEachMs = checkEachMs;
  }

  /**
   * From now on requests go to these. Resolves once those that left have ended what they were asked, or after the
   * patience; their streams are ended at once, since a stream's reader comes back by itself, to another.
   */
  async replace(bases: readonly string[], patienceMs: number): Promise<{ leftUnderWay: number }> {
    const stays = this.#instances.filter(({ base }) => bases.includes(base));
    const left = this.#instances.filter(({ base }) => !bases.includes(base));
    const come = bases
      .filter((base) => !stays.some((instance) => instance.base === base))
      .map((base): Instance => ({ base, ready: true, underWay: new Set() }));
    this.#instances = [...stays, ...come];
    for (const instance of come) void this.#watch(instance);
    const deadline = performance.now() + patienceMs;
    for (const { underWay } of left) for (const { isStream, end } of underWay) if (isStream) end();
    const count = (): number => left.reduce((sum, { underWay }) => sum + underWay.size, 0);
    while (count() > 0 && performance.now() < deadline) await sleep(drainLookMs);
    return { leftUnderWay: count() };
  }

  /** The instances in the order in which to try them. None is ready: then all, since an answer may still come of it. */
  order(): readonly Instance[] {
    const ready = this.#instances.filter((instance) => instance.ready);
    const usable = ready.length > 0 ? ready : this.#instances;
    if (usable.length === 0) return [];
    const first = this.#next++ % usable.length;
    return [...usable.slice(first), ...usable.slice(0, first)];
  }

  close(): void {
    this.#closing.abort();
  }

  async #watch(instance: Instance): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted && this.#instances.includes(instance)) {
      const timeout = AbortSignal.timeout(this.#checkEachMs * 2);
      instance.ready = await fetch(`${instance.base}${this.#healthPath}`, {
        signal: AbortSignal.any([signal, timeout]),
      }).then(
        async (response) => {
          await response.body?.cancel();
          return response.ok;
        },
        () => false,
      );
      await sleep(this.#checkEachMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
