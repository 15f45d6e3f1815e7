import { randomUUID } from "node:crypto";
import { setImmediate as nextTick } from "node:timers/promises";
import { createActivityWork, type Activity, type ActivityWork } from "./activity-work.ts";
import { callHttp } from "./call-http.ts";
import type { Clock } from "./clock.ts";
import type { HubDatabase } from "./database.ts";
import { runBatch } from "./entity-batch.ts";
import { createEntityWork, type EntityTask, type EntityWork } from "./entity-work.ts";
import type { DurableFunctions } from "./functions.ts";
import { hasEnded, type Instance } from "./instance.ts";
import { createLeases, type Leases, type LeaseTimings } from "./leases.ts";
import type { Mailbox } from "./mailbox.ts";
import { createOrchestrationWork, type OrchestrationWork } from "./orchestration-work.ts";
import { runTurn } from "./orchestrator-turn.ts";
import { httpActivity } from "./schedule.ts";
import { endedTask } from "./settle.ts";
import { createTimerWork, type TimerWork } from "./timer-work.ts";

export type EngineTimings = LeaseTimings & {
  /** How often a host looks whether another one has left work. */
  pollMs: number;
};

export type EngineOptions = {
  clock: Clock;
  timings: EngineTimings;
  maxOrchestrators: number;
  maxActivities: number;
  maxOperations: number;
  instanceId: string;
  /** Gets what goes wrong in the engine itself. */
  onError: (what: string, error: unknown) => void;
};

const pauseAfterErrorMs = 1000;

/** Takes the work of a task hub and does it, side by side with the engines of other hosts on the same file. */
export class Engine {
  readonly #hub: HubDatabase;
  readonly #functions: DurableFunctions;
  readonly #options: EngineOptions;
  readonly #orchestrations: OrchestrationWork;
  readonly #activities: ActivityWork;
  readonly #entities: EntityWork;
  readonly #timers: TimerWork;
  readonly #leases: Leases;
  readonly #intervals: NodeJS.Timeout[] = [];
  readonly #idle: (() => void)[] = [];
  readonly #ended: (() => void)[] = [];
  readonly #running = { orchestrators: 0, activities: 0, entities: 0 };
  #state: "new" | "running" | "stopping" | "stopped" = "new";
  #pumping: NodeJS.Immediate | undefined;
  #alarm: { at: number; cancel: () => void } | undefined;

  constructor(hub: HubDatabase, mailbox: Mailbox, functions: DurableFunctions, options: EngineOptions) {
    const owner = randomUUID();
    this.#hub = hub;
    this.#functions = functions;
    this.#options = options;
    this.#orchestrations = createOrchestrationWork(hub, mailbox, owner);
    this.#activities = createActivityWork(hub, mailbox, owner);
    this.#entities = createEntityWork(hub, mailbox, owner);
    this.#timers = createTimerWork(hub, mailbox);
    this.#leases = createLeases(hub, owner, options.timings);
  }

