import { eventTypes, type HistoryEvent } from "../wire.ts";

const nameOf = new Map<number, string>(Object.entries(eventTypes).map(([name, number]) => [number, name]));

/** One entry of a history as the management API shows it. */
export type HistoryEntry = { EventType: string; Timestamp: string } & Record<string, unknown>;

/**
 * The history as Azure's management API shows it: kinds by their name, the turns themselves left out, and a task that has ended
 * as one entry with its name and the time at which it was scheduled.
 */
export const viewHistory = (
  events: readonly HistoryEvent[],
  show: { input: boolean; output: boolean },
): HistoryEntry[] => {
  const scheduled = new Map<number, HistoryEvent>();
  const ended = new Set<number>();
  for (const event of events) {
    const number = taskEndedBy(event);
    if (number !== undefined) ended.add(number);
    else if (event.EventId >= 0) scheduled.set(event.EventId, event);
  }
  return events.flatMap((event) => {
    const { EventType: type, EventId: id } = event;
    if (type === eventTypes.OrchestratorStarted || type === eventTypes.OrchestratorCompleted) return [];
    if (id >= 0 && ended.has(id)) return [];
    const number = taskEndedBy(event);
    return [entryOf(event, number === undefined ? undefined : scheduled.get(number), show)];
  });
};

const taskEndedBy = (event: HistoryEvent): number | undefined => {
  const number = event["TaskScheduledId"] ?? event["TimerId"];
  return typeof number === "number" ? number : undefined;
};

const entryOf = (
  event: HistoryEvent,
  from: HistoryEvent | undefined,
  show: { input: boolean; output: boolean },
): HistoryEntry => {
  const type = event.EventType;
  const entry: HistoryEntry = { ...event, EventType: nameOf.get(type) ?? String(type) };
  for (const name of ["EventId", "IsPlayed", "TaskScheduledId", "TimerId"]) {
    Reflect.deleteProperty(entry, name);
  }
  if (type === eventTypes.ExecutionStarted) {
    entry["FunctionName"] = entry["Name"];
    Reflect.deleteProperty(entry, "Name");
  }
  if (from !== undefined) {
    entry["ScheduledTime"] = from.Timestamp;
    if (from["Name"] !== undefined) entry["FunctionName"] = from["Name"];
    if (from["InstanceId"] !== undefined) entry["InstanceId"] = from["InstanceId"];
    if (from["Input"] !== undefined) entry["Input"] = from["Input"];
  }
  showText(entry, "Input", show.input);
  showText(entry, "Result", show.output);
  return entry;
};

const showText = (entry: HistoryEntry, name: "Input" | "Result", isShown: boolean): void => {
  const text = entry[name];
  if (text === undefined) return;
  if (isShown) entry[name] = typeof text === "string" ? parsed(text) : text;
  else Reflect.deleteProperty(entry, name);
};

// A reason for a termination is plain text; all else is JSON.
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
