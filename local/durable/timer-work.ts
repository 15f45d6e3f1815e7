import type { HubDatabase } from "./database.ts";
import type { Mailbox } from "./mailbox.ts";
import { historyEvent } from "./wire.ts";

/** The store's side of timers. */
export type TimerWork = {
  /** Tells the orchestrations of the timers that are due; gives back when the next one will be. */
  fire: (at: number) => number | undefined;
  /** When the next timer is due. */
  next: () => number | undefined;
};

type Row = { instance: string; task: number; execution: string; due: number };

const most = 200;

export const createTimerWork = ({ database, atomically }: HubDatabase, mailbox: Mailbox): TimerWork => {
  const earliest = database.prepare("SELECT min(due) AS due FROM timers");
  const due = database.prepare(
    "SELECT instance, task, execution, due FROM timers WHERE due <= ? ORDER BY due LIMIT ?",
  );
  const remove = database.prepare("DELETE FROM timers WHERE instance = ? AND task = ?");
  const next = (): number | undefined => (earliest.get()?.["due"] ?? undefined) as number | undefined;
  const fireSome = (at: number): boolean =>
    atomically(() => {
      const rows = due.all(at, most) as Row[];
      for (const { instance, task, execution, due: time } of rows) {
        remove.run(instance, task);
        const fields = { TimerId: task, FireAt: new Date(time).toISOString() };
        mailbox.deliver(instance, execution, historyEvent("TimerFired", at, fields), at);
      }
      return rows.length === most;
    });
  return {
    next,
    fire: (at) => {
      const first = next();
      if (first === undefined || first > at) return first;
      while (fireSome(at));
      return next();
    },
  };
};
