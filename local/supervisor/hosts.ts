import { setTimeout as sleep } from "node:timers/promises";
import type { GatewayControl } from "./gateway-control.ts";
import { probeLiveness } from "./liveness.ts";
import type { Output } from "./output.ts";
import { hostLaunch, orchestrationsOf, text } from "./parts.ts";
import type { Servers } from "./parts.ts";
import { Part } from "./part.ts";
import type { Ready } from "./part.ts";
import { isFree } from "./ports.ts";
import type { StartSettings } from "./settings.ts";

/** One instance of the app that runs: its process, the build that it runs, and where its API is. */
export type Host = { part: Part; appDir: string; ready: Ready; base: string };

// The drain of FUNCTIONS_HOST_DRAIN_MS, and what giving back and closing take.
const stopGraceMs = 5000;
const liveWithinMs = 30_000;
const lookEachMs = 100;

/** The instances of the app: started together, replaced one by one (replacement.ts), stopped together. */
export class Hosts {
  readonly #settings: StartSettings;
  readonly #output: Output;
  readonly #gateway: GatewayControl;
  readonly #onChange: () => void;
  #servers: Servers | undefined;
  /** Those that serve, and those that are starting or ending beside them. */
  #serving: Host[] = [];
  /** Each with what ends its probes. */
  readonly #parts = new Map<Part, AbortController>();
  #next = 0;
  #stopping = false;

  /** `onChange` is called whenever an instance has come, gone, or come back. */
  constructor(settings: StartSettings, output: Output, gateway: GatewayControl, onChange: () => void) {
    this.#settings = settings;
    this.#output = output;
    this.#gateway = gateway;
    this.#onChange = onChange;
  }

  /** The instances that serve, the one on the lowest port first. */
  get serving(): readonly Host[] {
    return this.#serving;
  }

  /** The processes of all instances, also of those that do not serve yet or any more. */
  get parts(): readonly Part[] {
    return [...this.#parts.keys()];
  }

  /** The APIs of the instances that serve. */
  get apis(): string[] {
    return this.#serving.map(({ base }) => `${base}/api`);
  }

  /** Where orchestrations are managed; null when the app has none. */
  get orchestrations(): { base: string; code: string } | null {
    const [first] = this.#serving;
    return first === undefined ? null : orchestrationsOf(first.ready);
  }

  /** Starts all instances on one build, and answers once each is live. Throws with the mend when one does not come up. */
  async start(servers: Servers, appDir: string): Promise<void> {
    this.#servers = servers;
    const { instances, ports } = this.#settings;
    const starts = Array.from({ length: instances }, async (_, index) => {
      const host = await this.launch(appDir, ports.api === 0 ? 0 : ports.api + index);
      await untilAnswers(`${host.base}/api/health/live`, liveWithinMs);
      return host;
    });
    await this.serve(await Promise.all(starts), 0);
  }

  /** Starts one more instance beside those that serve; it gets no request through the gateway yet. */
  async launch(appDir: string, port?: number): Promise<Host> {
    if (this.#stopping || this.#servers === undefined) throw new Error("The system is told to stop.");
    const number = this.#next++;
    const instance = { appDir, number, port: port ?? (await this.#sparePort()) };
    const launch = hostLaunch(this.#settings, this.#servers, instance);
    const part = new Part(`functions-host-${number}`, launch, this.#output, this.#onChange);
    const probing = new AbortController();
    this.#parts.set(part, probing);
    const starting = part.start();
    this.#onChange(); // A start after a crash waits for every process that it can read of.
    try {
      const ready = await starting;
      const base = text(ready, "url");
      void probeLiveness(`${base}/api/health/live`, this.#settings.liveness, part, probing.signal);
      return { part, appDir, ready, base };
    } catch (error) {
      await this.end(part);
      throw error;
    }
  }

  /** Requests go to these from now on. Answers how many of those that left have not ended what they were asked in time. */
  async serve(hosts: readonly Host[], patienceMs: number): Promise<number> {
    this.#serving = hosts.toSorted((one, other) => portOf(one) - portOf(other));
    this.#onChange();
    return this.#gateway.rotate(
      this.#serving.map(({ base }) => base),
      patienceMs,
    );
  }

  /** Stops one instance: it ends its work, and gives its leases and locks back for the others. */
  async end(part: Part): Promise<void> {
    this.#parts.get(part)?.abort();
    await part.stop(stopGraceMs);
    this.#parts.delete(part);
    this.#onChange();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const probing of this.#parts.values()) probing.abort();
    await Promise.all(this.parts.map((part) => part.stop(stopGraceMs)));
  }

  /** One port more than there are instances is enough to replace them one by one for ever. */
  async #sparePort(): Promise<number> {
    const { instances, ports } = this.#settings;
    if (ports.api === 0) return 0;
    for (let port = ports.api; port <= ports.api + instances; port += 1) {
      if (port <= 65_535 && (await isFree(port))) return port;
    }
    return 0;
  }
}

const portOf = ({ base }: Host): number => Number(new URL(base).port);

/** Waits until an address answers with success. Throws, with what it last answered, when it does not in time. */
export const untilAnswers = async (url: string, withinMs: number): Promise<void> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const failure = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      async (response) => (response.ok ? null : `${response.status} ${await response.text()}`),
      (error: unknown) => String(error),
    );
    if (failure === null) return;
    if (performance.now() > deadline) throw new Error(`${url} does not answer: ${failure}`);
    await sleep(lookEachMs);
  }
};
