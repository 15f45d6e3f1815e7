import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Output } from "./output.ts";
import type { Environment } from "./settings.ts";

/** What a part says when it is ready (see ../process.ts): where it is. */
export type Ready = Record<string, unknown>;

/** How to start a part. `before` is what it said when it was ready the last time: it must come back on the same ports. */
export type Launch = (before: Ready | undefined) => {
  module: string;
  args?: string[];
  /** For Node itself. */
  nodeArgs?: string[];
  environment: Environment;
};

const readyWithinMs = 30_000;
const firstPauseMs = 200;
const longestPauseMs = 5000;
const stableAfterMs = 10_000;
const crashLoop = 3;
const lastWords = 10;

/** One process of the system, started again whenever it dies before it is told to stop. */
export class Part {
  readonly name: string;
  readonly #launch: Launch;
  readonly #output: Output;
  readonly #onReady: () => void;
  #child: ChildProcess | undefined;
  #ready: Ready | undefined;
  #upPid: number | undefined;
  #stopping = false;
  #restarts = 0;
  #pauseMs = firstPauseMs;
  #deaths = 0;

  /** `onReady` is called whenever the part has come back. */
  constructor(name: string, launch: Launch, output: Output, onReady: () => void) {
    this.name = name;
    this.#launch = launch;
    this.#output = output;
    this.#onReady = onReady;
  }

  /** The number of the process that runs now. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Sends the running process a message; one that it does not get is lost. */
  tell(message: Record<string, unknown>): void {
    const child = this.#child;
    if (child?.connected === true) child.send(message, () => undefined);
  }

  /** Resolves with the first message of the running process that fits; undefined when it ends before, or the signal aborts. */
  async hear(fits: (message: Ready) => boolean, signal: AbortSignal): Promise<Ready | undefined> {
    const child = this.#child;
    if (child === undefined || hasEnded(child)) return undefined;
    return new Promise((resolve) => {
      const settle = (message?: Ready): void => {
        child.off("message", listen).off("exit", end);
        signal.removeEventListener("abort", end);
        resolve(message);
      };
      const listen = (message: unknown): void => {
        if (fits(message as Ready)) settle(message as Ready);
      };
      const end = (): void => {
        settle();
      };
      child.on("message", listen).on("exit", end);
      signal.addEventListener("abort", end);
    });
  }

  /** How often the process has come back. */
  get restarts(): number {
    return this.#restarts;
  }

  /** The number of the process, once it is ready and as long as it runs. */
  get upPid(): number | undefined {
    return this.#upPid;
  }

  /** Ends the process at once, so that another takes its place: for one that does not hear a gentler word. */
  restart(why: string): void {
    if (this.#stopping) return;
    this.#output.warn(`${this.name} (process ${this.#child?.pid ?? "none"}) is restarted: ${why}.`);
    this.#child?.kill("SIGKILL");
  }

  /** Starts the process and keeps it up from then on. Throws with its last words when it does not come up. */
  async start(): Promise<Ready> {
    const child = this.#spawn();
    const ready = await this.#untilReady(child);
    this.#keepUp(child);
    return ready;
  }

  /** Tells the process to stop, and kills it when it has not within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === undefined || hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const timer = new AbortController();
    const late = sleep(graceMs, "late", { signal: timer.signal }).catch(() => "in time");
    if ((await Promise.race([ended, late])) === "late") {
      this.#output.warn(`${this.name} did not stop within ${graceMs} ms and is killed.`);
      child.kill("SIGKILL");
      await ended;
    }
    timer.abort();
  }

  #spawn(): ChildProcess {
    const { module, args = [], nodeArgs = [], environment } = this.#launch(this.#ready);
    const child = fork(module, args, {
      env: environment,
      execArgv: ["--disable-warning=ExperimentalWarning", "--enable-source-maps", ...nodeArgs],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A group of its own: Ctrl-C reaches this process alone, which then stops the parts in their order.
      detached: true,
    });
    this.#child = child;
    child.on("error", (error) => {
      this.#output.warn(`${this.name}: ${error.message}`);
    });
    const { pid, stdout: out, stderr: err } = child;
    if (out !== null && err !== null) this.#output.follow(this.name, { pid, out, err });
    return child;
  }

  async #untilReady(child: ChildProcess): Promise<Ready> {
    const words: string[] = [];
    child.stderr?.on("data", (chunk: Buffer) => words.push(...chunk.toString("utf8").trimEnd().split("\n")));
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const ready = once(child, "message", { signal }).then(([message]) => message as Ready);
      const exit = once(child, "exit", { signal }).then(([code, killer]) => {
        const how =
          code === null ? `was killed by ${String(killer)}` : `ended with exit code ${String(code)}`;
        throw new Error(
          [`${this.name} ${how} before it was ready.`, ...words.slice(-lastWords)].join("\n  "),
        );
      });
      const late = sleep(readyWithinMs, undefined, { signal }).then(() => {
        child.kill("SIGKILL");
        throw new Error(`${this.name} was not ready within ${readyWithinMs / 1000} s.`);
      });
      this.#ready = await Promise.race([ready, exit, late]);
      return this.#ready;
    } finally {
      // The waits that lost the race end here, and nobody needs to hear of it.
      settled.abort();
    }
  }

  /** Starts the process again when it ends unasked, with longer and longer pauses while it does not stay up. */
  #keepUp(child: ChildProcess): void {
    const since = performance.now();
    this.#upPid = child.pid;
    child.once("exit", (code, signal) => {
      this.#upPid = undefined;
      if (this.#stopping) return;
      if (performance.now() - since > stableAfterMs) [this.#pauseMs, this.#deaths] = [firstPauseMs, 0];
      this.#deaths += 1;
      this.#output.warn(`${this.name} died (${howItDied(code, signal)}) and is started again.`);
      if (this.#deaths >= crashLoop) {
        this.#output.warn(
          `${this.name} does not stay up: it died ${this.#deaths} times within ${stableAfterMs / 1000} s of its start, ` +
            `and is tried again in ${this.#pauseMs / 1000} s. Why is in its log.`,
        );
      }
      void this.#comeBack();
    });
  }

  async #comeBack(): Promise<void> {
    for (;;) {
      await sleep(this.#pauseMs);
      this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
      if (this.#stopping) return;
      const child = this.#spawn();
      const failure = await this.#untilReady(child).then(() => null, errorOf);
      if (failure === null) {
        this.#keepUp(child);
        this.#restarts += 1;
        this.#onReady();
        return;
      }
      this.#output.warn(failure.message);
    }
  }
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** V8 ends a process whose heap is full by abort(3). */
const howItDied = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === "SIGABRT" || code === 134
    ? "SIGABRT, as Node does when its memory is used up"
    : (signal ?? `exit code ${code ?? "unknown"}`);
