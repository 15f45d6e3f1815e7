type Node = { compoundActions?: unknown };

/**
 * Throws when an orchestrator has put a task that was scheduled before into another Task.any or Task.all, or twice into one. In
 * Azure that goes wrong without a word: the host counts the task again, durable-functions does not, and from then on results
 * reach other tasks than theirs. Only the objects show it (their JSON may be alike by right), so it is looked for here.
 */
export const refuseReusedTasks = (result: unknown): void => {
  const { actions } = (result ?? {}) as { actions?: unknown };
  if (!Array.isArray(actions)) return;
  const seen = new Set<object>();
  const visit = (items: readonly unknown[]): void => {
    for (const item of items) {
      if (typeof item !== "object" || item === null) continue;
      const { compoundActions } = item as Node;
      if (Array.isArray(compoundActions)) visit(compoundActions);
      else if (Array.isArray(item)) visit(item);
      else if (seen.has(item)) throw new ReusedTask(describe(item));
      else seen.add(item);
    }
  };
  visit(actions);
};

/** The orchestrator's code cannot work in Azure. */
class ReusedTask extends Error {
  override name = "ReusedTask";

  constructor(what: string) {
    super(
      `The orchestrator yielded the task ${what} a second time, inside another Task.any or Task.all. Durable Functions counts it twice and then mixes up results. Make a new task for each Task.any (cancel a timer that lost), or yield the old task alone.`,
    );
  }
}

const describe = (action: object): string => {
  const { functionName, externalEventName, fireAt, operation } = action as Record<string, unknown>;
  if (typeof functionName === "string") return `"${functionName}"`;
  if (typeof externalEventName === "string") return `waitForExternalEvent("${externalEventName}")`;
  if (fireAt instanceof Date) return `createTimer(${fireAt.toISOString()})`;
  return typeof operation === "string" ? `"${operation}" of an entity` : "that";
};
