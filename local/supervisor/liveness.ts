import { setTimeout as sleep } from "node:timers/promises";

/** When an instance counts as dead: so many probes in a row without an answer of 2xx in time. */
export type LivenessSettings = { intervalMs: number; timeoutMs: number; failures: number };

/** What is probed: an instance that can be replaced. */
export type Probed = {
  /** The process that is up now; undefined while there is none, or while it starts. */
  readonly upPid: number | undefined;
  /** Ends the process, so that another takes its place. */
  restart: (why: string) => void;
};

/**
 * Asks the address again and again, as a platform's liveness probe does, and has the instance replaced when it fails. It ends
 * with the signal. A process that starts is given its time, and one that took another's place begins without failures.
 */
export const probeLiveness = async (
  url: string,
  { intervalMs, timeoutMs, failures }: LivenessSettings,
  instance: Probed,
  signal: AbortSignal,
): Promise<void> => {
  let failed = 0;
  let probed: number | undefined;
  for (;;) {
    if (await sleep(intervalMs, false, { signal, ref: false }).catch(() => true)) return;
    const pid = instance.upPid;
    if (pid !== probed) [failed, probed] = [0, pid];
    if (pid === undefined) continue;
    const failure = await probe(url, timeoutMs);
    if (instance.upPid !== pid || signal.aborted) continue;
    failed = failure === null ? 0 : failed + 1;
    if (failure === null || failed < failures) continue;
    instance.restart(`${failures} liveness probes in a row failed, the last one with: ${failure}`);
  }
};

const probe = (url: string, timeoutMs: number): Promise<string | null> =>
  fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok ? null : `status ${response.status}`;
    },
    (error: unknown) =>
      error instanceof Error && error.name === "TimeoutError"
        ? `no answer within ${timeoutMs} ms`
        : `no connection (${String(error instanceof Error && error.cause ? error.cause : error)})`,
  );
