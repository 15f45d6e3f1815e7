import assert from "node:assert/strict";
import test from "node:test";
import { ChangeFeedMode, ChangeFeedStartFrom } from "@azure/cosmos";
import { feedOf } from "./feed-reader.ts";
import { manualClock, startedCosmos, status } from "./started.ts";

test("from the beginning: each document in the order of its last write, then 304 with a token to go on by", async (t) => {
  const { container } = await startedCosmos(t);
  for (const id of ["1", "2", "3"]) await container.items.create({ id, pk: id });
  await container.items.upsert({ id: "1", pk: "1", n: 2 });
  const feed = feedOf(container, ChangeFeedStartFrom.Beginning());
  const first = await feed();
  assert.deepEqual([first.statusCode, first.ids], [200, ["2", "3", "1"]]);
  assert.equal(first.changes[2]?.n, 2, "the latest version");
  const end = await feed();
  assert.deepEqual([end.statusCode, end.ids], [304, []]);
  await container.item("2", "2").patch([{ op: "set", path: "/n", value: 5 }]);
  assert.deepEqual((await feed()).ids, ["2"]);
  assert.equal((await feed()).statusCode, 304);
});

test("from now: only what is written after the first answer", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "old", pk: "a" });
  const feed = feedOf(container, ChangeFeedStartFrom.Now());
  assert.equal((await feed()).statusCode, 304);
  await container.items.create({ id: "new", pk: "a" });
  assert.deepEqual((await feed()).ids, ["new"]);
});

test("from a time: what was written in that second or later", async (t) => {
  const clock = manualClock();
  const { container } = await startedCosmos(t, { clock: clock.now });
  await container.items.create({ id: "before", pk: "a" });
  clock.pass(60_000);
  const at = new Date(clock.now());
  await container.items.create({ id: "at", pk: "a" });
  clock.pass(60_000);
  await container.items.create({ id: "after", pk: "a" });
  const feed = feedOf(container, ChangeFeedStartFrom.Time(at), { maxItemCount: 1 });
  assert.deepEqual((await feed()).ids, ["at"]);
  assert.deepEqual((await feed()).ids, ["after"]);
  assert.equal((await feed()).statusCode, 304);
});

test("from a continuation token: another reader goes on where the first one stood", async (t) => {
  const { container } = await startedCosmos(t);
  for (const id of ["1", "2", "3"]) await container.items.create({ id, pk: id });
  const { continuation } = await feedOf(container, ChangeFeedStartFrom.Beginning(), { maxItemCount: 2 })();
  const other = feedOf(container, ChangeFeedStartFrom.Continuation(continuation));
  assert.deepEqual((await other()).ids, ["3"]);
});

test("pages have the asked size and together are the feed", async (t) => {
  const { container } = await startedCosmos(t);
  const ids = Array.from({ length: 25 }, (_, at) => `${at}`);
  for (const id of ids) await container.items.create({ id, pk: "a" });
  const feed = feedOf(container, ChangeFeedStartFrom.Beginning(), { maxItemCount: 10 });
  const pages = [await feed(), await feed(), await feed()];
  assert.deepEqual(
    pages.map((page) => page.ids.length),
    [10, 10, 5],
  );
  assert.deepEqual(
    pages.flatMap((page) => page.ids),
    ids,
  );
  assert.equal((await feed()).statusCode, 304);
});

test("the documents of one transaction come in one page, with one _lsn, in the order of its operations", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "first", pk: "a" });
  const batch = ["b", "a", "c"].map((id) => ({
    operationType: "Create" as const,
    resourceBody: { id, pk: "a" },
  }));
  await container.items.batch(batch, "a");
  await container.items.create({ id: "last", pk: "a" });
  const feed = feedOf(container, ChangeFeedStartFrom.Beginning(), { maxItemCount: 2 });
  const page = await feed();
  assert.deepEqual(page.ids, ["first", "b", "a", "c"], "the batch is not cut");
  const lsns = page.changes.map(({ _lsn }) => _lsn);
  assert.equal(new Set(lsns.slice(1)).size, 1);
  assert.ok((lsns[1] ?? 0) > (lsns[0] ?? 0));
  assert.deepEqual((await feed()).ids, ["last"]);
});

test("a batch that failed is not in the feed", async (t) => {
  const { container } = await startedCosmos(t);
  const feed = feedOf(container, ChangeFeedStartFrom.Now());
  await feed();
  const twice = { operationType: "Create" as const, resourceBody: { id: "1", pk: "a" } };
  assert.equal((await container.items.batch([twice, twice], "a")).code, 207);
  assert.equal((await feed()).statusCode, 304);
});

test("deleted documents are not in the feed", async (t) => {
  const { container } = await startedCosmos(t);
  for (const id of ["1", "2"]) await container.items.create({ id, pk: "a" });
  await container.item("1", "a").delete();
  assert.deepEqual((await feedOf(container, ChangeFeedStartFrom.Beginning())()).ids, ["2"]);
});

test("the feed of one partition key has that partition alone", async (t) => {
  const { container } = await startedCosmos(t);
  for (const id of ["1", "2"]) for (const pk of ["a", "b"]) await container.items.create({ id, pk });
  const feed = feedOf(container, ChangeFeedStartFrom.Beginning("b"), { maxItemCount: 1 });
  const [first, second, end] = [await feed(), await feed(), await feed()];
  assert.deepEqual(
    [...first.changes, ...second.changes].map(({ id, pk }) => id + pk),
    ["1b", "2b"],
  );
  assert.equal(end.statusCode, 304);
  await container.items.create({ id: "3", pk: "a" });
  assert.equal((await feed()).statusCode, 304);
  await container.items.create({ id: "3", pk: "b" });
  assert.deepEqual((await feed()).ids, ["3"]);
});

test("the feed of the container's one feed range is the whole feed", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  const [range, ...more] = await container.getFeedRanges();
  assert.ok(range !== undefined && more.length === 0);
  assert.deepEqual((await feedOf(container, ChangeFeedStartFrom.Beginning(range))()).ids, ["1"]);
});

test("a reader that polls while many write misses nothing and sees nothing twice", async (t) => {
  const { container } = await startedCosmos(t);
  const feed = feedOf(container, ChangeFeedStartFrom.Beginning(), { maxItemCount: 7 });
  const seen: string[] = [];
  let writing = true;
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; n < 15; n += 1) await container.items.create({ id: `${writer}-${n}`, pk: `${writer}` });
  };
  const read = async (): Promise<void> => {
    for (;;) {
      const last = !writing;
      const { ids, statusCode } = await feed();
      seen.push(...ids);
      if (last && statusCode === 304) return;
    }
  };
  const reading = read();
  await Promise.all([0, 1, 2, 3].map(write));
  writing = false;
  await reading;
  assert.equal(seen.length, 60);
  assert.equal(new Set(seen).size, 60);
});

test("the older change feed iterator of the SDK reads a partition too", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- apps still use it
  const iterator = container.items.changeFeed("a", { startFromBeginning: true });
  assert.deepEqual(
    (await iterator.fetchNext()).result.map(({ id }: { id: string }) => id),
    ["1"],
  );
  assert.equal((await iterator.fetchNext()).statusCode, 304);
});

test("all versions and deletes are refused by name", async (t) => {
  const { container } = await startedCosmos(t);
  const changeFeedMode = ChangeFeedMode.AllVersionsAndDeletes;
  const feed = feedOf(container, ChangeFeedStartFrom.Now(), { changeFeedMode });
  await assert.rejects(feed(), status(400, /change feed mode 'Full-Fidelity Feed'/));
});
