import { randomUUID } from "node:crypto";
import type { EntityOutcome, EntityTask } from "./entity-work.ts";
import type { DurableFunctions } from "./functions.ts";
import { jsonText } from "./wire.ts";

/** The name and key in an entity's id, `@name@key`; the key may hold more of the signs. */
export const partsOf = (id: string): { name: string; key: string } => {
  const mark = id.indexOf("@", 1);
  return { name: id.slice(1, mark), key: id.slice(mark + 1) };
};

/** The id of an entity; names go without regard to case. */
export const entityId = (name: string, key: string): string => `@${name.toLowerCase()}@${key}`;

/** Lets an entity do what it is asked to. A function that fails as a whole fails each operation and changes nothing. */
export const runBatch = async (functions: DurableFunctions, task: EntityTask): Promise<EntityOutcome> => {
  const self = partsOf(task.id);
  const batch = task.operations.map(({ name, input, request, caller }) => ({
    id: request,
    name,
    isSignal: caller === null,
    ...(input !== null && { input }),
  }));
  const trigger = { self, exists: task.present, ...(task.state !== null && { state: task.state }), batch };
  try {
    if (!functions.has("entity", self.name)) {
      throw new Error(`The entity function '${self.name}' doesn't exist or is disabled.`);
    }
    const answer = await functions.operate(self.name, JSON.stringify(trigger));
    return {
      present: answer.entityExists,
      state: answer.entityState ?? null,
      results: answer.results.map(({ isError, result }) => ({ isError, result })),
      signals: answer.signals.map(({ target, name, input, requestId }) => ({
        entity: entityId(target.name, target.key),
        name,
        input,
        request: requestId ?? randomUUID(),
      })),
    };
  } catch (error) {
    const result = jsonText(error instanceof Error ? error.message : String(error));
    const results = task.operations.map(() => ({ isError: true, result }));
    return { present: task.present, state: task.state, results, signals: [] };
  }
};
