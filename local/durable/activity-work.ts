import type { HubDatabase } from "./database.ts";
import type { Mailbox } from "./mailbox.ts";
import { historyEvent, type EventFields } from "./wire.ts";

/** One activity to run; `input` is a JSON text. */
export type Activity = {
  number: number;
  instance: string;
  execution: string;
  task: number;
  name: string;
  input: string;
  /** The W3C traceparent of the orchestration's start. */
  trace: string | null;
};

/** How an activity ended: the JSON text of its result, or why it failed. */
export type ActivityOutcome = { result: string } | { reason: string; details: string; failure?: unknown };

/** The store's side of running activities. */
export type ActivityWork = {
  /** Takes the oldest activity that nobody runs. */
  claim: () => Activity | undefined;
  /** Records how it ended and tells the orchestration; false when the activity was taken over by another host. */
  complete: (activity: Activity, outcome: ActivityOutcome, at: number) => boolean;
};

export const createActivityWork = (hub: HubDatabase, mailbox: Mailbox, owner: string): ActivityWork => {
  const { database, atomically } = hub;
  const claim = database.prepare(`
    UPDATE activities SET owner = ? WHERE number = (SELECT number FROM activities WHERE owner IS NULL ORDER BY number LIMIT 1)
    RETURNING number, instance, execution, task, name, input,
      (SELECT trace FROM instances WHERE id = activities.instance) AS trace`);
  // Looked for first, without the lock that a change takes.
  const isFree = database.prepare("SELECT 1 FROM activities WHERE owner IS NULL LIMIT 1");
  const remove = database.prepare("DELETE FROM activities WHERE number = ? AND owner = ?");
  return {
    claim: () => (isFree.get() && claim.get(owner)) as Activity | undefined,
    complete: ({ number, instance, execution, task }, outcome, at) =>
      atomically(() => {
        if (remove.run(number, owner).changes === 0) return false;
        mailbox.deliver(instance, execution, eventOf(task, outcome, at), at);
        return true;
      }),
  };
};

const eventOf = (task: number, outcome: ActivityOutcome, at: number): ReturnType<typeof historyEvent> => {
  if ("result" in outcome) {
    return historyEvent("TaskCompleted", at, { TaskScheduledId: task, Result: outcome.result });
  }
  const { reason, details, failure } = outcome;
  const fields: EventFields = { TaskScheduledId: task, Reason: reason, Details: details };
  if (failure !== undefined) fields["FailureDetails"] = failure;
  return historyEvent("TaskFailed", at, fields);
};
