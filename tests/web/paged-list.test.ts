import assert from "node:assert/strict";
import { test } from "node:test";
import { Unreachable } from "../../web/api/problem.ts";
import { openList, type ListPage } from "../../web/components/paged-list.ts";

type Asked = {
  cursor: string | undefined;
  signal: AbortSignal;
  reply: (page: ListPage<number>) => void;
  fail: () => void;
};

/** A list whose pages are answered by hand. */
const byHand = (): {
  asked: Asked[];
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<number>>;
} => {
  const asked: Asked[] = [];
  const load = (cursor: string | undefined, signal: AbortSignal): Promise<ListPage<number>> =>
    new Promise((resolve, reject) => {
      asked.push({
        cursor,
        signal,
        reply: resolve,
        fail: () => {
          reject(new Unreachable("No answer."));
        },
      });
    });
  return { asked, load };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("pages follow one another by their cursors, until there is none", async () => {
  const { asked, load } = byHand();
  const list = openList(load, () => undefined);
  asked[0]?.reply({ items: [1, 2], nextCursor: "a" });
  await settled();
  void list.more();
  assert.equal(asked[1]?.cursor, "a");
  asked[1].reply({ items: [3], nextCursor: null, asOf: "2026-03-02T00:00:00Z" });
  await settled();
  assert.deepEqual(list.items(), [1, 2, 3]);
  assert.equal(list.hasMore, false);
  assert.equal(list.asOf, "2026-03-02T00:00:00Z");
  await list.more();
  assert.equal(asked.length, 2);
});

test("only the last question counts: an answer to an earlier one changes nothing", async () => {
  const { asked, load } = byHand();
  const list = openList(load, () => undefined);
  void list.reload({ forget: true });
  assert.equal(asked[0]?.signal.aborted, true);
  asked[1]?.reply({ items: [2], nextCursor: null });
  await settled();
  asked[0].reply({ items: [1], nextCursor: "old" });
  await settled();
  assert.deepEqual([list.items(), list.hasMore], [[2], false]);
});

test("a page that does not come keeps those that are there, and can be asked for again", async () => {
  const { asked, load } = byHand();
  const list = openList(load, () => undefined);
  asked[0]?.reply({ items: [1], nextCursor: "a" });
  await settled();
  void list.more();
  asked[1]?.fail();
  await settled();
  assert.deepEqual([list.state, list.items()], ["failed", [1]]);
  void list.more();
  asked[2]?.reply({ items: [2], nextCursor: null });
  await settled();
  assert.deepEqual([list.state, list.failure, list.items()], ["ready", undefined, [1, 2]]);
});

test("a page in which nothing changed stays the same object, so that it is not drawn again", async () => {
  const { asked, load } = byHand();
  const list = openList(load, () => undefined);
  asked[0]?.reply({ items: [1, 2], nextCursor: "a" });
  await settled();
  void list.more();
  asked[1]?.reply({ items: [3, 4], nextCursor: null });
  await settled();
  const [first] = list.pages;
  list.change((item) => (item === 3 ? undefined : item));
  assert.equal(list.pages[0], first);
  assert.deepEqual(list.items(), [1, 2, 4]);
});
