import type { Execution } from "./execution.ts";

export const runtimeStatuses = [
  "Pending",
  "Running",
  "Suspended",
  "Completed",
  "Failed",
  "Terminated",
] as const;
export type RuntimeStatus = (typeof runtimeStatuses)[number];

/** Whether nothing more can happen to an orchestration. */
export const hasEnded = (status: RuntimeStatus): boolean =>
  status === "Completed" || status === "Failed" || status === "Terminated";

/** The orchestration and the task in it that wait for a sub-orchestration. */
export type Parent = { id: string; execution: string; task: number };

/** One orchestration as it is stored; input, output and custom status are JSON texts, times are ms since 1970. */
export type Instance = {
  number: number;
  id: string;
  execution: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  input: string;
  output: string | null;
  custom: string | null;
  created: number;
  updated: number;
  parent: Parent | null;
  /** The W3C traceparent that came with the start. */
  trace: string | null;
  /** Null until the first turn has been taken. */
  tasks: Execution | null;
  /** How many events the history has. */
  events: number;
};

/** Reads a row of the table `instances`. */
export const toInstance = (row: Record<string, unknown>): Instance => {
  const { parent, tasks } = row as { parent: string | null; tasks: string | null };
  return {
    ...(row as Instance),
    parent: parent === null ? null : (JSON.parse(parent) as Parent),
    tasks: tasks === null ? null : (JSON.parse(tasks) as Execution),
  };
};
