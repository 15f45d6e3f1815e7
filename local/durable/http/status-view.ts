import type { Instance } from "../instance.ts";
import type { HistoryEntry } from "./history-view.ts";

const json = (text: string | null): unknown => (text === null ? null : (JSON.parse(text) as unknown));

// Azure gives whole seconds.
const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** An orchestration's status as the management API shows it. */
export const viewStatus = (
  { id, name, status, input, output, custom, created, updated }: Instance,
  showInput: boolean,
  history?: HistoryEntry[],
): Record<string, unknown> => ({
  name,
  instanceId: id,
  runtimeStatus: status,
  input: showInput ? json(input) : null,
  customStatus: json(custom),
  output: json(output),
  createdTime: time(created),
  lastUpdatedTime: time(updated),
  ...(history !== undefined && { historyEvents: history }),
});
