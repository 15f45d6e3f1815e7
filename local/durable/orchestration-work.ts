import { randomUUID } from "node:crypto";
import type { HubDatabase } from "./database.ts";
import type { Effects, Verdict } from "./effects.ts";
import type { Execution } from "./execution.ts";
import { toInstance, type Instance, type RuntimeStatus } from "./instance.ts";
import { AlreadyExists, type Mailbox } from "./mailbox.ts";
import { historyEvent, jsonText, type HistoryEvent } from "./wire.ts";

/** What the orchestrator must be told next; `number` is the message's own, absent for the start. */
export type Message = { number?: number; event: HistoryEvent };

/** The result of one turn, as it is to be stored. */
export type TakenTurn = {
  message: Message;
  /** The turn's own events, from OrchestratorStarted to OrchestratorCompleted. */
  events: HistoryEvent[];
  execution: Execution;
  effects: Effects;
  verdict: Verdict;
  /** JSON text; undefined leaves it as it was. */
  custom: string | undefined;
  at: number;
};

/** The store's side of running orchestrations: one host at a time works on one, and what it did is stored whole or not at all. */
export type OrchestrationWork = {
  /** Takes an orchestration that has work and that nobody works on. */
  claim: () => Instance | undefined;
  /** The message to take the next turn with, after those that are for an earlier run or a task that is no more. */
  next: (instance: Instance, isStale: (event: HistoryEvent) => boolean) => Message | undefined;
  /** The texts of the events so far. */
  history: (id: string) => string[];
  /** Stores the turn and goes on holding the orchestration; "lost" when another host, or a management call, has come between. */
  commit: (instance: Instance, turn: TakenTurn) => Instance | "lost";
  /** Lets go of an orchestration; it stays ready when messages have come meanwhile. */
  release: (instance: Instance) => void;
};

const columns =
  "number, id, execution, name, version, status, input, output, custom, created, updated, parent, trace, tasks, events";

