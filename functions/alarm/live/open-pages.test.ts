import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { everyone, partitionOfSalesman } from "../domain.ts";
import type { Change } from "./change.ts";
import type { FeedListener } from "./feed.ts";
import { openPages } from "./open-pages.ts";
import type { AlarmStream } from "./stream.ts";

/** A feed that the test speaks for. */
const fakeFeed = () => {
  const feed = {
    listener: undefined as FeedListener | undefined,
    positioned: Promise.resolve(),
    failure: undefined as Error | undefined,
    readings: 0,
    stopped: 0,
  };
  return Object.assign(feed, {
    feed: (listener: FeedListener) => {
      feed.listener = listener;
      feed.readings += 1;
      return {
        positioned: feed.positioned,
        failure: () => feed.failure,
        stop: () => {
          feed.stopped += 1;
        },
      };
    },
  });
};

const fakePage = (salesmanId: string) => {
  const page = { took: [] as string[], beats: 0, missed: 0, caughtUp: 0 };
  const stream: AlarmStream = {
    salesmanId,
    open: () => Promise.resolve(),
    take: (changes) => page.took.push(...changes.map(({ id }) => id)),
    miss: () => {
      page.missed += 1;
    },
    catchUp: () => {
      page.caughtUp += 1;
      return Promise.resolve();
    },
    beat: () => {
      page.beats += 1;
    },
    end: () => undefined,
  };
  return Object.assign(page, { stream });
};

const change = (partition: string, id: string): Change =>
  ({ id, partition, kind: "moved", _ts: 1 }) as unknown as Change;

const setUp = (t: TestContext) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const feed = fakeFeed();
  return {
    feed,
    pages: openPages(feed.feed, { beatMs: 1_000 }),
    tick: (ms: number): void => {
      t.mock.timers.tick(ms);
    },
  };
};

test("each page is handed what concerns it: everyone's and its own salesman's, and nobody else's", async (t) => {
  const { feed, pages } = setUp(t);
  const [one, other, twin] = [fakePage("one"), fakePage("other"), fakePage("one")];
  for (const page of [one, other, twin]) await pages.join(page.stream);
  feed.listener?.changes([
    change(everyone, "all-1"),
    change(partitionOfSalesman("one"), "own"),
    change(partitionOfSalesman("nobody"), "strange"),
    change("subject:interest:i", "home"),
    change(everyone, "all-2"),
  ]);
  assert.deepEqual(one.took.toSorted(), ["all-1", "all-2", "own"]);
  assert.deepEqual(twin.took, one.took);
  assert.deepEqual(other.took, ["all-1", "all-2"]);
});

test("one feed serves all pages, from the first that comes to the last that leaves", async (t) => {
  const { feed, pages, tick } = setUp(t);
  const [one, other] = [fakePage("one"), fakePage("one")];
  await pages.join(one.stream);
  await pages.join(other.stream);
  assert.deepEqual([feed.readings, pages.count()], [1, 2]);
  pages.leave(one.stream);
  pages.leave(one.stream);
  assert.deepEqual([feed.stopped, pages.count()], [0, 1]);
  feed.listener?.changes([change(everyone, "a")]);
  assert.deepEqual([one.took, other.took], [[], ["a"]]);
  pages.leave(other.stream);
  assert.deepEqual([feed.stopped, pages.count()], [1, 0]);
  tick(5_000);
  assert.equal(other.beats, 0);
  await pages.join(fakePage("one").stream);
  assert.equal(feed.readings, 2);
});

test("a page whose feed can't be opened, or is down, is not there", async (t) => {
  const { feed, pages } = setUp(t);
  feed.positioned = Promise.reject(new Error("down"));
  await assert.rejects(pages.join(fakePage("one").stream), /down/);
  assert.deepEqual([pages.count(), feed.stopped], [0, 1]);
  feed.positioned = Promise.resolve();
  feed.failure = new Error("blind");
  await assert.rejects(pages.join(fakePage("one").stream), /blind/);
  assert.equal(pages.count(), 0);
});

test("after a gap every page catches up", async (t) => {
  const { feed, pages } = setUp(t);
  const many = Array.from({ length: 40 }, (_, index) => fakePage(`s-${index}`));
  for (const page of many) await pages.join(page.stream);
  feed.listener?.gap();
  assert.ok(
    many.every(({ missed }) => missed === 1),
    "each knows it before anything else comes",
  );
  await new Promise(setImmediate);
  assert.ok(many.every(({ caughtUp }) => caughtUp === 1));
});

test("a page that hears nothing hears that the connection lives, but not while the feed is down", async (t) => {
  const { feed, pages, tick } = setUp(t);
  const page = fakePage("one");
  await pages.join(page.stream);
  tick(2_000);
  assert.equal(page.beats, 2);
  feed.failure = new Error("blind");
  tick(2_000);
  assert.equal(page.beats, 2);
  feed.failure = undefined;
  tick(1_000);
  assert.equal(page.beats, 3);
});
