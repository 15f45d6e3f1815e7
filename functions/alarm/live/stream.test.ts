import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Alarm } from "../../../shared/contract/alarm.ts";
import { everyone, partitionOfSalesman } from "../domain.ts";
import type { Change } from "./change.ts";
import { readCursor } from "./cursor.ts";
import { alarmIdsIn, heardIn, type Heard } from "./heard.fake.ts";
import { fakeStore, type FakeStore } from "./store.fake.ts";
import { alarmStream, type AlarmStream } from "./stream.ts";

const me = "salesman-1";
const mine = partitionOfSalesman(me);

/** A page of `me` on this store, and what it has heard. */
const pageOn = (store: FakeStore) => {
  const page = { text: "", closed: 0, takes: true, stream: undefined as unknown as AlarmStream };
  page.stream = alarmStream(me, store, {
    send: (text) => {
      page.text += text;
      return page.takes;
    },
    close: () => {
      page.closed += 1;
    },
  });
  return Object.assign(page, {
    heard: () => heardIn(page.text),
    names: () => heardIn(page.text).map(({ event }) => event),
    alarms: () => alarmIdsIn(heardIn(page.text)),
    cursor: () => readCursor(heardIn(page.text).at(-1)?.id ?? ""),
  });
};

const opened = async (store: FakeStore, from?: ReturnType<typeof readCursor>) => {
  const page = pageOn(store);
  await page.stream.open(from);
  return page;
};

test("a page that comes for the first time is told to come back soon, and that all is heard from here on", async () => {
  const store = fakeStore();
  store.alarm(everyone, "before");
  const page = await opened(store);
  assert.match(page.text, /^retry: 1000\n\n/);
  assert.deepEqual(page.heard(), [{ event: "ready", id: "1000-0", data: {} }]);
});

test("an alarm is told with all that the list shows, and its id is where to go on", async () => {
  const store = fakeStore();
  const page = await opened(store);
  store.tick();
  page.stream.take([store.alarm(everyone, "a"), store.alarm(mine, "b")]);
  const [, first, second] = page.heard();
  const { alarmId, type, at, subject, text, read } = first?.data as Alarm;
  assert.deepEqual(
    { alarmId, type, at, subject, text, read },
    {
      alarmId: "a",
      type: "ProjectEdited",
      at: "2027-03-02T00:00:00.000Z",
      subject: "s",
      text: "text",
      read: false,
    },
  );
  assert.deepEqual([first?.id, second?.id], ["1001-0", "1001-1001"]);
});

test("what comes while the store is asked waits, and is told once, after what came before", async () => {
  const store = fakeStore();
  const page = pageOn(store);
  store.alarm(everyone, "before");
  const release = store.hold();
  const opening = page.stream.open({ everyone: 1000, own: 0 });
  page.stream.take([store.alarm(mine, "meanwhile")]);
  assert.deepEqual(page.names(), []);
  release();
  await opening;
  assert.deepEqual(page.alarms(), ["before", "meanwhile"]);
  assert.equal(page.names().at(-1), "ready");
});

test("what the store told already is not told again by the feed", async () => {
  const store = fakeStore();
  const page = pageOn(store);
  const both = store.alarm(everyone, "both");
  const release = store.hold();
  const opening = page.stream.open({ everyone: 0, own: 0 });
  page.stream.take([both]);
  release();
  await opening;
  assert.deepEqual(page.alarms(), ["both"]);
});

test("after a gap the page is told what it missed", async () => {
  const store = fakeStore();
  const page = await opened(store);
  store.tick();
  store.alarm(everyone, "missed");
  page.stream.miss();
  store.tick();
  page.stream.take([store.alarm(everyone, "next")]);
  assert.deepEqual(page.alarms(), [], "what comes after the gap waits for what was in it");
  await page.stream.catchUp();
  assert.deepEqual(page.alarms(), ["missed", "next"]);
});

test("a second gap while the store is asked is asked for too", async () => {
  const store = fakeStore();
  const page = await opened(store);
  store.tick();
  const release = store.hold();
  page.stream.miss();
  const catching = page.stream.catchUp();
  store.alarm(everyone, "missed meanwhile");
  page.stream.miss();
  const second = page.stream.catchUp();
  store.tick();
  page.stream.take([store.alarm(everyone, "heard after it")]);
  release();
  await Promise.all([catching, second]);
  assert.deepEqual(page.alarms(), ["missed meanwhile", "heard after it"]);
});

test("a gap while the page is opened is asked for once it is open", async () => {
  const store = fakeStore();
  const page = pageOn(store);
  const release = store.hold();
  const opening = page.stream.open({ everyone: 1000, own: 1000 });
  store.alarm(mine, "missed meanwhile");
  page.stream.miss();
  const gap = page.stream.catchUp();
  release();
  await Promise.all([opening, gap]);
  assert.deepEqual(page.alarms(), ["missed meanwhile"]);
});

test("a gap in any moment of the opening is asked for", async () => {
  for (let moment = 0; moment < 12; moment++) {
    const store = fakeStore();
    const page = pageOn(store);
    const opening = page.stream.open(undefined);
    for (let turn = 0; turn < moment; turn++) await Promise.resolve();
    const isReady = page.names().includes("ready");
    store.tick();
    store.alarm(mine, "missed");
    page.stream.miss();
    await Promise.all([page.stream.catchUp(), opening]);
    // Before the first word the page has yet to read the list, where it is.
    if (isReady || page.cursor()?.own !== 0)
      assert.deepEqual(page.alarms(), ["missed"], `after ${moment} turns`);
    page.stream.take([store.alarm(mine, "next")]);
    assert.equal(page.alarms().at(-1), "next", `after ${moment} turns, nothing waits any more`);
  }
});

