import { setTimeout as sleep } from "node:timers/promises";

const failuresInARow = 3;
const timeoutMs = 10_000;

/** Looks at `health/ready` for a while. Throws when it fails three times in a row: once may be the network. */
export const watchHealth = async (
  base: string,
  { forMs, everyMs }: { forMs: number; everyMs: number },
): Promise<void> => {
  const deadline = performance.now() + forMs;
  let failures = 0;
  let looks = 0;
  do {
    const failure = await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(timeoutMs) }).then(
      async (response) => (response.ok ? undefined : `${response.status} ${await response.text()}`),
      (error: unknown) => String(error),
    );
    looks += 1;
    failures = failure === undefined ? 0 : failures + 1;
    if (failures >= failuresInARow) {
      throw new Error(`Not healthy any more at look ${looks}, ${failures} times in a row: ${failure ?? ""}`);
    }
    await sleep(Math.min(everyMs, Math.max(0, deadline - performance.now())));
  } while (performance.now() < deadline);
};
