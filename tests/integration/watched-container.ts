import type { Container } from "@azure/cosmos";
import type fc from "fast-check";

/** Runs around each operation on single documents: "create", "read", "replace" and so on. */
export type Watch = (operation: string, run: () => Promise<unknown>) => Promise<unknown>;

/** The same container, with each operation on single documents watched: counted, or cut off before or after it. */
export const watchedContainer = (container: Container, watch: Watch): Container =>
  new Proxy(container, {
    get: (target, name) => {
      if (name === "items") return watched(target.items, watch);
      const value = Reflect.get(target, name) as unknown;
      if (name !== "item") return value;
      return (...names: Parameters<Container["item"]>) => watched(target.item(...names), watch);
    },
  });

const watched = <Target extends object>(target: Target, watch: Watch): Target =>
  new Proxy(target, {
    get: (_, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== "function") return value;
      return (...given: unknown[]) =>
        watch(String(name), () => Reflect.apply(value, target, given) as Promise<unknown>);
    },
  });

/** A watch that cuts the store off at some steps, before the step or, when `isDone`, behind it. */
export const cutOff =
  (isCut: () => boolean, isDone: boolean): Watch =>
  async (_, run) => {
    const cut = isCut();
    if (cut && !isDone) throw new Error("cut off");
    const answer = await run();
    if (cut) throw new Error("cut off");
    return answer;
  };

/** A watch by which all that is handled at once takes turns, step by step, in the scheduler's order; to it, a refused step is one as well. */
export const inTurn =
  (scheduler: fc.Scheduler): Watch =>
  async (_, run) => {
    const step = scheduler.scheduleFunction(async () => (await Promise.allSettled([run()]))[0]);
    const answer = await step();
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
  };