test("when the store can't be asked after a gap, the page is closed, so that it comes anew", async () => {
  const store = fakeStore();
  const page = await opened(store);
  store.fail(new Error("down"));
  page.stream.miss();
  await page.stream.catchUp();
  assert.equal(page.closed, 1);
  page.stream.take([store.alarm(everyone, "later")]);
  page.stream.beat();
  assert.deepEqual(page.names(), ["ready"]);
});

test("when the store can't be asked at the opening, nothing is told and the error is the caller's", async () => {
  const store = fakeStore();
  const page = pageOn(store);
  store.fail(new Error("down"));
  await assert.rejects(page.stream.open(undefined), /down/);
  assert.equal(page.text, "");
});

test("more than a hundred missed are one word: the list changed", async () => {
  const store = fakeStore();
  for (let index = 0; index < 101; index++) store.alarm(index % 2 === 0 ? everyone : mine, `a-${index}`);
  const page = await opened(store, { everyone: 0, own: 0 });
  assert.deepEqual(page.names(), ["alarms-changed", "ready"]);
  assert.deepEqual(page.cursor(), { everyone: 1000, own: 1000 });
});

test("what was read elsewhere, and what went to another salesman, change the list", async () => {
  const store = fakeStore();
  const page = await opened(store);
  const steps = [{ upTo: "2027-03-03T00:00:00.000Z", asOf: "2027-03-03T00:00:00.000Z" }];
  page.stream.take([store.read(me, steps), store.moved(me)]);
  assert.deepEqual(page.names(), ["ready", "alarms-changed"], "once, however much changed");
  page.stream.take([store.alarm(everyone, "covered")]);
  assert.equal((page.heard().at(-1)?.data as Alarm).read, true);
});

test("what a salesman had read before he came counts", async () => {
  const store = fakeStore();
  store.read(me, [{ upTo: "2027-03-03T00:00:00.000Z", asOf: "2027-03-03T00:00:00.000Z" }]);
  const page = await opened(store);
  page.stream.take([store.alarm(everyone, "covered")]);
  assert.equal((page.heard().at(-1)?.data as Alarm).read, true);
});

test("a page that does not keep up is closed at once", async () => {
  const store = fakeStore();
  const page = await opened(store);
  page.takes = false;
  page.stream.beat();
  assert.equal(page.closed, 1);
  page.takes = true;
  page.stream.beat();
  assert.equal(page.closed, 1);
});

test("what waits for the store is bounded: beyond it the page comes anew", async () => {
  const store = fakeStore();
  const page = pageOn(store);
  const release = store.hold();
  const opening = page.stream.open(undefined);
  const one = store.alarm(everyone, "a");
  page.stream.take(Array.from({ length: 1_000 }, () => one));
  assert.equal(page.closed, 0);
  page.stream.take([one]);
  assert.equal(page.closed, 1);
  release();
  await opening;
  assert.equal(page.text, "", "and nothing goes out after that");
});

/** What can happen to a page. */
const happenings = fc.array(
  fc.constantFrom(
    "everyone's",
    "mine",
    "hear",
    "lose",
    "gap",
    "catch up",
    "tick",
    "reconnect",
    "hold",
    "release",
  ),
  { maxLength: 60 },
);

test("property: whatever is heard, lost and asked in whatever order, a page knows every alarm in the end", () =>
  fc.assert(
    fc.asyncProperty(happenings, async (steps) => {
      const store = fakeStore();
      const written: string[] = [];
      const known = new Set<string>();
      let unheard: Change[] = [];
      let release: (() => void) | undefined;
      let asking: Promise<unknown>[] = [];
      let lastId: string | undefined;
      let page = pageOn(store);
      await page.stream.open(undefined);

      const learn = (heard: readonly Heard[]): void => {
        for (const id of alarmIdsIn(heard)) known.add(id);
        lastId = heard.findLast(({ id }) => id !== undefined)?.id ?? lastId;
        // What a page does then: it reads the list.
        if (heard.some(({ event }) => event === "alarms-changed")) for (const id of written) known.add(id);
      };
      const settled = async (): Promise<void> => {
        release?.();
        release = undefined;
        await Promise.all([...asking, page.stream.catchUp()]);
        asking = [];
      };

      for (const step of steps) {
        if (step === "everyone's" || step === "mine") {
          const id = `a-${written.length}`;
          written.push(id);
          unheard.push(store.alarm(step === "mine" ? mine : everyone, id));
        } else if (step === "hear") {
          page.stream.take(unheard);
          unheard = [];
        } else if (step === "lose") {
          unheard = [];
          page.stream.miss();
        } else if (step === "gap") page.stream.miss();
        else if (step === "catch up") asking.push(page.stream.catchUp());
        else if (step === "tick") store.tick();
        else if (step === "hold") release ??= store.hold();
        else if (step === "release") await settled();
        else {
          await settled();
          learn(page.heard());
          // The process died: what it had not heard, nobody will.
          unheard = [];
          page = pageOn(store);
          await page.stream.open(readCursor(lastId ?? ""));
        }
      }
      await settled();
      page.stream.take(unheard);
      learn(page.heard());
      assert.deepEqual([...known].toSorted(), written.toSorted());
      assert.equal(page.closed, 0);
    }),
    { numRuns: 1_000 },
  ));
