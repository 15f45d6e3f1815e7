import { randomUUID } from "node:crypto";
import type { HubDatabase } from "./database.ts";
import { entityId, partsOf } from "./entity-batch.ts";
import { hasEnded, toInstance, type Instance, type RuntimeStatus } from "./instance.ts";
import { createInstanceQueries, type InstanceFilter, type InstancePage } from "./instance-queries.ts";
import type { Mailbox } from "./mailbox.ts";
import { historyEvent, jsonText, type HistoryEvent } from "./wire.ts";

export type Start = {
  name: string;
  /** Absent: a random one. */
  instanceId?: string | undefined;
  version?: string | undefined;
  /** JSON text. */
  input?: string | undefined;
  /** The W3C traceparent of who starts it. */
  trace?: string | undefined;
};

/** What a management call did: "done", or why it changed nothing. */
export type Done = "done" | "absent" | "ended";

export type EntityRow = { name: string; key: string; state: string | null; updated: number };

/** The management of a task hub: what a durable client and the HTTP API do. Inputs and outputs are JSON texts. */
export type TaskHubClient = {
  /** Gives back the instance id. Throws AlreadyExists when one of that id runs (or, as host.json may say, never). */
  start: (start: Start) => string;
  /** Starts a copy with the same name and input. Throws AlreadyExists when it is to keep its id and runs. */
  restart: (id: string, underNewId: boolean) => string | undefined;
  status: (id: string) => Instance | undefined;
  history: (id: string) => HistoryEvent[];
  list: (filter: InstanceFilter, page: { size: number; after: number }) => InstancePage;
  raise: (id: string, name: string, input: string) => Done;
  terminate: (id: string, reason: string) => Done;
  suspend: (id: string, reason: string) => Done;
  resume: (id: string, reason: string) => Done;
  /** Forgets an orchestration that has ended, or an entity. */
  purge: (id: string) => Done | "running";
  /** Forgets all that have ended and pass the filter; gives back how many. */
  purgeAll: (filter: InstanceFilter) => number;
  signal: (name: string, key: string, operation: string, input: string | null) => void;
  entity: (name: string, key: string) => EntityRow | undefined;
  entities: (name: string | undefined) => EntityRow[];
};

export type ClientOptions = {
  now: () => number;
  /** Called after every change, so that the engine of this host sees it at once. */
  onChange: () => void;
  /** host.json's overridableExistingInstanceStates is AnyState. */
  overRunning: boolean;
};

export const createClient = (hub: HubDatabase, mailbox: Mailbox, options: ClientOptions): TaskHubClient => {
  const { database, atomically } = hub;
  const { now, onChange, overRunning } = options;
  const find = database.prepare("SELECT * FROM instances WHERE id = ?");
  const read = database.prepare("SELECT event FROM history WHERE instance = ? ORDER BY position");
  const append = database.prepare("INSERT INTO history (instance, position, event) VALUES (?, ?, ?)");
  // Whoever works on the orchestration right now loses it: what comes of that turn counts for nothing.
  const set = database.prepare(`
    UPDATE instances SET status = :status, output = :output, events = events + 1, updated = :at, owner = NULL, ready = :ready WHERE id = :id`);
  const remove = database.prepare("DELETE FROM instances WHERE id = ?");
  const removeEntity = database.prepare("DELETE FROM entities WHERE id = ?");
  const findEntity = database.prepare("SELECT id, state, updated FROM entities WHERE id = ? AND present = 1");
  const listEntities = database.prepare(
    "SELECT id, state, updated FROM entities WHERE present = 1 ORDER BY id",
  );
  const queries = createInstanceQueries(database);

  const status = (id: string): Instance | undefined => {
    const row = find.get(id);
    return row === undefined ? undefined : toInstance(row);
  };
  const changing = <T>(work: () => T): T => {
    const result = atomically(work);
    onChange();
    return result;
  };
  const move = (
    id: string,
    to: (
      instance: Instance,
      at: number,
    ) => { status: RuntimeStatus; output?: string; event: HistoryEvent } | undefined,
  ): Done =>
    changing(() => {
      const instance = status(id);
      if (instance === undefined) return "absent";
      if (hasEnded(instance.status)) return "ended";
      const at = now();
      const change = to(instance, at);
      if (change === undefined) return "done";
      const { status: next, output = null, event } = change;
      append.run(id, instance.events, JSON.stringify(event));
      const ready = next === "Running" || next === "Pending" ? at : null;
      set.run({ id, status: next, output, at, ready });
      if (next === "Terminated") {
        mailbox.discard(id);
        mailbox.report(instance.parent, next, output ?? "null", "", at);
      }
      return "done";
    });

  const start: TaskHubClient["start"] = ({ name, instanceId, version, input = "null", trace }) => {
    const id = instanceId ?? randomUUID().replaceAll("-", "");
    changing(() => {
      mailbox.begin({ id, name, version, input, trace }, now(), overRunning);
    });
    return id;
  };

  return {
    start,
    status,
    restart: (id, underNewId) => {
      const known = status(id);
      if (known === undefined) return undefined;
      const { name, version, input } = known;
      return start({ name, version: version ?? undefined, input, instanceId: underNewId ? undefined : id });
    },
    history: (id) => read.all(id).map((row) => JSON.parse(row["event"] as string) as HistoryEvent),
    list: queries.list,
    raise: (id, name, input) =>
      changing(() => {
        const event = historyEvent("EventRaised", now(), { Name: name, Input: input });
        if (mailbox.deliver(id, null, event, now())) return "done";
        return status(id) === undefined ? "absent" : "ended";
      }),
    terminate: (id, reason) =>
      move(id, (_, at) => ({
        status: "Terminated",
        output: jsonText(reason),
        event: historyEvent("ExecutionTerminated", at, { Input: reason }),
      })),
    suspend: (id, reason) =>
      move(id, ({ status: before }, at) =>
        before === "Suspended"
          ? undefined
          : { status: "Suspended", event: historyEvent("ExecutionSuspended", at, { Reason: reason }) },
      ),
    resume: (id, reason) =>
      move(id, ({ status: before, tasks }, at) =>
        before !== "Suspended"
          ? undefined
          : {
              status: tasks === null ? "Pending" : "Running",
              event: historyEvent("ExecutionResumed", at, { Reason: reason }),
            },
      ),
    purge: (id) =>
      changing(() => {
        if (removeEntity.run(id).changes > 0) return "done";
        const instance = status(id);
        if (instance === undefined) return "absent";
        if (!hasEnded(instance.status)) return "running";
        mailbox.forget(id);
        remove.run(id);
        return "done";
      }),
    purgeAll: (filter) =>
      changing(() => {
        const ids = queries.ended(filter);
        for (const id of ids) {
          mailbox.forget(id);
          remove.run(id);
        }
        return ids.length;
      }),
    signal: (name, key, operation, input) => {
      changing(() => {
        const request = randomUUID();
        mailbox.signal(entityId(name, key), { name: operation, input, request, caller: null }, now());
      });
    },
    entity: (name, key) => {
      const row = findEntity.get(entityId(name, key));
      return row === undefined ? undefined : toEntityRow(row);
    },
    entities: (name) =>
      listEntities
        .all()
        .map(toEntityRow)
        .filter((entity) => name === undefined || entity.name === name.toLowerCase()),
  };
};

const toEntityRow = (row: Record<string, unknown>): EntityRow => {
  const { id, state, updated } = row as { id: string; state: string | null; updated: number };
  return { ...partsOf(id), state, updated };
};
