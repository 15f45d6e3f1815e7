import type { FunctionKind } from "../../durable/functions.ts";
import type { TriggerKind } from "../listener.ts";

const durableTrigger =
  (kind: FunctionKind): TriggerKind =>
  (target, { durable }) => {
    durable.add(kind, target);
    return {
      // The first of them starts the hub for all, and the first to stop stops it.
      start: () => {
        durable.start();
        return Promise.resolve();
      },
      stop: () => durable.stop(),
      // The hub gives back everything when it is closed.
      giveBack: () => Promise.resolve(),
    };
  };

/** orchestrationTrigger: the function is run by the task hub. */
export const orchestrationTrigger = durableTrigger("orchestrator");

/** activityTrigger: the function is run by the task hub. */
export const activityTrigger = durableTrigger("activity");

/** entityTrigger: the function is run by the task hub. */
export const entityTrigger = durableTrigger("entity");
