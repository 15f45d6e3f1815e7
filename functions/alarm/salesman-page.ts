import type { Container } from "@azure/cosmos";
import type { Alarm } from "../../shared/contract/alarm.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import type { AlarmDocument } from "./documents.ts";
import { everyone, partitionOfSalesman } from "./domain.ts";
import { covers, readUpToOf, type Step } from "./reading.ts";
import { cosmosReadings } from "./readings.ts";
import { countUnread } from "./unread.ts";

/** The alarms as one salesman sees them. */
export type SalesmanPage = {
  /** The newest first: everyone's and the salesman's own. `after` is the sort key of the last one seen. */
  list: (
    salesmanId: string,
    page: { after?: string | undefined; limit: number },
  ) => Promise<{ alarm: Alarm; sortKey: string }[]>;
  /** How many of all there are were not read. */
  unread: (salesmanId: string) => Promise<number>;
  /** Notes that these were read; an id that the salesman does not see is as good as none. Answers up to where all is read. */
  markRead: (salesmanId: string, alarmIds: readonly string[]) => Promise<string | null>;
  /** Notes that all that happened up to `upTo` and is there at `at` was read. Answers up to where all is read. @throws Contended */
  readUpTo: (salesmanId: string, upTo: Date, at: Date) => Promise<string | null>;
};

export const cosmosSalesmanPage = (container: Container): SalesmanPage => {
  const readings = cosmosReadings(container);

  /** What the salesman sees, of two partitions: each question is asked of both. */
  const ofBoth = async (
    salesmanId: string,
    ask: (partition: string) => Promise<AlarmDocument[]>,
  ): Promise<AlarmDocument[]> =>
    (await Promise.all([ask(everyone), ask(partitionOfSalesman(salesmanId))])).flat();

  const page = (partition: string, after: string | undefined, limit: number) =>
    readSorted<AlarmDocument>(container, {
      sortKey: "c.sortKey",
      order: "DESC",
      where: ["c.kind = 'alarm'"],
      after,
      limit,
      partition,
    });

  const find = async (partition: string, alarmIds: readonly string[]) => {
    const { resources } = await container.items
      .query<AlarmDocument>(
        {
          query: "SELECT * FROM c WHERE c.kind = 'alarm' AND ARRAY_CONTAINS(@alarmIds, c.alarm.alarmId)",
          parameters: [{ name: "@alarmIds", value: [...alarmIds] }],
        },
        { partitionKey: partition },
      )
      .fetchAll();
    return resources;
  };

  return {
    list: async (salesmanId, { after, limit }) => {
      const [found, steps] = await Promise.all([
        ofBoth(salesmanId, (partition) => page(partition, after, limit)),
        readings.stepsOf(salesmanId),
      ]);
      const items = found.toSorted(newestFirst).slice(0, limit);
      const open = items.filter(isOpen(steps)).map(({ alarm }) => alarm.alarmId);
      const marked = await readings.markedOf(salesmanId, open);
      const unread = new Set(open.filter((alarmId) => !marked.has(alarmId)));
      return items.map(({ alarm, sortKey }) => ({
        alarm: { ...alarm, read: !unread.has(alarm.alarmId) },
        sortKey,
      }));
    },

    unread: async (salesmanId) => countUnread(container, salesmanId, await readings.stepsOf(salesmanId)),

    markRead: async (salesmanId, alarmIds) => {
      const [found, steps] = await Promise.all([
        ofBoth(salesmanId, (partition) => find(partition, alarmIds)),
        readings.stepsOf(salesmanId),
      ]);
      await Promise.all(found.filter(isOpen(steps)).map((document) => readings.mark(salesmanId, document)));
      return readUpToOf(steps);
    },

    readUpTo: async (salesmanId, upTo, at) => readUpToOf(await readings.takeStep(salesmanId, upTo, at)),
  };
};

const newestFirst = (one: AlarmDocument, other: AlarmDocument): number =>
  one.sortKey < other.sortKey ? 1 : -1;

/** Whether no step covers the alarm, so that only a mark can say that it was read. */
const isOpen =
  (steps: readonly Step[]) =>
  ({ alarm: { at }, arrivedAt }: AlarmDocument): boolean =>
    !covers(steps, { at, arrivedAt });
