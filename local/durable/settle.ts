import type { Task } from "./execution.ts";
import { schedule, startTimer, wait, type Turn } from "./schedule.ts";
import { eventTypes, type HistoryEvent, type RetryOptions } from "./wire.ts";

const longestBackoffMs = 6 * 24 * 3600_000;
const defaultPollMs = 30_000;

/** The number of the task that the event ends; undefined when it ends none. */
export const endedTask = (event: HistoryEvent): number | undefined => {
  const number = event["TaskScheduledId"] ?? event["TimerId"];
  return typeof number === "number" ? number : undefined;
};

/**
 * Ends the task of the event, and does what the library leaves to the host: the next attempt after a failure, the next part of
 * a long timer, the next request after a 202. The library gives these their numbers before it goes on with the orchestrator.
 */
export const settle = (turn: Turn, event: HistoryEvent): void => {
  const number = endedTask(event);
  if (number === undefined) return;
  const task = turn.execution.tasks[number];
  if (task === undefined) return;
  Reflect.deleteProperty(turn.execution.tasks, number);
  switch (event.EventType) {
    case eventTypes.TaskFailed:
    case eventTypes.SubOrchestrationInstanceFailed:
      backOff(turn, task);
      break;
    case eventTypes.TaskCompleted:
      if (task.kind === "http") pollAgain(turn, task.request, event["Result"]);
      break;
    case eventTypes.TimerFired:
      goOn(turn, task);
      break;
  }
};

const backOff = (turn: Turn, task: Task): void => {
  if (!("retry" in task)) return;
  const { options, attempts } = task.retry;
  const of = { ...task, retry: { options, attempts: attempts + 1 } };
  // Also after the last attempt: the library waits for this timer before it gives the failure to the orchestrator.
  wait(turn, { kind: "backoff", of }, turn.at + delayMs(options, attempts));
};

const delayMs = (options: RetryOptions, retry: number): number => {
  const { firstRetryIntervalInMilliseconds: first, backoffCoefficient: factor = 1 } = options;
  return Math.min(first * factor ** retry, options.maxRetryIntervalInMilliseconds ?? longestBackoffMs);
};

const goOn = (turn: Turn, task: Task): void => {
  switch (task.kind) {
    case "backoff":
      if (task.of.retry.attempts < task.of.retry.options.maxNumberOfAttempts) schedule(turn, task.of);
      break;
    case "timer":
      if (task.until !== undefined && task.until > turn.at) startTimer(turn, task.action, task.until);
      else Reflect.deleteProperty(turn.execution.timers, task.action);
      break;
    case "poll":
      schedule(turn, { kind: "http", request: task.request }, task.next);
      break;
    case "activity":
    case "child":
    case "http":
    case "call":
      break;
  }
};

type HttpResult = { statusCode: number; headers?: Record<string, string> };

const pollAgain = (
  turn: Turn,
  request: Extract<Task, { kind: "http" }>["request"],
  result: unknown,
): void => {
  if (request.asynchronousPatternEnabled === false || typeof result !== "string") return;
  const { statusCode, headers = {} } = JSON.parse(result) as HttpResult;
  const location = header(headers, "location");
  if (statusCode !== 202 || location === undefined) return;
  const retryAfter = Number(header(headers, "retry-after") ?? Number.NaN);
  const pauseMs = Number.isFinite(retryAfter) ? retryAfter * 1000 : defaultPollMs;
  const again = { ...request, method: "GET", uri: new URL(location, request.uri).href };
  delete again.content;
  const task: Extract<Task, { kind: "poll" }> = { kind: "poll", next: 0, request: again };
  wait(turn, task, turn.at + pauseMs);
  // The library counts the request together with the wait before it.
  task.next = turn.execution.nextTask++;
};

const header = (headers: Record<string, string>, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
