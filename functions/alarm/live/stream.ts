import { covers, type Step } from "../reading.ts";
import { advance, type Change } from "./change.ts";
import type { Cursor } from "./cursor.ts";
import { beatText, eventText, retryText } from "./event-stream.ts";
import type { Missed, MissedChanges } from "./missed.ts";

/** Where the events of one page go. */
export type Outlet = {
  /** Answers false when the page does not take them as fast as they come. */
  send: (text: string) => boolean;
  close: () => void;
};

/** One open page. */
export type AlarmStream = {
  salesmanId: string;
  /** Asks for what came before, and sends it; what comes meanwhile waits. @throws when the store can't be asked */
  open: (from: Cursor | undefined) => Promise<void>;
  /** Takes what the feed heard, in its order. */
  take: (changes: readonly Change[]) => void;
  /** Something may be missing here: what comes from now on waits until it was asked for. */
  miss: () => void;
  /** Asks for what may be missing. */
  catchUp: () => Promise<void>;
  beat: () => void;
  end: () => void;
};

const retryMs = 1_000;

/** What waits while the store is asked: beyond it the page comes anew, rather than to cost more memory. */
const mostWaiting = 1_000;

/** Tells one page what comes into its two partitions. Each event's id is the cursor from which the page can go on elsewhere. */
export const alarmStream = (
  salesmanId: string,
  missedChanges: MissedChanges,
  outlet: Outlet,
): AlarmStream => {
  let cursor: Cursor = { everyone: 0, own: 0 };
  let steps: readonly Step[] = [];
  let waiting: Change[] | undefined = [];
  let mayHaveMissed = false;
  let isAsking = true;
  let ended = false;

  const end = (): void => {
    if (ended) return;
    ended = true;
    waiting = undefined;
    outlet.close();
  };

  const send = (text: string): void => {
    // A page that does not keep up comes back with its cursor, and then gets what it missed in one piece.
    if (!ended && text !== "" && !outlet.send(text)) end();
  };

  const textOf = (changes: readonly Change[], read: ReadonlySet<string>): string => {
    let text = "";
    let isStale = false;
    for (const change of changes) {
      cursor = advance(cursor, change);
      if (change.kind === "alarm") {
        const { alarm, arrivedAt } = change;
        const isRead = read.has(alarm.alarmId) || covers(steps, { at: alarm.at, arrivedAt });
        text += eventText("alarm", cursor, { ...alarm, read: isRead });
      } else {
        if (change.kind === "reading") steps = change.steps;
        isStale = true;
      }
    }
    return isStale ? text + eventText("alarms-changed", cursor, {}) : text;
  };

  const tellMissed = (missed: Missed): string => {
    steps = missed.steps;
    if (!missed.cut) return textOf(missed.changes, missed.read);
    cursor = missed.cursor;
    return eventText("alarms-changed", cursor, {});
  };

  /**
   * Asks the store until nothing may be missing, and only then lets go what waited: the cursor must not go past what is
   * still to be asked for. Leaves out what the store has told already.
   */
  const catchingUp = async (): Promise<string> => {
    let text = "";
    const known = new Set<string>();
    while (isBehind()) {
      mayHaveMissed = false;
      const missed = await missedChanges.since(salesmanId, cursor);
      for (const change of missed.changes) known.add(keyOf(change));
      text += tellMissed(missed);
    }
    const rest = (waiting ?? []).filter((change) => !known.has(keyOf(change)));
    waiting = undefined;
    return text + textOf(rest, new Set());
  };
  const isBehind = (): boolean => mayHaveMissed && !ended;

  const catchUp = async (): Promise<void> => {
    // Whoever asks the store at this moment asks again before he goes on.
    if (isAsking) return;
    isAsking = true;
    try {
      while (isBehind()) send(await catchingUp());
    } catch {
      // The page comes back with its cursor, and hears from the answer what is wrong.
      end();
    }
    isAsking = false;
  };

  return {
    salesmanId,

    open: async (from) => {
      if (from === undefined) ({ cursor, steps } = await missedChanges.now(salesmanId));
      else {
        cursor = from;
        mayHaveMissed = true;
      }
      const text = await catchingUp();
      isAsking = false;
      send(retryText(retryMs) + text + eventText("ready", cursor, {}));
      await catchUp();
    },

    take: (changes) => {
      if (ended) return;
      if (waiting === undefined) send(textOf(changes, new Set()));
      else if (waiting.push(...changes) > mostWaiting) end();
    },

    miss: () => {
      mayHaveMissed = true;
      waiting ??= [];
    },

    catchUp,

    beat: () => {
      send(beatText);
    },

    end,
  };
};

/** One writing of one document. */
const keyOf = ({ partition, id, _ts }: Change): string => `${partition} ${id} ${_ts}`;
