import type { HistoryEvent } from "./wire.ts";

/** What one turn of an orchestrator leads to; all of it is stored in one transaction, or none of it. */
export type Effects = {
  events: HistoryEvent[];
  activities: { task: number; name: string; input: string }[];
  children: { task: number; instanceId: string; name: string; input: string; version?: string }[];
  timers: { task: number; due: number }[];
  canceledTimers: number[];
  operations: { entity: string; name: string; input: string; request: string; isCall: boolean }[];
};

export const noEffects = (): Effects => ({
  events: [],
  activities: [],
  children: [],
  timers: [],
  canceledTimers: [],
  operations: [],
});

/** How an orchestration stands after a turn. Values are JSON texts. */
export type Verdict =
  | { is: "waiting" }
  | { is: "completed"; output: string }
  | { is: "failed"; reason: string; details: string }
  | { is: "continued"; input: string };

/** The orchestrator did what this engine, or Durable Functions itself, cannot take; it ends the orchestration as failed. */
export class Refusal extends Error {}
