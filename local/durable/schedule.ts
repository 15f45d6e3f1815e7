import { randomUUID } from "node:crypto";
import type { Effects } from "./effects.ts";
import { Refusal } from "./effects.ts";
import type { Execution, Retry, Task } from "./execution.ts";
import { actionTypes, historyEvent, jsonText, type Action, type HttpRequestAction } from "./wire.ts";

/** The name under which Azure's histories show a callHttp. */
export const httpActivity = "BuiltIn::HttpActivity";

/** Azure's bound for one timer, and the wait that it makes of a longer one; both are told to the orchestrator. */
export const longestTimerMs = 6 * 24 * 3600_000;
export const longTimerStepMs = 3 * 24 * 3600_000;

/** What a turn has at hand while it schedules: what it changes, and when it takes place. */
export type Turn = { execution: Execution; effects: Effects; at: number; executionId: string };

/** Gives the task the next number and what it needs to run. */
export const schedule = (turn: Turn, task: Task, number = turn.execution.nextTask++): void => {
  const { execution, effects, at, executionId } = turn;
  execution.tasks[number] = task;
  switch (task.kind) {
    case "activity":
      effects.activities.push({ task: number, name: task.name, input: task.input });
      effects.events.push(historyEvent("TaskScheduled", at, { Name: task.name, Input: task.input }, number));
      break;
    case "http": {
      const input = jsonText(task.request);
      effects.activities.push({ task: number, name: httpActivity, input });
      effects.events.push(historyEvent("TaskScheduled", at, { Name: httpActivity, Input: input }, number));
      break;
    }
    case "child": {
      const { name, input, version } = task;
      const instanceId = task.instanceId ?? `${executionId}:${number.toString(16).toUpperCase()}`;
      effects.children.push({ task: number, instanceId, name, input, ...(version && { version }) });
      const fields = { Name: name, InstanceId: instanceId, Input: input };
      effects.events.push(historyEvent("SubOrchestrationInstanceCreated", at, fields, number));
      break;
    }
    case "timer":
    case "backoff":
    case "poll":
    case "call":
      throw new Error(`A ${task.kind} is not scheduled by itself.`);
  }
};

/** Starts a wait until `due` under the next number. */
export const wait = (turn: Turn, task: Task, due: number): number => {
  const number = turn.execution.nextTask++;
  turn.execution.tasks[number] = task;
  turn.effects.timers.push({ task: number, due });
  const fields = { FireAt: new Date(due).toISOString() };
  turn.effects.events.push(historyEvent("TimerCreated", turn.at, fields, number));
  return number;
};

/** Starts a timer, or the first or next part of one that is longer than a wait may be. */
export const startTimer = (turn: Turn, action: number, until: number): void => {
  const isLong = until - turn.at > longestTimerMs;
  const due = isLong ? turn.at + longTimerStepMs : until;
  turn.execution.timers[action] = wait(turn, { kind: "timer", action, until }, due);
};

/** Does one atomic action that was not seen before; `place` is where it stands among all. */
export const perform = (turn: Turn, action: Action, place: number): void => {
  switch (action.actionType) {
    case actionTypes.CallActivity:
    case actionTypes.CallActivityWithRetry: {
      // The library has made JSON of a string already, and of nothing else.
      const input = typeof action.input === "string" ? action.input : jsonText(action.input);
      schedule(turn, { kind: "activity", name: nameOf(action), input, ...retryOf(action) });
      break;
    }
    case actionTypes.CallSubOrchestrator:
    case actionTypes.CallSubOrchestratorWithRetry: {
      const { instanceId, version } = action;
      const input = jsonText(action.input);
      const more = { ...(instanceId && { instanceId }), ...(version && { version }), ...retryOf(action) };
      schedule(turn, { kind: "child", name: nameOf(action), input, ...more });
      break;
    }
    case actionTypes.CreateTimer:
      createTimer(turn, action, place);
      break;
    case actionTypes.CallEntity:
    case actionTypes.SignalEntity:
      sendOperation(turn, action, action.actionType === actionTypes.CallEntity);
      break;
    case actionTypes.CallHttp:
      schedule(turn, { kind: "http", request: requestOf(action) });
      break;
    case actionTypes.WaitForExternalEvent:
    case actionTypes.ContinueAsNew:
      break;
    default:
      throw new Refusal(`The action ${action.actionType} of the orchestrator is not had by local/durable.`);
  }
};

const nameOf = ({ functionName = "" }: Action): string => functionName;

const retryOf = ({ retryOptions: options }: Action): { retry?: Retry } => {
  if (options === undefined) return {};
  if (options.retryTimeoutInMilliseconds !== undefined) {
    throw new Refusal(
      "retryTimeoutInMilliseconds is not had by local/durable: durable-functions counts attempts only, so the orchestration would wait for ever once the time is over.",
    );
  }
  return { retry: { options, attempts: 0 } };
};

const requestOf = ({ httpRequest }: Action): HttpRequestAction => {
  if (httpRequest === undefined) throw new Refusal("A callHttp has no request.");
  if (httpRequest.tokenSource !== undefined && httpRequest.tokenSource !== null) {
    throw new Refusal(
      "callHttp with a tokenSource is not had by local/durable: it needs a managed identity.",
    );
  }
  return httpRequest;
};

const createTimer = (turn: Turn, { fireAt = "", isCanceled }: Action, place: number): void => {
  const until = Date.parse(fireAt);
  if (Number.isNaN(until)) throw new Refusal(`A timer has the time "${fireAt}", which is none.`);
  // Canceled before it began: it has its number all the same.
  if (isCanceled === true) turn.execution.nextTask += 1;
  else startTimer(turn, place, until);
};

const sendOperation = (turn: Turn, action: Action, isCall: boolean): void => {
  const number = turn.execution.nextTask++;
  const { instanceId: entity = "", operation: name = "" } = action;
  const request = randomUUID();
  const input = jsonText(action.input);
  if (isCall) turn.execution.tasks[number] = { kind: "call" };
  turn.effects.operations.push({ entity, name, input, request, isCall });
  // The library finds the number of the call by this event, and the reply by the id inside it.
  const message = jsonText({ id: request, op: name, signal: !isCall, input });
  const fields = { InstanceId: entity, Name: "op", Input: message };
  turn.effects.events.push(historyEvent("EventSent", turn.at, fields, number));
};
