import { randomUUID } from "node:crypto";
import type { HubDatabase } from "./database.ts";
import { hasEnded, type Parent, type RuntimeStatus } from "./instance.ts";
import { historyEvent, jsonText, type HistoryEvent } from "./wire.ts";

export type NewInstance = {
  id: string;
  name: string;
  version?: string | undefined;
  /** JSON text. */
  input: string;
  parent?: Parent | undefined;
  /** The W3C traceparent of who starts it. */
  trace?: string | null | undefined;
};

/** An orchestration of that id has not ended; its status is told. */
export class AlreadyExists extends Error {
  readonly status: RuntimeStatus;

  constructor(status: RuntimeStatus) {
    super(`An Orchestration instance with the status ${status} already exists.`);
    this.status = status;
  }
}

/** How messages reach orchestrations and entities. Every method is for use inside a transaction. */
export type Mailbox = {
  /** Begins an orchestration; takes the place of one of that id that has ended, unless `overRunning`. Throws AlreadyExists. */
  begin: (instance: NewInstance, at: number, overRunning?: boolean) => void;
  /** Puts an event where the orchestration will find it; false when it has ended, is another run, or is not there. */
  deliver: (id: string, execution: string | null, event: HistoryEvent, at: number) => boolean;
  /** Tells the parent, where there is one, how its sub-orchestration ended. */
  report: (parent: Parent | null, status: RuntimeStatus, output: string, details: string, at: number) => void;
  signal: (entity: string, operation: Operation, at: number) => void;
  /** Drops the messages and timers of an orchestration that has ended. */
  discard: (id: string) => void;
  /** Forgets everything about an orchestration but its row. */
  forget: (id: string) => void;
};

/** One call of an entity; `caller` is the orchestration that waits for the answer, null for a signal. */
export type Operation = {
  name: string;
  input: string | null;
  request: string;
  caller: { id: string; execution: string } | null;
};

export const createMailbox = ({ database }: HubDatabase): Mailbox => {
  const find = database.prepare("SELECT status FROM instances WHERE id = ?");
  const insert = database.prepare(`
    INSERT INTO instances (id, execution, name, version, status, input, created, updated, parent, trace, ready)
    VALUES (:id, :execution, :name, :version, 'Pending', :input, :at, :at, :parent, :trace, :at)
    ON CONFLICT (id) DO UPDATE SET execution = :execution, name = :name, version = :version, status = 'Pending', input = :input,
      output = NULL, custom = NULL, created = :at, updated = :at, parent = :parent, trace = :trace, tasks = NULL, events = 0, owner = NULL, ready = :at`);
  const wake = database.prepare(`
    UPDATE instances SET ready = CASE status WHEN 'Suspended' THEN NULL ELSE COALESCE(ready, :at) END
    WHERE id = :id AND (:execution IS NULL OR execution = :execution) AND status IN ('Pending', 'Running', 'Suspended')`);
  const post = database.prepare("INSERT INTO inbox (instance, execution, event) VALUES (?, ?, ?)");
  const addOperation = database.prepare(
    "INSERT INTO operations (entity, name, input, request, caller) VALUES (?, ?, ?, ?, ?)",
  );
  const wakeEntity = database.prepare(`
    INSERT INTO entities (id, updated, ready) VALUES (:id, :at, :at)
    ON CONFLICT (id) DO UPDATE SET ready = COALESCE(ready, :at)`);
  const discards = ["inbox", "timers"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE instance = ?`),
  );
  const forgetHistory = database.prepare("DELETE FROM history WHERE instance = ?");
  const discard = (id: string): void => {
    for (const statement of discards) statement.run(id);
  };
  const forget = (id: string): void => {
    discard(id);
    forgetHistory.run(id);
  };
  const deliver: Mailbox["deliver"] = (id, execution, event, at) => {
    if (wake.run({ id, execution, at }).changes === 0) return false;
    post.run(id, execution, JSON.stringify(event));
    return true;
  };
  return {
    discard,
    forget,
    deliver,
    begin: ({ id, name, version, input, parent, trace = null }, at, overRunning = false) => {
      const status = find.get(id)?.["status"] as RuntimeStatus | undefined;
      if (status !== undefined) {
        if (!overRunning && !hasEnded(status)) throw new AlreadyExists(status);
        forget(id);
      }
      const execution = randomUUID().replaceAll("-", "");
      const parentText = parent === undefined ? null : jsonText(parent);
      insert.run({ id, execution, name, version: version ?? null, input, at, parent: parentText, trace });
    },
    report: (parent, status, output, details, at) => {
      if (parent === null) return;
      const id = { TaskScheduledId: parent.task };
      const event =
        status === "Completed"
          ? historyEvent("SubOrchestrationInstanceCompleted", at, { ...id, Result: output })
          : historyEvent("SubOrchestrationInstanceFailed", at, {
              ...id,
              Reason: JSON.parse(output) as unknown,
              Details: details,
            });
      deliver(parent.id, parent.execution, event, at);
    },
    signal: (entity, { name, input, request, caller }, at) => {
      addOperation.run(entity, name, input, request, caller === null ? null : jsonText(caller));
      wakeEntity.run({ id: entity, at });
    },
  };
};
