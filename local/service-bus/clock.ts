/** Time as the bus sees it: locks, time to live, schedules and the duplicate window all read it, so tests can move it. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once when `now()` has reached `at`; the answer calls it off. */
  wakeAt(at: number, run: () => void): () => void;
};

// setTimeout fires at once when asked for more than 2^31 - 1 ms (24.8 days).
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
