import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTick } from "node:timers/promises";
import { startApp } from "./started-app.ts";

const app = await startApp();
const hub = app.host.durable?.hub;
assert.ok(hub);
const { client } = hub;

/** Runs one orchestration and gives back how many milliseconds it took. */
const timed = async (name: string, input: unknown): Promise<number> => {
  const began = performance.now();
  const id = client.start({ name, input: JSON.stringify(input) });
  while (client.status(id)?.output === null) await nextTick();
  assert.equal(client.status(id)?.status, "Completed");
  return performance.now() - began;
};

test("a thousand orchestrations of three activities each are all done, once", async (t) => {
  const began = performance.now();
  const ids = Array.from({ length: 1000 }, (_, input) =>
    client.start({ name: "threeSteps", input: JSON.stringify(input) }),
  );
  await hub.idle();
  const seconds = (performance.now() - began) / 1000;
  const outputs = ids.map((id) => client.status(id)?.output);
  assert.ok(outputs.every((output) => output === '["choose","assign","alarm"]'));
  t.diagnostic(`${Math.round(1000 / seconds)} orchestrations a second`);
});

test("an orchestration of three activities takes milliseconds from start to end", async (t) => {
  for (let warm = 0; warm < 50; warm += 1) await timed("threeSteps", warm);
  const times: number[] = [];
  for (let count = 0; count < 200; count += 1) times.push(await timed("threeSteps", count));
  times.sort((a, b) => a - b);
  const [median = 0, late = 0] = [times[100], times[198]];
  t.diagnostic(`p50 ${median.toFixed(1)} ms, p99 ${late.toFixed(1)} ms`);
  // Far above what it takes, since other work shares the machine; a wait for a poll would show.
  assert.ok(median < 25, `p50 is ${median} ms`);
});

test("replay still costs milliseconds when the history has two thousand events", async (t) => {
  for (const length of [10, 100, 300]) {
    const values = Array.from({ length }, (_, index) => index);
    const each = (await timed("throughActivities", values)) / length;
    t.diagnostic(`${length} activities in a row: ${each.toFixed(2)} ms each`);
    assert.ok(each < 60, `${each} ms for each of ${length}`);
  }
});
