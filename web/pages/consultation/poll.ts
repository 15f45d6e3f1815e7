const firstPauseMs = 2_000;
const longestPauseMs = 15_000;

/**
 * Asks again and again in longer and longer pauses until `look` answers true; never while nobody looks at the page. A failure
 * is no reason to give up: the next look may succeed. Answers how to stop.
 */
export const poll = (look: () => Promise<boolean>): (() => void) => {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  const next = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
      if (document.visibilityState === "hidden") next();
      else
        look().then(
          (done) => {
            if (!done) next();
          },
          () => {
            next();
          },
        );
    }, pauseMs);
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
