import type { Logger } from "../../shared/telemetry/log.ts";

/** Asks one dependency for a sign of life. @throws when there is none; stops when the signal says so */
export type Check = { name: string; needed: boolean; ask: (signal: AbortSignal) => Promise<void> };

/** What became of one check. `needed`: no command works without it. */
export type Dependency = { name: string; needed: boolean; state: "up" | "down"; latencyMs: number };

export type Readiness = { status: "ready" | "degraded" | "unavailable"; dependencies: Dependency[] };

/** Ready when all is up, degraded when commands work all the same, unavailable when they do not. */
export const readinessOf = (dependencies: Dependency[]): Readiness => {
  const down = dependencies.filter(({ state }) => state === "down");
  const status = down.length === 0 ? "ready" : down.some(({ needed }) => needed) ? "unavailable" : "degraded";
  return { status, dependencies };
};

/**
 * The readiness of this process, asked at most once at a time and kept for a moment: a public address must not be a way
 * to put load on what is behind it.
 */
export const readiness = (
  checks: readonly Check[],
  { timeoutMs, keepMs, nowMs }: { timeoutMs: number; keepMs: number; nowMs: () => number },
): ((log: Pick<Logger, "warn">) => Promise<Readiness>) => {
  let kept: { until: number; readiness: Promise<Readiness> } | undefined;
  return (log) => {
    if (kept && nowMs() < kept.until) return kept.readiness;
    const asked = Promise.all(checks.map((check) => ask(check, timeoutMs, nowMs, log))).then(
      (dependencies) => {
        kept = { until: nowMs() + keepMs, readiness: asked };
        return readinessOf(dependencies);
      },
    );
    kept = { until: Infinity, readiness: asked };
    return asked;
  };
};

const ask = async (
  { name, needed, ask: question }: Check,
  timeoutMs: number,
  nowMs: () => number,
  log: Pick<Logger, "warn">,
): Promise<Dependency> => {
  const began = nowMs();
  const tooLate = AbortSignal.timeout(timeoutMs);
  try {
    // Raced too, as a client may take its time to notice the signal.
    await Promise.race([question(tooLate), rejectedBy(tooLate)]);
    return { name, needed, state: "up", latencyMs: Math.round(nowMs() - began) };
  } catch (error) {
    log.warn("A dependency is down.", { dependency: name, error });
    return { name, needed, state: "down", latencyMs: Math.round(nowMs() - began) };
  }
};

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
