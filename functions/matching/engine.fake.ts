import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import type { Instances } from "./instances.ts";
import { type Answers, type Effect, matchingProcess } from "./process.ts";
import type { Steps } from "./steps.ts";
import type { VirtualTime } from "./virtual-time.fake.ts";

/** What an activity meets now and then; it is tried again later. */
export class StoreDown extends Error {}

type Running = {
  /** An event that came while nobody waited for one. */
  isChanged: boolean;
  wake: ((by: Answers["wait"]) => void) | undefined;
};

/**
 * Runs the process in virtual time as Durable does: one instance for each id, events kept until they are waited for, and lost when a
 * run begins anew. Activities are done twice now and then, as after a crash before their result was stored, or fail.
 */
export const virtualEngine = (
  time: VirtualTime,
  steps: Steps,
  chance: (part: number) => boolean,
): Instances & { running: () => string[]; failures: readonly unknown[] } => {
  const running = new Map<string, Running>();
  const failures: unknown[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

  const activity = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (chance(0.005)) await work();
    if (chance(0.002)) throw new StoreDown();
    return work();
  };

  const wait = (instance: Running, until: string | null): Promise<Answers["wait"]> => {
    if (instance.isChanged) {
      instance.isChanged = false;
      return Promise.resolve("changed");
    }
    return new Promise((resolve) => {
      instance.wake = (by) => {
        instance.wake = undefined;
        resolve(by);
      };
      const mine = instance.wake;
      if (until === null) return;
      time.in(Math.max(0, Date.parse(until) - time.now().getTime()), () => {
        if (instance.wake === mine) mine("time");
        return Promise.resolve();
      });
    });
  };

  const perform = async (input: MatchConsultationInput, instance: Running, effect: Effect) => {
    switch (effect.do) {
      case "match":
        return activity(() => steps.match(input, { first: effect.first, fresh: effect.fresh }));
      case "alarm":
        return activity(() => steps.alarm(input, effect.progress, log));
      case "remind":
        return activity(() => steps.remind(input, effect.attempt, log));
      case "show":
        return null;
      case "wait":
        return wait(instance, effect.until);
    }
  };

  const run = async (input: MatchConsultationInput, instance: Running): Promise<void> => {
    const process = matchingProcess();
    let next = process.next();
    try {
      while (!next.done) next = process.next(await perform(input, instance, next.value));
    } catch (error) {
      if (!(error instanceof StoreDown)) failures.push(error);
      time.in(30_000, () => again(input, instance));
      return;
    }
    if (next.value.again) time.in(1, () => again(input, instance));
    else running.delete(input.consultationId);
  };

  const again = (input: MatchConsultationInput, instance: Running): Promise<void> => {
    instance.isChanged = false;
    // Not awaited: a run lasts for days, and time goes on meanwhile.
    void run(input, instance);
    return Promise.resolve();
  };

  const start = async (input: MatchConsultationInput): Promise<void> => {
    if (running.has(input.consultationId)) return;
    const instance: Running = { isChanged: false, wake: undefined };
    running.set(input.consultationId, instance);
    await again(input, instance);
  };

  const wake = (consultationId: string): Promise<void> => {
    const instance = running.get(consultationId);
    if (!instance) return Promise.resolve();
    if (instance.wake) instance.wake("changed");
    else instance.isChanged = true;
    return Promise.resolve();
  };

  return {
    start,
    wake,
    bringOn: (input) => (running.has(input.consultationId) ? wake(input.consultationId) : start(input)),
    running: () => [...running.keys()],
    failures,
  };
};
