import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { cosmosAlarms } from "../../functions/alarm/alarms.ts";
import { raise, rematch } from "../../functions/alarm/delivery.ts";
import type { AlarmEvent } from "../../functions/alarm/domain.ts";
import { interestUpdated, projectStarted, salesmanMatched } from "../../functions/alarm/events.fake.ts";
import { readCursor } from "../../functions/alarm/live/cursor.ts";
import { changeFeedOf } from "../../functions/alarm/live/feed.ts";
import { alarmIdsIn, heardIn } from "../../functions/alarm/live/heard.fake.ts";
import { cosmosMissedChanges } from "../../functions/alarm/live/missed.ts";
import { openPages } from "../../functions/alarm/live/open-pages.ts";
import { alarmStream } from "../../functions/alarm/live/stream.ts";
import { cosmosSalesmanPage } from "../../functions/alarm/salesman-page.ts";
import { systemClock } from "../../shared/domain/clock.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startAlarmContainer } from "./alarm-container.ts";
import { eventually } from "../system/eventually.ts";

const cosmos = startAlarmContainer();

/** Two instances of the app, of which one writes and each has pages. */
const setUp = (t: TestContext) => {
  const instances = cosmos.instances().map((container) => ({
    pages: openPages(changeFeedOf(container, { pollMs: 20 }), { beatMs: 60_000 }),
    missedChanges: cosmosMissedChanges(container),
  }));
  const [writer] = cosmos.instances();
  const alarms = cosmosAlarms(writer, systemClock);

  const open = async (salesmanId: string, index: 0 | 1, lastId?: string) => {
    const instance = instances[index];
    assert.ok(instance);
    let text = "";
    const stream = alarmStream(salesmanId, instance.missedChanges, {
      send: (more) => {
        text += more;
        return true;
      },
      close: () => undefined,
    });
    const close = (): void => {
      instance.pages.leave(stream);
      stream.end();
    };
    t.after(close);
    await instance.pages.join(stream);
    await stream.open(readCursor(lastId ?? ""));
    const heard = () => heardIn(text);
    return {
      close,
      heard,
      alarms: () => alarmIdsIn(heard()),
      names: () => heard().map(({ event }) => event),
      lastId: () => heard().at(-1)?.id,
    };
  };
  return {
    open,
    page: cosmosSalesmanPage(writer),
    raise: (event: AlarmEvent) => raise(alarms, event),
    match: (interestId: string, version: number, salesmanId: string) =>
      rematch(alarms, salesmanMatched(interestId, version, salesmanId)),
  };
};

test("an alarm for everyone reaches every page on every instance, exactly as the list shows it", async (t) => {
  const { open, raise, page } = setUp(t);
  const me = newId();
  const open1 = await open(me, 0);
  const open2 = await open(newId(), 1);
  const id = newId();
  await raise(projectStarted(id));
  await eventually(() => {
    assert.deepEqual([open1.alarms(), open2.alarms()], [[id], [id]]);
  });
  const { alarm } = (await page.list(me, { limit: 100 })).find((item) => item.alarm.alarmId === id) ?? {};
  assert.deepEqual(open1.heard().at(-1)?.data, alarm);
});

test("an alarm of long ago reaches the page when its customer is matched, and leaves the page of the one before", async (t) => {
  const { open, raise, match } = setUp(t);
  const [former, next, stranger] = [newId(), newId(), newId()];
  const pages = [await open(former, 0), await open(next, 1), await open(stranger, 1)] as const;
  const interestId = newId();
  const [older, newer] = [newId(), newId()];
  await raise(interestUpdated(newer, interestId, 30));
  await raise(interestUpdated(older, interestId, 1));
  await match(interestId, 1, former);
  await eventually(() => {
    assert.deepEqual(pages[0].alarms().toSorted(), [older, newer].toSorted());
  });
  await match(interestId, 2, next);
  await eventually(() => {
    assert.deepEqual(pages[1].alarms().toSorted(), [older, newer].toSorted());
    assert.equal(pages[0].names().at(-1), "alarms-changed");
  });
  assert.deepEqual(pages[2].alarms(), []);
});

