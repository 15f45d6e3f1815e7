import assert from "node:assert/strict";
import { test } from "node:test";
import { circuitBreaker, CircuitOpen } from "./circuit-breaker.ts";

const setUp = () => {
  const clock = { ms: 0 };
  const breaker = circuitBreaker({ failures: 3, openMs: 1_000, nowMs: () => clock.ms });
  let asked = 0;
  const fail = () => breaker(() => Promise.reject(new Error(`dead ${++asked}`)));
  const work = () => breaker(() => Promise.resolve(++asked));
  return { clock, breaker, fail, work, asked: () => asked };
};

test("three failures in a row open it: the dependency is not asked any more", async () => {
  const { fail, work, asked } = setUp();
  for (let call = 0; call < 3; call++) await assert.rejects(fail(), /dead/);
  await assert.rejects(work(), CircuitOpen);
  assert.equal(asked(), 3);
});

test("a success in between begins the count again", async () => {
  const { fail, work } = setUp();
  await assert.rejects(fail());
  await assert.rejects(fail());
  await work();
  await assert.rejects(fail());
  await assert.rejects(fail(), /dead/);
  assert.equal(await work(), 6);
});

test("after a while one call tries, and closes it when it works", async () => {
  const { clock, fail, work } = setUp();
  for (let call = 0; call < 3; call++) await assert.rejects(fail());
  clock.ms = 1_000;
  assert.equal(await work(), 4);
  assert.equal(await work(), 5);
});

test("a trial that fails opens it again for as long", async () => {
  const { clock, fail, work } = setUp();
  for (let call = 0; call < 3; call++) await assert.rejects(fail());
  clock.ms = 1_000;
  await assert.rejects(fail(), /dead/);
  clock.ms = 1_999;
  await assert.rejects(work(), CircuitOpen);
  clock.ms = 2_000;
  await work();
});

test("only one call tries at a time: the others are spared the wait", async () => {
  const { clock, breaker, fail, work } = setUp();
  for (let call = 0; call < 3; call++) await assert.rejects(fail());
  clock.ms = 1_000;
  const { promise, resolve } = Promise.withResolvers<number>();
  const trial = breaker(() => promise);
  await assert.rejects(work(), CircuitOpen);
  resolve(7);
  assert.equal(await trial, 7);
});
