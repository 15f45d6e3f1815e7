import type { Clock } from "../../../local/service-bus/clock.ts";

/** A clock that stands still until the test moves it. */
export type ManualClock = Clock & { advance(ms: number): void };

/** Starts at the real time, as the SDK compares the bus's times with its own. */
export const manualClock = (): ManualClock => {
  let now = Date.now();
  let waiting: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    wakeAt(at, run) {
      const entry = { at, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
};
