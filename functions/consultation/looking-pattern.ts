/** One wait: when to look next, and that it has been seen. */
export type Looking = {
  /** The pause before the next look, in ms. */
  pauseMs: () => number;
  /** The last look showed it. */
  seen: () => void;
};

const firstGuessMs = 15;
const shortestMs = 2;
const longestMs = 100;
/** However long it took the last times, after so long a first look is due: the crowd may be gone. */
const latestFirstMs = 250;
/** The first look comes so early, as a share of what it took. */
const early = 0.95;
/** How much less is guessed after a first look that came too late to tell how late: else it would never be seen that it has become less. */
const lessThen = 0.7;
/** The pause after the first look, as a share of what it took, and by how much each one is longer than the one before. */
const share = 1 / 16;
const growth = 1.25;
/** How much the last one weighs against all before it. */
const weight = 0.2;

/**
 * When to look whether something is done that nobody tells of, as Durable tells nobody that a status has changed: about when it
 * was done the last times, since each look costs, and then ever more seldom. That is after some milliseconds on a desk,
 * after some hundred on Azure. Answers what begins a wait.
 */
export const lookingPattern = (): (() => Looking) => {
  let usualMs = firstGuessMs;
  return () => {
    const begun = performance.now();
    const firstMs = Math.min(latestFirstMs, usualMs * early);
    let nextMs = Math.min(longestMs, Math.max(shortestMs, usualMs * share));
    let looks = 0;
    return {
      pauseMs: () => {
        looks += 1;
        if (looks === 1) return Math.max(0, firstMs - (performance.now() - begun));
        const pauseMs = nextMs;
        nextMs = Math.min(longestMs, nextMs * growth);
        return pauseMs;
      },
      seen: () => {
        const tookMs = performance.now() - begun;
        // Seen at the first look, it was done before: nobody knows how long before.
        usualMs = looks <= 1 ? tookMs * lessThen : usualMs + weight * (tookMs - usualMs);
      },
    };
  };
};
