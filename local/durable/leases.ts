import type { HubDatabase } from "./database.ts";

/** How long a host that is silent keeps its work, and how often it must speak. */
export type LeaseTimings = {
  leaseExpirationMs: number;
  leaseRenewMs: number;
  /** How often a host looks for the work of others that have died. */
  leaseAcquireMs: number;
};

/** Which hosts live. All work of a host hangs on its one lease: a dead host's work is free again when the lease is over. */
export type Leases = {
  /** Enters this host; one of the same instance id from before is dead, and its work is free at once. */
  enter: (instanceId: string, now: number) => void;
  renew: (instanceId: string, now: number) => void;
  /** Frees the work of hosts whose lease is over. */
  freeLost: (now: number) => void;
  /** Gives back everything that this host holds. */
  leave: () => void;
};

export const createLeases = (hub: HubDatabase, owner: string, timings: LeaseTimings): Leases => {
  const { database, atomically } = hub;
  const insert = database.prepare(`
    INSERT INTO hosts (owner, instance, until) VALUES (:owner, :instance, :until)
    ON CONFLICT (owner) DO UPDATE SET until = :until`);
  const removeTwins = database.prepare("DELETE FROM hosts WHERE instance = ?");
  // Never its own: a host that was held up for long is late, not dead, as long as it says so itself.
  const removeDead = database.prepare("DELETE FROM hosts WHERE until < ? AND owner <> ?");
  const remove = database.prepare("DELETE FROM hosts WHERE owner = ?");
  const tables = ["instances", "activities", "entities"];
  const isLost = "owner IS NOT NULL AND owner NOT IN (SELECT owner FROM hosts)";
  const frees = tables.map((table) => database.prepare(`UPDATE ${table} SET owner = NULL WHERE ${isLost}`));
  // Looked for without the lock that a change takes, since there is seldom any.
  const findLost = database.prepare(
    [
      "SELECT 1 FROM hosts WHERE until < :now AND owner <> :owner",
      ...tables.map((table) => `SELECT 1 FROM ${table} WHERE ${isLost}`),
    ].join(" UNION ALL ") + " LIMIT 1",
  );
  const free = (): void => {
    for (const statement of frees) statement.run();
  };
  const renew: Leases["renew"] = (instance, now) => {
    insert.run({ owner, instance, until: now + timings.leaseExpirationMs });
  };
  return {
    renew,
    enter: (instance, now) => {
      atomically(() => {
        removeTwins.run(instance);
        removeDead.run(now, owner);
        renew(instance, now);
        free();
      });
    },
    freeLost: (now) => {
      if (findLost.get({ now, owner }) === undefined) return;
      atomically(() => {
        removeDead.run(now, owner);
        free();
      });
    },
    leave: () => {
      atomically(() => {
        remove.run(owner);
        free();
      });
    },
  };
};
