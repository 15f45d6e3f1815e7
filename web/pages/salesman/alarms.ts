import type { Alarm } from "../../../shared/contract/alarm.ts";
import { answer } from "../../api/client.ts";
import { failureOf, type Failure } from "../../api/problem.ts";
import type { App } from "../../app.ts";
import { openAsking, type Asking } from "../../components/asking.ts";
import { tell } from "../../i18n/failures.ts";
import { isInOrder, merged } from "./alarm-order.ts";

/** My alarms: those that were read from the API, and those that came since. */
export type Alarms = {
  readonly items: readonly Alarm[];
  readonly unread: number;
  readonly state: Asking["state"];
  readonly failure: Failure | undefined;
  readonly hasMore: boolean;
  /** Came while the page was open: drawn so that it catches the eye, once. */
  isNew: (alarmId: string) => boolean;
  add: (alarm: Alarm) => void;
  reload: () => void;
  more: () => void;
  markRead: (alarmId: string) => void;
  markAllRead: () => void;
  close: () => void;
};

const limit = 30;

/** Opens my alarms and reads the newest. */
export const openAlarms = ({ api, redraw, toast }: App): Alarms => {
  const asking = openAsking(redraw);
  let items: readonly Alarm[] = [];
  let unread = 0;
  let next: string | null = null;
  const fresh = new Set<string>();

  const ask = (cursor: string | undefined): Promise<void> => {
    const query = { limit, ...(cursor !== undefined && { cursor }) };
    return asking.ask(
      async (signal) => (await answer(api.GET("/me/alarms", { params: { query }, signal }))).data,
      (page) => {
        if (cursor === undefined) takeNewest(page);
        else {
          items = merged(items, page.items);
          next = page.nextCursor;
        }
        unread = page.unread;
      },
    );
  };

  /** What was read further down stays: nobody loses their place because something happened. */
  const takeNewest = (page: { items: Alarm[]; nextCursor: string | null }): void => {
    const last = page.items.at(-1);
    const below =
      page.nextCursor === null || last === undefined ? [] : items.filter((alarm) => isInOrder(last, alarm));
    items = [...page.items, ...below];
    if (below.length === 0) next = page.nextCursor;
  };

  /** Marks at once, and takes it back when the API does not. */
  const mark = async (
    those: (alarm: Alarm) => boolean,
    body: { alarmIds: string[] } | { upTo: string },
  ): Promise<void> => {
    const before = items;
    items = items.map((alarm) => (those(alarm) && !alarm.read ? { ...alarm, read: true } : alarm));
    unread -= items.filter((alarm, index) => alarm !== before[index]).length;
    if ("upTo" in body) unread = 0;
    redraw();
    try {
      await answer(api.POST("/me/alarms/read", { body }));
    } catch (error) {
      toast(tell(failureOf(error)).title);
    }
    // The truth, also of those that are not on the page.
    await ask(undefined);
  };

  void ask(undefined);
  return {
    get items() {
      return items;
    },
    get unread() {
      return unread;
    },
    get state() {
      return asking.state;
    },
    get failure() {
      return asking.failure;
    },
    get hasMore() {
      return next !== null;
    },
    isNew: (alarmId) => fresh.has(alarmId),
    add: (alarm) => {
      // Told twice after a new connection, or read from the list already.
      if (items.some(({ alarmId }) => alarmId === alarm.alarmId)) return;
      if (!alarm.read) unread += 1;
      fresh.add(alarm.alarmId);
      // Behind the last one that was read it has its place on a page that is still to come.
      if (next === null || isInOrder(alarm, items.at(-1))) items = merged(items, [alarm]);
      redraw();
    },
    reload: () => void ask(undefined),
    more: () => {
      if (next !== null && asking.state !== "loading") void ask(next);
    },
    markRead: (alarmId) => void mark((alarm) => alarm.alarmId === alarmId, { alarmIds: [alarmId] }),
    markAllRead: () => {
      const [newest] = items;
      if (newest !== undefined) void mark(() => true, { upTo: newest.at });
    },
    close: asking.drop,
  };
};
