import type { HubDatabase } from "./database.ts";
import type { Mailbox } from "./mailbox.ts";
import { historyEvent, jsonText } from "./wire.ts";

export type Caller = { id: string; execution: string };

/** An operation on its way to its entity; input is a JSON text. */
export type QueuedOperation = {
  number: number;
  name: string;
  input: string | null;
  request: string;
  caller: Caller | null;
};

/** An entity and what it is asked to do. */
export type EntityTask = {
  id: string;
  present: boolean;
  state: string | null;
  operations: QueuedOperation[];
};

/** What the entity made of it. `results` stand in the order of the operations. */
export type EntityOutcome = {
  present: boolean;
  state: string | null;
  results: { isError: boolean; result: string | undefined }[];
  signals: { entity: string; name: string; input: string; request: string }[];
};

/** The store's side of running entities: one host at a time works on one. */
export type EntityWork = {
  claim: (most: number) => EntityTask | undefined;
  /** Stores the new state and sends replies and signals; false when another host has taken the entity over. */
  complete: (task: EntityTask, outcome: EntityOutcome, at: number) => boolean;
};

export const createEntityWork = (hub: HubDatabase, mailbox: Mailbox, owner: string): EntityWork => {
  const { database, atomically } = hub;
  const claim = database.prepare(`
    UPDATE entities SET owner = ? WHERE id = (SELECT id FROM entities WHERE ready IS NOT NULL AND owner IS NULL ORDER BY ready LIMIT 1)
    RETURNING id, present, state`);
  // Looked for first, without the lock that a change takes.
  const isReady = database.prepare(
    "SELECT 1 FROM entities WHERE ready IS NOT NULL AND owner IS NULL LIMIT 1",
  );
  const queued = database.prepare(
    "SELECT number, name, input, request, caller FROM operations WHERE entity = ? ORDER BY number LIMIT ?",
  );
  const isHeld = database.prepare("SELECT 1 FROM entities WHERE id = ? AND owner = ?");
  const remove = database.prepare("DELETE FROM operations WHERE number = ?");
  const save = database.prepare(`
    UPDATE entities SET present = :present, state = :state, updated = :at, owner = NULL,
      ready = CASE WHEN EXISTS (SELECT 1 FROM operations WHERE entity = id) THEN :at ELSE NULL END
    WHERE id = :id`);
  const dropAbsent = database.prepare("DELETE FROM entities WHERE id = ? AND present = 0 AND ready IS NULL");
  return {
    claim: (most) => {
      const row = (isReady.get() && claim.get(owner)) as
        { id: string; present: number; state: string | null } | undefined;
      if (row === undefined) return undefined;
      const operations = queued.all(row.id, most).map((operation) => {
        const { caller } = operation as { caller: string | null };
        return {
          ...operation,
          caller: caller === null ? null : (JSON.parse(caller) as Caller),
        } as QueuedOperation;
      });
      return { id: row.id, present: row.present === 1, state: row.state, operations };
    },
    complete: ({ id, operations }, { present, state, results, signals }, at) =>
      atomically(() => {
        if (isHeld.get(id, owner) === undefined) return false;
        for (const { number } of operations) remove.run(number);
        save.run({ id, present: present ? 1 : 0, state, at });
        operations.forEach(({ caller, request }, index) => {
          if (caller === null) return;
          const { isError, result } = results[index] ?? { isError: true, result: jsonText("No result.") };
          const reply = {
            ...(result !== undefined && { result }),
            ...(isError && { exceptionType: "Error" }),
          };
          const event = historyEvent("EventRaised", at, { Name: request, Input: jsonText(reply) });
          mailbox.deliver(caller.id, caller.execution, event, at);
        });
        for (const { entity, ...operation } of signals)
          mailbox.signal(entity, { ...operation, caller: null }, at);
        dropAbsent.run(id);
        return true;
      }),
  };
};
