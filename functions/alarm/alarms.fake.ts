import type { Alarms } from "./alarms.ts";
import { matchAfter, sortKeyOf, type Match, type RaisedAlarm } from "./domain.ts";

/** One state of one partition. */
type Snapshot = { alarms: readonly RaisedAlarm[]; match?: Match };

/**
 * The alarms in memory, as Cosmos gives them under Session consistency: a partition's writes are in one order, and each
 * session reads any state from the last one that it saw there on. `lag` (0 to 1) chooses how far behind it is, `before`
 * runs before each step and may wait or throw.
 */
export const fakeAlarms = ({
  before = () => Promise.resolve(),
  lag = () => 0,
}: {
  before?: (step: string) => Promise<void>;
  lag?: () => number;
} = {}): { session: () => Alarms; shown: (partition: string) => RaisedAlarm[] } => {
  const histories = new Map<string, Snapshot[]>();
  const historyOf = (partition: string): Snapshot[] => {
    const history = histories.get(partition) ?? [{ alarms: [] }];
    histories.set(partition, history);
    return history;
  };
  const latest = (partition: string): Snapshot => historyOf(partition).at(-1) ?? { alarms: [] };

  const session = (): Alarms => {
    const seen = new Map<string, number>();
    const read = (partition: string): Snapshot => {
      const history = historyOf(partition);
      const from = seen.get(partition) ?? 0;
      const index = history.length - 1 - Math.floor(lag() * (history.length - from));
      seen.set(partition, index);
      return history[index] ?? { alarms: [] };
    };
    // A write, even one that changes nothing, shows the session all that came before it.
    const write = (partition: string, change: (now: Snapshot) => Snapshot): void => {
      const history = historyOf(partition);
      const now = latest(partition);
      const next = change(now);
      if (next !== now) history.push(next);
      seen.set(partition, history.length - 1);
    };

    return {
      put: async (partition, alarm) => {
        await before(`put ${alarm.alarmId} into ${partition}`);
        write(partition, (now) =>
          now.alarms.some(({ alarmId }) => alarmId === alarm.alarmId)
            ? now
            : { ...now, alarms: [...now.alarms, alarm].toSorted(byTime) },
        );
      },
      take: async (partition, alarmId) => {
        await before(`take ${alarmId} from ${partition}`);
        write(partition, (now) => ({
          ...now,
          alarms: now.alarms.filter((alarm) => alarm.alarmId !== alarmId),
        }));
      },
      // Pages of one: so much can happen between two of them.
      pagesOf: async function* (partition) {
        for (let after = ""; ;) {
          await before(`read ${partition} after ${after}`);
          const next = read(partition).alarms.find((alarm) => sortKeyOf(alarm) > after);
          if (!next) return;
          yield [next];
          after = sortKeyOf(next);
        }
      },
      matchOf: async (partition) => {
        await before(`read the match of ${partition}`);
        return read(partition).match;
      },
      settleMatch: async (partition, heard) => {
        await before(`settle ${partition} for ${heard.salesmanId}, version ${heard.version}`);
        write(partition, (now) => {
          const match = matchAfter(now.match, heard);
          return match === now.match ? now : { ...now, match };
        });
        return latest(partition).match ?? matchAfter(undefined, heard);
      },
    };
  };

  return { session, shown: (partition) => [...latest(partition).alarms] };
};

const byTime = (one: RaisedAlarm, other: RaisedAlarm): number => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1);
