/** One running instance: the id is the instance's own, the incarnation is new with each start of its process. */
export type Holder = { instance: string; incarnation: string };

/** The document that says who reads one range of a container's feed, and how far it has come. */
export type Lease = {
  id: string;
  range: { minInclusive: string; maxExclusive: string };
  /** Null: nobody's. */
  owner: Holder | null;
  /** When the ownership lapses unless it is renewed; ms since 1970 by the owner's clock. */
  until: number;
  /** Where reading goes on; null before the first checkpoint. */
  continuation: string | null;
  /** Another instance that should have it once the owner's batch is done. */
  wantedBy: Holder | null;
  _etag: string;
};

export type LeaseContent = Omit<Lease, "_etag">;

/** What an instance should do about the leases that it sees. */
export type Decision = { take: readonly Lease[]; ask: Lease | undefined };

/**
 * Divides the leases evenly, as the change feed processor's equal-partitions strategy does: free and lapsed ones are taken
 * up to the fair share, and beyond that one lease is asked of the instance that has most above its share.
 *
 * `restarted` allows taking over what an earlier process of the same instance left behind, without waiting for it to lapse.
 */
export const decide = (leases: readonly Lease[], me: Holder, now: number, restarted: boolean): Decision => {
  const live = (lease: Lease): Holder | undefined =>
    lease.owner === null || lease.until < now || (restarted && isPredecessor(lease.owner, me))
      ? undefined
      : lease.owner;
  const counts = new Map<string, number>([[me.incarnation, 0]]);
  for (const lease of leases) {
    const owner = live(lease);
    if (owner !== undefined) counts.set(owner.incarnation, (counts.get(owner.incarnation) ?? 0) + 1);
  }
  const share = Math.ceil(leases.length / counts.size);
  const handedOver = leases.filter((lease) => live(lease)?.incarnation === me.incarnation);
  const free = leases.filter((lease) => live(lease) === undefined);
  const room = Math.max(0, share - handedOver.length);
  const take = [...handedOver, ...free.slice(0, room)];
  if (take.length >= share || free.length > room) return { take, ask: undefined };
  const most = [...counts].sort((a, b) => b[1] - a[1])[0];
  const pending = leases.some((lease) => lease.wantedBy?.incarnation === me.incarnation);
  const ask =
    most === undefined || most[1] <= share || pending
      ? undefined
      : leases.find((lease) => live(lease)?.incarnation === most[0] && lease.wantedBy === null);
  return { take, ask };
};

const isPredecessor = (owner: Holder, me: Holder): boolean =>
  owner.instance === me.instance && owner.incarnation !== me.incarnation;
