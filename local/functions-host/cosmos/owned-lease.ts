import { messageOf } from "../host-error.ts";
import type { Holder, Lease, LeaseContent } from "./lease.ts";
import type { LeaseStore } from "./lease-store.ts";

type Options = {
  store: LeaseStore;
  me: Holder;
  expirationMs: number;
  renewMs: number;
  warn: (message: string) => void;
};

/** A lease that this instance holds: renews it on its own clock until it is released, handed over or lost. */
export class OwnedLease {
  readonly #options: Options;
  readonly #lost = new AbortController();
  #lease: Lease;
  #renewal: NodeJS.Timeout | undefined;
  // The writes of one lease follow each other, or they would refuse each other by their ETags.
  #turn: Promise<unknown> = Promise.resolve();

  /** Takes the lease; undefined when another instance was faster. */
  static async take(lease: Lease, options: Options): Promise<OwnedLease | undefined> {
    const until = Date.now() + options.expirationMs;
    const taken = await options.store.replace(lease, { owner: options.me, until, wantedBy: null });
    return taken && new OwnedLease(taken, options);
  }

  private constructor(lease: Lease, options: Options) {
    this.#lease = lease;
    this.#options = options;
    this.#renewal = setInterval(() => {
      this.#write({}).catch((error: unknown) => {
        options.warn(`The lease ${lease.id} could not be renewed: ${messageOf(error)}`);
      });
    }, options.renewMs);
  }

  get id(): string {
    return this.#lease.id;
  }

  get range(): Lease["range"] {
    return this.#lease.range;
  }

  get continuation(): string | null {
    return this.#lease.continuation;
  }

  /** Another instance asks for it: hand it over when the batch is done. */
  get isWanted(): boolean {
    return this.#lease.wantedBy !== null;
  }

  /** Aborts when another instance has the lease. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether it may still be worked on: not lost, and not so long without a renewal that others may have it. */
  get isHeld(): boolean {
    return !this.#lost.signal.aborted && Date.now() < this.#lease.until;
  }

  /** Records how far the feed has been handled; false when the lease was lost, and the progress is the other's to make. */
  checkpoint(continuation: string): Promise<boolean> {
    return this.#write({ continuation });
  }

  /** Gives the lease to whoever asked for it, or to nobody. */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    const { wantedBy } = this.#lease;
    const until = wantedBy === null ? 0 : Date.now() + this.#options.expirationMs;
    if (!this.#lost.signal.aborted) await this.#write({ owner: wantedBy, until, wantedBy: null });
  }

  #write(change: Partial<LeaseContent>): Promise<boolean> {
    const result = this.#turn.then(() => this.#writeNow(change));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #writeNow(change: Partial<LeaseContent>): Promise<boolean> {
    const { store, me, expirationMs } = this.#options;
    while (!this.#lost.signal.aborted) {
      const written = await store.replace(this.#lease, { until: Date.now() + expirationMs, ...change });
      if (written !== undefined) {
        this.#lease = written;
        return true;
      }
      // Another instance has written: it either asks for the lease, or has taken it.
      const current = await store.read(this.#lease.id);
      if (current?.owner?.incarnation === me.incarnation) this.#lease = current;
      else {
        clearInterval(this.#renewal);
        this.#lost.abort();
      }
    }
    return false;
  }
}
