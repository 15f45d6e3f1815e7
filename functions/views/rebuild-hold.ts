import type { Container } from "@azure/cosmos";
import type { Clock } from "../../shared/domain/clock.ts";
import { hasStatus } from "../../shared/cosmos/status.ts";
import { newId } from "../../shared/domain/ids.ts";
import { readGenerations, writeGenerations, type Building, type Generations } from "./generations.ts";

/** A rebuild of the same view runs elsewhere. */
export class RebuildRuns extends Error {
  override name = "RebuildRuns";
  constructor(view: string, { since, heldBy }: Building) {
    super(
      `A rebuild of the ${view} view runs since ${since} (${heldBy}). Wait for it; should it have died, try again in a minute.`,
    );
  }
}

type Held = Generations & { _etag?: string };

const holdMs = 60_000;
const renewEachMs = 5_000;

/** The generation that this rebuild makes, held against any other. */
export type Hold = {
  generation: string;
  /** It goes on with what a rebuild before had begun. */
  resumed: boolean;
  /** Says that this rebuild is alive, once in a while. @throws when another took it over */
  renew: () => Promise<void>;
};

/** Takes a view for one rebuild: begins a generation, or goes on with one whose rebuild has died. @throws RebuildRuns */
export const holdView = async (
  container: Container,
  { view, by, clock }: { view: string; by: string; clock: Clock },
): Promise<Hold> => {
  const heldBy = `${by} ${newId().slice(0, 8)}`;
  let renewedAt = 0;

  const hold = async (before: Held, building: Omit<Building, "heldBy" | "heldUntil">): Promise<void> => {
    const now = clock();
    const heldUntil = new Date(now.getTime() + holdMs).toISOString();
    const { generation, since } = building;
    await writeGenerations(
      container,
      { ...before, building: { generation, since, heldBy, heldUntil } },
      before,
    );
    renewedAt = now.getTime();
  };

  const take = async (): Promise<{ generation: string; resumed: boolean }> => {
    const before = await readGenerations(container);
    const now = clock();
    const { building } = before;
    if (building && building.heldUntil > now.toISOString()) throw new RebuildRuns(view, building);
    const begun = building ?? { generation: now.getTime().toString(36), since: now.toISOString() };
    try {
      await hold(before, begun);
    } catch (error) {
      if (!hasStatus(error, 409, 412)) throw error;
      return take();
    }
    return { generation: begun.generation, resumed: building !== undefined };
  };

  const renew = async (): Promise<void> => {
    if (clock().getTime() - renewedAt < renewEachMs) return;
    // Not again before this one is answered: the sources are read side by side.
    renewedAt = clock().getTime();
    const before = await readGenerations(container);
    if (before.building?.heldBy !== heldBy)
      throw new Error(`The rebuild of the ${view} view was taken over.`);
    await hold(before, before.building);
  };

  return { ...(await take()), renew };
};