export const createOrchestrationWork = (
  hub: HubDatabase,
  mailbox: Mailbox,
  owner: string,
): OrchestrationWork => {
  const { database, atomically } = hub;
  const claim = database.prepare(`
    UPDATE instances SET owner = ? WHERE number =
      (SELECT number FROM instances WHERE ready IS NOT NULL AND owner IS NULL ORDER BY ready LIMIT 1) RETURNING ${columns}`);
  // Looked for first, without the lock that a change takes.
  const isReady = database.prepare(
    "SELECT 1 FROM instances WHERE ready IS NOT NULL AND owner IS NULL LIMIT 1",
  );
  const first = database.prepare(
    "SELECT number, execution, event FROM inbox WHERE instance = ? ORDER BY number LIMIT 1",
  );
  const take = database.prepare("DELETE FROM inbox WHERE number = ?");
  const dropOld = database.prepare("DELETE FROM inbox WHERE instance = ? AND execution IS NOT NULL");
  const read = database.prepare("SELECT event FROM history WHERE instance = ? ORDER BY position");
  const append = database.prepare("INSERT INTO history (instance, position, event) VALUES (?, ?, ?)");
  const clear = database.prepare("DELETE FROM history WHERE instance = ?");
  const isHeld = database.prepare("SELECT 1 FROM instances WHERE number = ? AND owner = ? AND execution = ?");
  const save = database.prepare(`
    UPDATE instances SET execution = :execution, status = :status, input = :input, output = :output, custom = :custom,
      updated = :updated, tasks = :tasks, events = :events WHERE number = :number`);
  const end = database.prepare("UPDATE instances SET owner = NULL, ready = NULL WHERE number = ?");
  const release = database.prepare(`
    UPDATE instances SET owner = NULL, ready = CASE
      WHEN status IN ('Pending', 'Running') AND (tasks IS NULL OR EXISTS (SELECT 1 FROM inbox WHERE instance = id)) THEN COALESCE(ready, updated)
      ELSE NULL END WHERE number = ? AND owner = ?`);
  const addActivity = database.prepare(
    "INSERT INTO activities (instance, execution, task, name, input) VALUES (?, ?, ?, ?, ?)",
  );
  const addTimer = database.prepare(
    "INSERT INTO timers (instance, task, execution, due) VALUES (?, ?, ?, ?)",
  );
  const cancelTimer = database.prepare("DELETE FROM timers WHERE instance = ? AND task = ?");
  const cancelTimers = database.prepare("DELETE FROM timers WHERE instance = ?");

  const begin = (instance: Instance, child: Effects["children"][number], at: number): void => {
    const parent = { id: instance.id, execution: instance.execution, task: child.task };
    try {
      mailbox.begin({ ...child, id: child.instanceId, parent, trace: instance.trace }, at);
    } catch (error) {
      if (!(error instanceof AlreadyExists)) throw error;
      mailbox.report(parent, "Failed", jsonText(error.message), child.instanceId, at);
    }
  };

  const apply = (instance: Instance, effects: Effects, at: number): void => {
    const { id, execution } = instance;
    for (const { task, name, input } of effects.activities) addActivity.run(id, execution, task, name, input);
    for (const { task, due } of effects.timers) addTimer.run(id, task, execution, due);
    for (const task of effects.canceledTimers) cancelTimer.run(id, task);
    for (const child of effects.children) begin(instance, child, at);
    for (const { entity, name, input, request, isCall } of effects.operations) {
      mailbox.signal(entity, { name, input, request, caller: isCall ? { id, execution } : null }, at);
    }
  };

  const store = (instance: Instance, turn: TakenTurn): Instance => {
    const { message, events, execution, effects, verdict, custom, at } = turn;
    if (message.number !== undefined) take.run(message.number);
    apply(instance, effects, at);
    const after: Instance = {
      ...instance,
      status: statusAfter(verdict),
      updated: at,
      tasks: execution,
      custom: custom ?? instance.custom,
    };
    const all = [...events];
    if (verdict.is === "continued") {
      clear.run(instance.id);
      dropOld.run(instance.id);
      cancelTimers.run(instance.id);
      Object.assign(after, {
        execution: randomUUID().replaceAll("-", ""),
        input: verdict.input,
        tasks: null,
        events: 0,
      });
    } else {
      if (verdict.is !== "waiting") {
        const { status, output } = outcomeOf(verdict);
        after.output = output;
        all.push(historyEvent("ExecutionCompleted", at, { OrchestrationStatus: status, Result: output }));
        mailbox.report(instance.parent, status, output, verdict.is === "failed" ? verdict.details : "", at);
      }
      for (const event of all) append.run(instance.id, after.events++, JSON.stringify(event));
    }
    save.run({
      number: after.number,
      execution: after.execution,
      status: after.status,
      input: after.input,
      output: after.output,
      custom: after.custom,
      updated: after.updated,
      tasks: after.tasks === null ? null : JSON.stringify(after.tasks),
      events: after.events,
    });
    return after;
  };

  return {
    claim: () => {
      const row = isReady.get() && claim.get(owner);
      return row === undefined ? undefined : toInstance(row);
    },
    next: (instance, isStale) => {
      if (instance.tasks === null) return { event: startOf(instance) };
      for (;;) {
        const row = first.get(instance.id) as
          { number: number; execution: string | null; event: string } | undefined;
        if (row === undefined) return undefined;
        const event = JSON.parse(row.event) as HistoryEvent;
        const isOfNow = row.execution === null || row.execution === instance.execution;
        if (isOfNow && !isStale(event)) return { number: row.number, event };
        take.run(row.number);
      }
    },
    history: (id) => read.all(id).map((row) => row["event"] as string),
    commit: (instance, turn) =>
      atomically(() => {
        if (isHeld.get(instance.number, owner, instance.execution) === undefined) return "lost";
        const after = store(instance, turn);
        if (turn.verdict.is === "completed" || turn.verdict.is === "failed") {
          mailbox.discard(instance.id);
          end.run(instance.number);
        }
        return after;
      }),
    release: (instance) => {
      release.run(instance.number, owner);
    },
  };
};

const startOf = ({ name, input, version, created }: Instance): HistoryEvent =>
  historyEvent("ExecutionStarted", created, { Name: name, Input: input, Version: version ?? undefined });

const statusAfter = ({ is }: Verdict): RuntimeStatus =>
  is === "completed" ? "Completed" : is === "failed" ? "Failed" : "Running";

const outcomeOf = (
  verdict: Extract<Verdict, { is: "completed" | "failed" }>,
): { status: "Completed" | "Failed"; output: string } =>
  verdict.is === "completed"
    ? { status: "Completed", output: verdict.output }
    : { status: "Failed", output: jsonText(verdict.reason) };
