/** One entry of a history as the management API of Durable Functions gives it. */
export type HistoryEntry = { EventType: string; Timestamp: string } & Record<string, unknown>;

/** An orchestration's status with its history, as the management API gives it. */
export type ShownStatus = {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  historyEvents?: HistoryEntry[] | null;
};

const widest = 100;

/** The JSON of a value in one line that a terminal shows whole. */
export const brief = (value: unknown): string => {
  const text = value === undefined ? "" : JSON.stringify(value);
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
};

const ms = (time: unknown): number => (typeof time === "string" ? Date.parse(time) : Number.NaN);

const span = (from: unknown, to: unknown): string => {
  const took = ms(to) - ms(from);
  if (Number.isNaN(took)) return "";
  if (took < 1000) return ` in ${took} ms`;
  if (took < 120_000) return ` in ${(took / 1000).toFixed(1)} s`;
  return ` in ${duration(took)}`;
};

const duration = (took: number): string => {
  const minutes = Math.round(took / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
};

const text = (value: unknown): string => (typeof value === "string" ? value : brief(value));

const arrow = (value: unknown): string => (value === undefined || value === null ? "" : ` → ${brief(value)}`);

const tellers: Record<string, (entry: HistoryEntry) => string> = {
  ExecutionStarted: ({ FunctionName, Input }) => `${text(FunctionName)} started${arrow(Input)}`,
  ExecutionCompleted: ({ OrchestrationStatus, Result }) => `${text(OrchestrationStatus)}${arrow(Result)}`,
  ExecutionTerminated: ({ Input, Reason }) => `terminated: ${text(Input ?? Reason)}`,
  ExecutionSuspended: ({ Reason }) => `suspended: ${text(Reason)}`,
  ExecutionResumed: ({ Reason }) => `resumed: ${text(Reason)}`,
  TaskScheduled: ({ Name, Input }) => `${text(Name)} is under way${arrow(Input)}`,
  TaskCompleted: ({ FunctionName, ScheduledTime, Timestamp, Result }) =>
    `${text(FunctionName)} done${span(ScheduledTime, Timestamp)}${arrow(Result)}`,
  TaskFailed: ({ FunctionName, ScheduledTime, Timestamp, Reason }) =>
    `${text(FunctionName)} FAILED${span(ScheduledTime, Timestamp)}: ${text(Reason)}`,
  SubOrchestrationInstanceCreated: ({ Name, InstanceId }) =>
    `sub-orchestration ${text(Name)} ${text(InstanceId)} is under way`,
  SubOrchestrationInstanceCompleted: ({ FunctionName, InstanceId, ScheduledTime, Timestamp, Result }) =>
    `sub-orchestration ${text(FunctionName)} ${text(InstanceId)} done${span(ScheduledTime, Timestamp)}${arrow(Result)}`,
  SubOrchestrationInstanceFailed: ({ FunctionName, InstanceId, Reason }) =>
    `sub-orchestration ${text(FunctionName)} ${text(InstanceId)} FAILED: ${text(Reason)}`,
  TimerCreated: ({ FireAt }) => `waits until ${text(FireAt)}`,
  TimerFired: ({ FireAt }) => `timer of ${text(FireAt)} fired`,
  EventRaised: ({ Name, Input }) => `event ${text(Name)}${arrow(Input)}`,
  EventSent: ({ InstanceId, Input }) => `message to ${text(InstanceId)}${arrow(Input)}`,
};

/** An orchestration's life for a person to read: a head, then a line for each thing that happened. */
export const timeline = (status: ShownStatus): string => {
  const { name, instanceId, runtimeStatus, customStatus, createdTime, lastUpdatedTime } = status;
  const events = status.historyEvents ?? [];
  const began = events[0]?.Timestamp ?? createdTime;
  const lines = events.map((entry) => {
    const teller = tellers[entry.EventType];
    const after = `+${((ms(entry.Timestamp) - ms(began)) / 1000).toFixed(3)} s`;
    return `  ${entry.Timestamp}  ${after.padStart(14)}  ${teller?.(entry) ?? `${entry.EventType} ${brief(entry)}`}`;
  });
  return [
    `${name} ${instanceId}: ${runtimeStatus}`,
    `created ${createdTime}, last turn ${lastUpdatedTime}`,
    ...(customStatus === null || customStatus === undefined ? [] : [`custom status ${brief(customStatus)}`]),
    "",
    ...lines,
  ].join("\n");
};
