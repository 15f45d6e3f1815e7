import { HostError } from "./host-error.ts";
import type { Settings } from "./settings.ts";

/**
 * The host's own clocks, in milliseconds. Azure's defaults (leases of 60 s, renewed each 17 s, looked for each 13 s) suit a
 * cloud; these suit one machine, where a killed process should be taken over within seconds.
 */
export type Timings = {
  /** A lease or timer lock that was not renewed for so long is anyone's. */
  leaseExpirationMs: number;
  leaseRenewMs: number;
  /** How often an instance looks for leases and locks to take. */
  leaseAcquireMs: number;
  /** How long a stop waits for invocations under way. */
  drainMs: number;
};

const defaults: Timings = {
  leaseExpirationMs: 10_000,
  leaseRenewMs: 3000,
  leaseAcquireMs: 1500,
  drainMs: 15_000,
};

const variables: Record<keyof Timings, string> = {
  leaseExpirationMs: "FUNCTIONS_HOST_LEASE_EXPIRATION_MS",
  leaseRenewMs: "FUNCTIONS_HOST_LEASE_RENEW_MS",
  leaseAcquireMs: "FUNCTIONS_HOST_LEASE_ACQUIRE_MS",
  drainMs: "FUNCTIONS_HOST_DRAIN_MS",
};

/** The timings, each from its setting where that is set; throws when one is no number of milliseconds. */
export const readTimings = (settings: Settings): Timings => {
  const read = (key: keyof Timings): number => {
    const text = settings.get(variables[key]);
    if (text === undefined) return defaults[key];
    const ms = Number(text);
    if (!Number.isFinite(ms) || ms < 1) {
      throw new HostError(
        `${variables[key]} must be a number of milliseconds of at least 1, but is "${text}".`,
      );
    }
    return ms;
  };
  return {
    leaseExpirationMs: read("leaseExpirationMs"),
    leaseRenewMs: read("leaseRenewMs"),
    leaseAcquireMs: read("leaseAcquireMs"),
    drainMs: read("drainMs"),
  };
};
