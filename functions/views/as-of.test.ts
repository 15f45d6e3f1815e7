import assert from "node:assert/strict";
import { test } from "node:test";
import { asOf, type Look } from "./as-of.ts";

const began = Date.parse("2027-03-02T00:00:00.000Z");
const second = (number: number): Date => new Date(began + number * 1000);

/** A view with one clock for all, whose looks say what they are told to. */
const view = (...looks: Look[]) => {
  const time = { seconds: 0 };
  const clock = (): Date => second(time.seconds);
  return { time, age: asOf(looks, { clock, nowMs: () => time.seconds * 1000 }) };
};

test("when nothing waits a view is as of the look, else as of the first that waits", async () => {
  const feed: { waiting?: Date } = {};
  const { time, age } = view(
    () => Promise.resolve(feed.waiting),
    () => Promise.resolve(undefined),
  );
  time.seconds = 10;
  assert.equal(await age(), second(10).toISOString());
  feed.waiting = second(13);
  time.seconds = 20;
  assert.equal(await age(), second(13).toISOString());
});

test("the sources are looked at once for all who read within two seconds", async () => {
  let looks = 0;
  const { time, age } = view(() => {
    looks += 1;
    return Promise.resolve(undefined);
  });
  await Promise.all([age(), age()]);
  time.seconds = 1;
  assert.equal(await age(), second(0).toISOString());
  assert.equal(looks, 1);
  time.seconds = 2;
  assert.equal(await age(), second(2).toISOString());
});

test("a look that fails leaves what was known, and the next reader looks again", async () => {
  let broken = false;
  const { time, age } = view(() => (broken ? Promise.reject(new Error("down")) : Promise.resolve(undefined)));
  await age();
  [broken, time.seconds] = [true, 5];
  assert.equal(await age(), second(0).toISOString());
  broken = false;
  assert.equal(await age(), second(5).toISOString());
});

test("what was true stays true: a feed that begins to lag takes nothing back", async () => {
  const feed: { waiting?: Date } = {};
  const { time, age } = view(() => Promise.resolve(feed.waiting));
  time.seconds = 10;
  await age();
  [feed.waiting, time.seconds] = [second(8), 20];
  assert.equal(await age(), second(10).toISOString());
});

test("a look that hangs is not waited for", async () => {
  const { age } = view(() => new Promise(() => undefined));
  assert.equal(await age(), new Date(0).toISOString());
});
