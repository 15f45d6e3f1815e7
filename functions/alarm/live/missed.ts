import type { Container } from "@azure/cosmos";
import { readSorted } from "../../../shared/cosmos/sorted.ts";
import { everyone, partitionOfSalesman } from "../domain.ts";
import { covers, type Step } from "../reading.ts";
import { cosmosReadings } from "../readings.ts";
import type { Change } from "./change.ts";
import type { Cursor } from "./cursor.ts";

/** What came since a cursor, oldest first. `cut`: more than is worth sending one by one; then `changes` is empty. */
export type Missed = {
  changes: Change[];
  cut: boolean;
  cursor: Cursor;
  steps: readonly Step[];
  read: Set<string>;
};

/** Asks the store for what a page did not hear. */
export type MissedChanges = {
  /** Where a page stands that has seen all that is there now, and what its salesman has read. */
  now: (salesmanId: string) => Promise<{ cursor: Cursor; steps: readonly Step[] }>;
  since: (salesmanId: string, cursor: Cursor) => Promise<Missed>;
};

const most = 100;

/** Two replicas' clocks may differ by so much after a failover: what is told twice, the page tells apart by alarmId. */
const overlapSeconds = 2;

export const cosmosMissedChanges = (container: Container): MissedChanges => {
  const readings = cosmosReadings(container);

  const newest = async (partition: string): Promise<number> => {
    const { resources } = await container.items
      .query<number>("SELECT TOP 1 VALUE c._ts FROM c ORDER BY c._ts DESC", { partitionKey: partition })
      .fetchAll();
    return resources[0] ?? 0;
  };

  const appeared = (partition: string, since: number): Promise<Change[]> =>
    readSorted<Change>(container, {
      sortKey: "c._ts",
      order: "ASC",
      where: ["c._ts >= @since"],
      parameters: [{ name: "@since", value: since - overlapSeconds }],
      limit: most + 1,
      partition,
    });

  const now: MissedChanges["now"] = async (salesmanId) => {
    const [ofEveryone, own, steps] = await Promise.all([
      newest(everyone),
      newest(partitionOfSalesman(salesmanId)),
      readings.stepsOf(salesmanId),
    ]);
    return { cursor: { everyone: ofEveryone, own }, steps };
  };

  return {
    now,
    since: async (salesmanId, cursor) => {
      const [ofEveryone, own, steps] = await Promise.all([
        appeared(everyone, cursor.everyone),
        appeared(partitionOfSalesman(salesmanId), cursor.own),
        readings.stepsOf(salesmanId),
      ]);
      if (ofEveryone.length > most || own.length > most) {
        return { ...(await now(salesmanId)), changes: [], cut: true, read: new Set() };
      }
      const changes = [...ofEveryone, ...own].toSorted((one, other) => one._ts - other._ts);
      const open = changes.flatMap((change) =>
        change.kind === "alarm" && !covers(steps, { at: change.alarm.at, arrivedAt: change.arrivedAt })
          ? [change.alarm.alarmId]
          : [],
      );
      return { changes, cut: false, cursor, steps, read: await readings.markedOf(salesmanId, open) };
    },
  };
};
