import type { Part } from "./part.ts";

const replyGraceMs = 2000;

/** Tells the gateway where to send requests, in the order in which it is told. */
export class GatewayControl {
  readonly #gateway: () => Part | undefined;
  #instances: readonly string[] = [];
  #origins: readonly string[] = [];
  #last = 0;

  /** `gateway` gives the part, once there is one. */
  constructor(gateway: () => Part | undefined) {
    this.#gateway = gateway;
  }

  /** The instances that it has: what a gateway that is started again begins with. */
  get instances(): readonly string[] {
    return this.#instances;
  }

  /** The origins of the pages that may call: a gateway that is started again begins with them too. */
  get origins(): readonly string[] {
    return this.#origins;
  }

  /**
   * From now on requests go to these. Resolves once those that left have ended what they were asked, or after the patience,
   * with how many requests were still under way. A gateway that dies meanwhile comes back with these.
   */
  async rotate(instances: readonly string[], patienceMs: number): Promise<number> {
    this.#instances = instances;
    const id = ++this.#last;
    const part = this.#gateway();
    if (part === undefined) return 0;
    const reply = part.hear(({ rotated }) => rotated === id, AbortSignal.timeout(patienceMs + replyGraceMs));
    part.tell({ kind: "rotate", id, instances, patienceMs });
    const { leftUnderWay = 0 } = ((await reply) ?? {}) as { leftUnderWay?: number };
    return leftUnderWay;
  }

  /** The pages of these origins may call. */
  allow(origins: readonly string[]): void {
    this.#origins = origins;
    this.#gateway()?.tell({ kind: "allow", origins });
  }
}
