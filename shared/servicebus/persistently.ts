const waitsMs = [200, 1_000, 5_000, 15_000, 30_000];

/**
 * Runs the work, and again after 0.2, 1, 5, 15 and 30 seconds when it fails (each with up to a fifth of jitter): together
 * about a minute, inside a Service Bus lock that the host renews. The last failure is thrown, and the broker redelivers.
 */
export const persistently = async <Result>(
  work: () => Promise<Result>,
  onFailure: (error: unknown, waitMs: number) => void,
): Promise<Result> => {
  for (const waitMs of waitsMs) {
    try {
      return await work();
    } catch (error) {
      onFailure(error, waitMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs * (1 + Math.random() / 5)));
    }
  }
  return work();
};
