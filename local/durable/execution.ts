import type { HttpRequestAction, RetryOptions } from "./wire.ts";

/** How often a task with retries was tried so far. */
export type Retry = { options: RetryOptions; attempts: number };

/** A task that was scheduled and has not ended; its number is the key under which it is kept. */
export type Task =
  | { kind: "activity"; name: string; input: string; retry?: Retry }
  | { kind: "child"; name: string; input: string; instanceId?: string; version?: string; retry?: Retry }
  /** `until`: the time of a timer that is longer than one wait; it goes on with the next. */
  | { kind: "timer"; action: number; until?: number }
  /** The wait before a task is tried again. */
  | { kind: "backoff"; of: Task & { retry: Retry } }
  | { kind: "http"; request: HttpRequestAction }
  /** The wait before a 202 is asked for again. `next` is the number that the request will have. */
  | { kind: "poll"; next: number; request: HttpRequestAction }
  | { kind: "call" };

/** What the engine must know of a running orchestration from one turn to the next, beside its history. */
export type Execution = {
  /** What each action was, in order: the orchestrator must ask for the same again in each turn. */
  asked: string[];
  /** durable-functions counts the tasks that it schedules; so does the engine, and the two must agree. */
  nextTask: number;
  tasks: Record<number, Task>;
  /** The open timers by the place of their action, since a timer is canceled by a mark on its action. */
  timers: Record<number, number>;
};

export const newExecution = (): Execution => ({ asked: [], nextTask: 0, tasks: {}, timers: {} });
