/** Time as orchestrations see it: timers and the times in histories. Leases go by the machine's own clock. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once when `now()` has reached `at`; the answer calls it off. */
  wakeAt(at: number, run: () => void): () => void;
};

// setTimeout fires at once when asked for more than 2^31 - 1 ms (24.8 days); whoever waits longer arms again.
const longestTimerMs = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  wakeAt(at, run) {
    const timer = setTimeout(run, Math.min(Math.max(at - Date.now(), 0), longestTimerMs));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A clock that stands still until it is moved, so that a year of timers takes as long as its work. */
export type ManualClock = Clock & {
  /** Moves the time on (never back) and wakes who is due, the earliest first. */
  advanceTo(at: number): void;
};

/** A clock that stands at `start`. */
export const manualClock = (start: number): ManualClock => {
  let now = start;
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    wakeAt(at, run) {
      const entry = { at, run };
      waiting.add(entry);
      return () => {
        waiting.delete(entry);
      };
    },
    advanceTo(at) {
      now = Math.max(now, at);
      const due = [...waiting].filter((entry) => entry.at <= now).sort((a, b) => a.at - b.at);
      for (const entry of due) if (waiting.delete(entry)) entry.run();
    },
  };
};
