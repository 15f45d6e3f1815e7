import assert from "node:assert/strict";
import { test } from "node:test";
import { IdempotencyKeyReused, NotFound } from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startedCosmos } from "./started-cosmos.ts";
import { add, heard, options, tillsIn, withKey } from "./till.ts";

const cosmos = await startedCosmos();
const tills = tillsIn(cosmos);
const { open, versions } = tills;
const initial = { state: { total: 0, closed: false } };

test("a request that comes again answers the same, and does nothing", async () => {
  const id = newId();
  const first = await tills.execute(id, { type: "Open" }, withKey("k1"));
  await tills.execute(id, add(7), withKey("k2"));
  const repeated = await tills.execute(id, { type: "Open" }, withKey("k1"));
  assert.deepEqual(heard(repeated), heard(first));
  assert.deepEqual(repeated.events, [], "this request stored none");
  const again = await tills.execute(id, add(7), withKey("k2"));
  assert.deepEqual([again.state.total, again.version, again.created, again.changed], [7, 2, false, true]);
  assert.deepEqual(await versions(id), [1, 2]);
});

test("a repeated request is answered also when its version has become stale, or its time has gone", async () => {
  const id = await open();
  const sent = { ...withKey("k"), ifVersions: [1] };
  const first = await tills.execute(id, add(7), sent);
  await tills.execute(id, { type: "Close" }, options());
  assert.deepEqual(heard(await tills.execute(id, add(7), sent)), heard(first));
});

test("a request that changed nothing is answered the same again, and says so", async () => {
  const id = await open();
  const first = await tills.execute(id, { type: "Open" }, withKey("k"));
  assert.deepEqual([first.version, first.created, first.changed], [1, false, false]);
  await tills.execute(id, add(1), options());
  assert.deepEqual(heard(await tills.execute(id, { type: "Open" }, withKey("k"))), heard(first));
});

test("a key that comes with another request is refused, and that request is not done", async () => {
  const id = await open();
  await tills.execute(id, add(1), withKey("k", "one"));
  await assert.rejects(tills.execute(id, add(2), withKey("k", "two")), IdempotencyKeyReused);
  assert.equal((await tills.load(id))?.state.total, 1);
});

test("a refused command leaves its key free", async () => {
  const id = newId();
  await assert.rejects(tills.execute(id, add(1), withKey("k", "one")), NotFound);
  await tills.execute(id, { type: "Open" }, withKey("k", "two"));
  assert.deepEqual(await versions(id), [1]);
});

test("five requests with one key at once do it once, and all hear the same", async () => {
  for (const expectNew of [true, false]) {
    const id = newId();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => tills.execute(id, { type: "Open" }, { ...withKey("k"), expectNew })),
    );
    for (const executed of all)
      assert.deepEqual(heard(executed), { ...initial, version: 1, created: true, changed: true });
    assert.equal(all.filter(({ events }) => events.length > 0).length, 1);
    assert.deepEqual(await versions(id), [1]);
  }
  const id = await open();
  const totals = await Promise.all(Array.from({ length: 5 }, () => tills.execute(id, add(3), withKey("k"))));
  assert.deepEqual(
    totals.map(({ state }) => state.total),
    [3, 3, 3, 3, 3],
  );
});

test("a twin that was faster between the two reads is recognised, not refused as a wrong state", async () => {
  for (const more of [{}, { ifVersions: [1] }]) {
    const id = await open();
    const close = () => tills.execute(id, { type: "Close" }, { ...withKey("k"), ...more });
    // The read of the state is held back until the twin has closed the till; that of the key is not.
    await cosmos.fault({ kind: "delay", operation: "read", ms: 400, times: 1 });
    const slow = close();
    await cosmos.faultHit();
    await new Promise((resolve) => setTimeout(resolve, 100)); // the read of the key has no fault to wait for
    const fast = await close();
    assert.deepEqual(heard(await slow), heard(fast));
    assert.deepEqual(await versions(id), [1, 2]);
  }
});

test("a repeated request is recognised after its answer was lost", async () => {
  const id = await open();
  await cosmos.fault({ kind: "drop", operation: "batch", times: 1 });
  await tills.execute(id, add(1), withKey("k"));
  assert.equal((await tills.execute(id, add(1), withKey("k"))).state.total, 1);
  assert.deepEqual(await versions(id), [1, 2]);
});
