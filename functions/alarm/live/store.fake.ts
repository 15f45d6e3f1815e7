import { everyone, partitionOfSalesman } from "../domain.ts";
import type { Step } from "../reading.ts";
import { advance, type Change } from "./change.ts";
import type { Cursor } from "./cursor.ts";
import type { MissedChanges } from "./missed.ts";

/** What is in the store, as a page's two partitions show it; a second passes when the test says so. */
export type FakeStore = MissedChanges & {
  alarm: (partition: string, alarmId: string) => Change;
  read: (salesmanId: string, steps: readonly Step[]) => Change;
  moved: (salesmanId: string) => Change;
  tick: () => void;
  /** Holds the next question until it is called. */
  hold: () => () => void;
  fail: (error: Error | undefined) => void;
};

const most = 100;

/** A store in memory that answers what Cosmos answers (tests/integration/live-alarms.test.ts holds both to the same). */
export const fakeStore = (): FakeStore => {
  const changes: Change[] = [];
  let second = 1_000;
  let held: Promise<void> | undefined;
  let failure: Error | undefined;
  let steps: readonly Step[] = [];

  const asked = async (): Promise<void> => {
    const waiting = held;
    held = undefined;
    await waiting;
    if (failure !== undefined) throw failure;
  };
  const seenBy = (salesmanId: string): Change[] =>
    changes.filter(
      ({ partition }) => partition === everyone || partition === partitionOfSalesman(salesmanId),
    );
  const put = (change: Change): Change => {
    changes.push(change);
    return change;
  };
  const now = (salesmanId: string): Cursor => seenBy(salesmanId).reduce(advance, { everyone: 0, own: 0 });

  return {
    now: async (salesmanId) => {
      await asked();
      return { cursor: now(salesmanId), steps };
    },
    since: async (salesmanId, cursor) => {
      // What was there when it was asked, told a while later.
      const missed = seenBy(salesmanId).filter(
        ({ partition, _ts }) => _ts >= (partition === everyone ? cursor.everyone : cursor.own),
      );
      const present = { cursor: now(salesmanId), steps };
      await asked();
      const cut = missed.length > most;
      return { ...present, changes: cut ? [] : missed, cut, read: new Set() };
    },
    alarm: (partition, alarmId) =>
      put({
        id: `alarm-${alarmId}`,
        partition,
        kind: "alarm",
        sortKey: alarmId,
        arrivedAt: new Date(second * 1000).toISOString(),
        alarm: { alarmId, type: "ProjectEdited", at: "2027-03-02T00:00:00.000Z", subject: "s", text: "text" },
        _ts: second,
      }),
    read: (salesmanId, next) => {
      steps = next;
      const partition = partitionOfSalesman(salesmanId);
      return put({ id: "reading", partition, kind: "reading", steps: next, _ts: second });
    },
    moved: (salesmanId) =>
      put({ id: "moved", partition: partitionOfSalesman(salesmanId), kind: "moved", _ts: second }),
    tick: () => {
      second += 1;
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      held = promise;
      return () => {
        resolve(undefined);
      };
    },
    fail: (error) => {
      failure = error;
    },
  };
};
