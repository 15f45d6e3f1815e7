import { setTimeout as sleep } from "node:timers/promises";

const firstPauseMs = 20;
const longestPauseMs = 500;

/**
 * Asks again and again, in longer and longer pauses, until `look` answers without throwing; throws its last error at the
 * deadline. So an assertion can stand in it: what is true in the end must become true in time.
 */
export const eventually = async <T>(
  look: () => T | Promise<T>,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<T> => {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(pauseMs);
  }
};