  start(): void {
    const { timings, instanceId } = this.#options;
    this.#leases.enter(instanceId, Date.now());
    this.#state = "running";
    this.#every(timings.leaseRenewMs, () => {
      this.#leases.renew(instanceId, Date.now());
    });
    this.#every(timings.leaseAcquireMs, () => {
      this.#leases.freeLost(Date.now());
      // Whatever went wrong before, such as a file that was busy for too long, is tried again.
      this.wake();
    });
    this.#every(timings.pollMs, () => {
      if (this.#hub.changedElsewhere()) this.wake();
    });
    this.wake();
  }

  /** There may be work: look for it as soon as what runs now lets go of the thread. */
  wake(): void {
    if (this.#state !== "running" || this.#pumping !== undefined) return;
    this.#pumping = setImmediate(() => {
      this.#pumping = undefined;
      this.#guard("the work of the task hub", () => {
        this.#pump();
      });
    });
  }

  /** Resolves when this host runs nothing and finds nothing more to do until the clock moves on or somebody asks for more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.wake();
    });
  }

  /** When the next timer is due; undefined when no orchestration has one. */
  nextTimer(): number | undefined {
    return this.#timers.next();
  }

  /** Takes no more work and resolves once what runs has ended and is stored; `leave` gives the rest back. */
  stop(): Promise<void> {
    if (this.#state === "running") {
      this.#state = "stopping";
      // The lease is renewed until what runs has ended: nobody else is to do it again.
      for (const interval of this.#intervals.slice(1)) clearInterval(interval);
      clearImmediate(this.#pumping);
      this.#alarm?.cancel();
    }
    return new Promise((resolve) => {
      this.#ended.push(resolve);
      this.#tellEnded();
    });
  }

  /** Gives back everything; what still runs is lost, and another host does it again. */
  leave(): void {
    if (this.#state === "stopped") return;
    if (this.#state !== "new") this.#leases.leave();
    this.#state = "stopped";
    for (const interval of this.#intervals) clearInterval(interval);
  }

  #every(ms: number, run: () => void): void {
    this.#intervals.push(
      setInterval(() => {
        this.#guard("the task hub's file", run);
      }, ms),
    );
  }

  #guard(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#options.onError(what, error);
    }
  }

  #pump(): void {
    const { clock, maxOrchestrators, maxActivities, maxOperations } = this.#options;
    const running = this.#running;
    this.#setAlarm(this.#timers.fire(clock.now()));
    while (running.orchestrators < maxOrchestrators) {
      const instance = this.#orchestrations.claim();
      if (instance === undefined) break;
      this.#run("orchestrators", `orchestration ${instance.id}`, () => this.#orchestrate(instance));
    }
    while (running.activities < maxActivities) {
      const activity = this.#activities.claim();
      if (activity === undefined) break;
      this.#run("activities", `activity ${activity.name} of ${activity.instance}`, () => this.#act(activity));
    }
    while (running.entities < maxOrchestrators) {
      const task = this.#entities.claim(maxOperations);
      if (task === undefined) break;
      this.#run("entities", `entity ${task.id}`, () => this.#operate(task));
    }
    if (!this.#isBusy()) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #isBusy(): boolean {
    const { orchestrators, activities, entities } = this.#running;
    return orchestrators + activities + entities > 0;
  }

  #tellEnded(): void {
    if (this.#state === "running" || this.#isBusy()) return;
    for (const resolve of this.#ended.splice(0)) resolve();
  }

  #setAlarm(at: number | undefined): void {
    if (this.#alarm?.at === at) return;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    if (at === undefined) return;
    const cancel = this.#options.clock.wakeAt(at, () => {
      this.#alarm = undefined;
      this.wake();
    });
    this.#alarm = { at, cancel };
  }

  #run(kind: "orchestrators" | "activities" | "entities", what: string, work: () => Promise<void>): void {
    this.#running[kind] += 1;
    void work()
      .catch(async (error: unknown) => {
        // What was claimed stays claimed for a moment, so that a lasting trouble does not become a hot loop.
        if (this.#state !== "stopped") this.#options.onError(what, error);
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs).unref());
      })
      .finally(() => {
        this.#running[kind] -= 1;
        this.wake();
        this.#tellEnded();
      });
  }

  async #orchestrate(claimed: Instance): Promise<void> {
    let instance = claimed;
    try {
      while (this.#state === "running") {
        const { tasks } = instance;
        const message = this.#orchestrations.next(instance, (event) => {
          const task = endedTask(event);
          return task !== undefined && tasks?.tasks[task] === undefined;
        });
        if (message === undefined) return;
        const history = tasks === null ? [] : this.#orchestrations.history(instance.id);
        const turn = await runTurn(this.#functions, instance, message, history, this.#options.clock.now());
        const after = this.#orchestrations.commit(instance, turn);
        if (after === "lost" || hasEnded(after.status)) return;
        instance = after;
        // The activities of this turn begin now, and requests get their time on the thread.
        this.wake();
        await nextTick();
      }
    } finally {
      if (this.#state !== "stopped") this.#orchestrations.release(instance);
    }
  }

  async #act(activity: Activity): Promise<void> {
    const { name, instance: instanceId, input, trace } = activity;
    const outcome =
      name === httpActivity
        ? await callHttp(input)
        : await this.#functions.act({ name, instanceId, trace }, input);
    if (this.#state !== "stopped") this.#activities.complete(activity, outcome, this.#options.clock.now());
  }

  async #operate(task: EntityTask): Promise<void> {
    const outcome = await runBatch(this.#functions, task);
    if (this.#state !== "stopped") this.#entities.complete(task, outcome, this.#options.clock.now());
  }
}
