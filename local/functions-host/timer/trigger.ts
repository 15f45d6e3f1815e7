import { randomUUID } from "node:crypto";
import { textOption, type HostFunction } from "../bindings.ts";
import { HostError, messageOf } from "../host-error.ts";
import type { HostParts, Listener, TriggerKind } from "../listener.ts";
import { invokeWithRetry } from "../retry.ts";
import { expandSettings } from "../settings.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";
import { openTimerStore, type TimerStore } from "./store.ts";

// setTimeout takes at most a signed 32-bit number of milliseconds; a longer wait is armed again.
const longestWaitMs = 2_147_483_647;

/** timerTrigger: of all instances only the one that holds the function's lock fires. */
export const timerTrigger: TriggerKind = (target, parts) => {
  const where = `function "${target.name}"`;
  const text = textOption(target.trigger, "schedule");
  if (text === undefined) throw new HostError(`${where}: its timer has no "schedule".`);
  const zone = parts.settings.get("WEBSITE_TIME_ZONE");
  if (zone !== undefined && !/^(?:etc\/)?utc$/i.test(zone)) {
    throw new HostError(
      `${where}: WEBSITE_TIME_ZONE is "${zone}", but local/functions-host knows schedules in UTC only. Unset it and write the schedule in UTC.`,
    );
  }
  const expression = expandSettings(text, parts.settings, `${where}: its schedule`);
  return new TimerListener(target, parts, expression, parseSchedule(expression, where));
};

class TimerListener implements Listener {
  readonly #target: HostFunction;
  readonly #parts: HostParts;
  readonly #expression: string;
  readonly #schedule: Schedule;
  readonly #owner: { instanceId: string; incarnation: string };
  readonly #stopping = new AbortController();
  #store: TimerStore | undefined;
  #locking: NodeJS.Timeout | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #holds = false;
  #ranOnStartup = false;
  #running: Promise<void> = Promise.resolve();

  constructor(target: HostFunction, parts: HostParts, expression: string, schedule: Schedule) {
    this.#target = target;
    this.#parts = parts;
    this.#expression = expression;
    this.#schedule = schedule;
    this.#owner = { instanceId: parts.instanceId, incarnation: randomUUID() };
  }

  start(): Promise<void> {
    this.#store = openTimerStore(this.#parts.stateDir);
    this.#keepLock();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#waiting);
    await this.#running;
    await this.giveBack();
    this.#store?.close();
  }

  giveBack(): Promise<void> {
    clearTimeout(this.#locking);
    if (this.#holds) this.#store?.unlock(this.#target.name, this.#owner);
    return Promise.resolve();
  }

  // Takes the lock, then renews it; the holder's process dying lets it lapse, and another instance goes on.
  #keepLock(): void {
    const { timings, log } = this.#parts;
    const held = this.#holds;
    try {
      this.#holds =
        this.#store?.lock(this.#target.name, this.#owner, Date.now(), timings.leaseExpirationMs) ?? false;
    } catch (error) {
      this.#holds = false;
      log(
        "warning",
        "Host.Timer",
        `The lock of "${this.#target.name}" cannot be reached: ${messageOf(error)}`,
      );
    }
    if (this.#holds && !held) this.#begin();
    if (!this.#holds && held) {
      clearTimeout(this.#waiting);
      log("warning", "Host.Timer", `Another instance has taken the timer "${this.#target.name}".`);
    }
    const wait = this.#holds ? timings.leaseRenewMs : timings.leaseAcquireMs;
    this.#locking = setTimeout(() => {
      this.#keepLock();
    }, wait);
  }

  #begin(): void {
    const now = Date.now();
    const status = this.#store?.status(this.#target.name);
    const known = status?.schedule === this.#expression ? status : undefined;
    if (this.#target.trigger["runOnStartup"] === true && !this.#ranOnStartup) {
      this.#ranOnStartup = true;
      this.#fire(now, false);
    } else if (known !== undefined && known.next <= now && this.#monitors()) {
      this.#fire(known.next, true);
    } else {
      if (known === undefined) this.#save(0, this.#schedule.next(now));
      this.#wait(this.#schedule.next(now));
    }
  }

  // Azure's default: missed runs are noticed only for schedules of a minute or more.
  #monitors(): boolean {
    const option = this.#target.trigger["useMonitor"];
    if (typeof option === "boolean") return option;
    const first = this.#schedule.next(Date.now());
    return this.#schedule.next(first) - first >= 60_000;
  }

  #wait(due: number): void {
    if (this.#stopping.signal.aborted) return;
    const left = due - Date.now();
    this.#waiting = setTimeout(
      () => {
        if (Date.now() < due) this.#wait(due);
        else if (this.#holds) this.#fire(due, false);
      },
      Math.min(Math.max(left, 0), longestWaitMs),
    );
  }

  #fire(due: number, isPastDue: boolean): void {
    this.#running = this.#run(due, isPastDue).catch((error: unknown) => {
      const message = `"${this.#target.name}" could not be run: ${messageOf(error)}`;
      this.#parts.log("error", "Host.Timer", message);
    });
  }

  async #run(due: number, isPastDue: boolean): Promise<void> {
    const { invoker, config, log } = this.#parts;
    const status = this.#store?.status(this.#target.name);
    const next = this.#schedule.next(Math.max(due, Date.now()));
    const at = (ms: number): string => (ms === 0 ? "0001-01-01T00:00:00" : new Date(ms).toISOString());
    const info = {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: { Last: at(status?.last ?? 0), Next: at(next), LastUpdated: at(status?.updated ?? 0) },
      IsPastDue: isPastDue,
    };
    if (isPastDue)
      log("information", `Function.${this.#target.name}`, `Past due: it should have run at ${at(due)}.`);
    const outcome = await invokeWithRetry(
      invoker,
      this.#target,
      { input: { json: JSON.stringify(info) }, triggerMetadata: {}, bindingData: () => ({}) },
      this.#target.retry ?? config.retry,
      this.#stopping.signal,
    );
    // A run that the stop cut short stays due, for the instance that comes next.
    if (outcome === "stopped") return;
    const after = this.#schedule.next(Math.max(due, Date.now()));
    this.#save(due, after);
    if (this.#holds) this.#wait(after);
  }

  #save(last: number, next: number): void {
    this.#store?.save(this.#target.name, { schedule: this.#expression, last, next, updated: Date.now() });
  }
}