test("what was read on one page changes the list of the other", async (t) => {
  const { open, raise, match, page } = setUp(t);
  const me = newId();
  const interestId = newId();
  const id = newId();
  const other = await open(me, 1);
  await match(interestId, 1, me);
  await raise(interestUpdated(id, interestId));
  await eventually(() => {
    assert.deepEqual(other.alarms(), [id]);
  });
  await page.markRead(me, [id]);
  await eventually(() => {
    assert.equal(other.names().filter((name) => name === "alarms-changed").length, 1);
  });
  await page.readUpTo(me, new Date(), new Date());
  await eventually(() => {
    assert.equal(other.names().filter((name) => name === "alarms-changed").length, 2);
  });
});

test("a page that comes back to another instance with its last id is told what it missed, read or not", async (t) => {
  const { open, raise, match, page } = setUp(t);
  const me = newId();
  const interestId = newId();
  await match(interestId, 1, me);
  const first = await open(me, 0);
  const seen = newId();
  await raise(interestUpdated(seen, interestId, 1));
  await eventually(() => {
    assert.deepEqual(first.alarms(), [seen]);
  });
  first.close();
  const [mine, everyones, readAlready] = [newId(), newId(), newId()];
  await raise(interestUpdated(mine, interestId, 2));
  await raise(projectStarted(everyones));
  await raise(interestUpdated(readAlready, interestId, 3));
  await page.markRead(me, [readAlready]);
  const again = await open(me, 1, first.lastId());
  const missed = new Set(again.alarms());
  assert.ok([mine, everyones, readAlready].every((id) => missed.has(id)));
  const shown = await page.list(me, { limit: 100 });
  for (const { event, data } of again.heard()) {
    if (event !== "alarm") continue;
    const { alarmId } = data as { alarmId: string };
    assert.deepEqual(data, shown.find((item) => item.alarm.alarmId === alarmId)?.alarm);
  }
  assert.equal(again.names().at(-1), "ready");
});

test("more than can be told one by one is one word, and nothing that comes after it is lost", async (t) => {
  const { open, raise, match } = setUp(t);
  const me = newId();
  const interestId = newId();
  await match(interestId, 1, me);
  const { lastId, close } = await open(me, 0);
  close();
  for (let batch = 0; batch < 6; batch++) {
    const events = Array.from({ length: 20 }, () => interestUpdated(newId(), interestId, batch));
    await Promise.all(events.map(raise));
  }
  const again = await open(me, 1, lastId());
  assert.deepEqual(again.names(), ["alarms-changed", "ready"]);
  const latest = newId();
  await raise(interestUpdated(latest, interestId, 7));
  await eventually(() => {
    assert.deepEqual(again.alarms(), [latest]);
  });
});

for (const [name, fault] of [
  ["refuses", { kind: "status", status: 500 }],
  ["is gone as it was", { kind: "status", status: 400 }],
  ["cuts the connection", { kind: "drop" }],
] as const) {
  test(`a feed that ${name} for a while loses nothing`, async (t) => {
    const { open, raise } = setUp(t);
    const page = await open(newId(), 1);
    const ids = [newId(), newId(), newId()];
    const [before = "", during = "", after = ""] = ids;
    await raise(projectStarted(before));
    await cosmos.faults([{ ...fault, operation: "changefeed", times: 4 }]);
    await raise(projectStarted(during));
    await cosmos.faultsUsedUp();
    await raise(projectStarted(after));
    await eventually(() => {
      // Some may be told twice, and of other tests too: the seconds of a cursor overlap.
      assert.deepEqual(
        ids.filter((id) => !page.alarms().includes(id)),
        [],
      );
    });
  });
}

test("a page can't be opened while the store is down, and says so", async (t) => {
  const { open } = setUp(t);
  await cosmos.faults([{ kind: "status", status: 400, operation: "changefeed", times: 1 }]);
  await assert.rejects(open(newId(), 0));
  await open(newId(), 0);
});
