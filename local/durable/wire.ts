// The shapes of the out-of-process contract of Durable Functions 3.x, as the package durable-functions reads and gives them.

/** DurableTask's numbers for the kinds of history events. */
export const eventTypes = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;

export type EventTypeName = keyof typeof eventTypes;

/** What a kind of event carries beyond what every event has. */
export type EventFields = Record<string, unknown>;

export type HistoryEvent = EventFields & {
  EventType: number;
  EventId: number;
  IsPlayed: false;
  Timestamp: string;
};

/** A history event at the time; `id` is that of the task which it schedules, -1 where it schedules none. */
export const historyEvent = (
  type: EventTypeName,
  at: number,
  fields: EventFields = {},
  id = -1,
): HistoryEvent => ({
  EventType: eventTypes[type],
  EventId: id,
  IsPlayed: false,
  Timestamp: new Date(at).toISOString(),
  ...fields,
});

/** durable-functions' numbers for what an orchestrator asks for. */
export const actionTypes = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallEntity: 7,
  CallHttp: 8,
  SignalEntity: 9,
  WhenAny: 11,
  WhenAll: 12,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;

export type RetryOptions = {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
};

export type HttpRequestAction = {
  method: string;
  uri: string;
  content?: string;
  headers?: Record<string, string>;
  tokenSource?: unknown;
  asynchronousPatternEnabled?: boolean;
};

/** One thing that an orchestrator asks for; which fields are there depends on `actionType`. */
export type Action = {
  actionType: number;
  functionName?: string;
  input?: unknown;
  instanceId?: string;
  version?: string;
  retryOptions?: RetryOptions;
  fireAt?: string;
  isCanceled?: boolean;
  externalEventName?: string;
  operation?: string;
  httpRequest?: HttpRequestAction;
  compoundActions?: Action[];
};

/** What an orchestrator answers to one turn: all its actions since the beginning, and whether it is done. */
export type OrchestratorState = {
  isDone: boolean;
  actions: Action[][];
  output?: unknown;
  customStatus?: unknown;
  error?: string;
};

const outOfProcData = "\n\n$OutOfProcData$:";

/** The state that a failing orchestrator puts behind its message; undefined when it failed outside its own code. */
export const stateOfFailure = (message: string): OrchestratorState | undefined => {
  const mark = message.lastIndexOf(outOfProcData);
  if (mark < 0) return undefined;
  return JSON.parse(message.slice(mark + outOfProcData.length)) as OrchestratorState;
};

/** The JSON text of a value; what JSON has no text for is null. */
export const jsonText = (value: unknown): string => JSON.stringify(value ?? null);
