import assert from "node:assert/strict";
import { test } from "node:test";
import {
  act,
  capacityIsTrue,
  everything,
  matchesIn,
  recovery,
  register,
  request,
  salesman,
  timesMatched,
  type Consultation,
} from "./consultation-story.ts";
import { eventually } from "./eventually.ts";
import { productFor } from "./product-for-test.ts";
import { peopleOf } from "./story.ts";

const requests = 500;
const salesmen = 6;
const capacity = 50;
const places = salesmen * capacity;

test("500 ask at once over two instances: 300 places, 300 matched, nobody above capacity; and who waits longest is next", async (t) => {
  const product = await productFor(t, { instances: 2 });
  const people = await peopleOf(product);
  const names = Array.from({ length: salesmen }, (_, index) => `crowd-${index}`);
  await register(product, people, Object.fromEntries(names.map((name) => [name, { capacity }])));
  const apis = product.endpoints.instances;

  const answers = await Promise.all(
    Array.from({ length: requests }, (_, index) =>
      request(product, people, index, { api: apis[index % apis.length] ?? product.api }),
    ),
  );
  const all = () => everything<Consultation>(product, people.staff, "/staff/consultations?");
  const unmatched = async () =>
    (await all()).filter(({ matchedsalesman }) => matchedsalesman === null).toReversed();
  const waiting = await eventually(async () => {
    const left = await matchesIn(product, people, "waiting");
    assert.equal(left.length, requests - places);
    assert.equal((await unmatched()).length, requests - places);
    return left;
  }, recovery);
  const roster = await capacityIsTrue(product, people);
  assert.deepEqual(
    roster.map(({ load }) => load),
    names.map(() => capacity),
    "exactly full",
  );
  const matched = (await all()).filter(({ matchedsalesman }) => matchedsalesman !== null);
  assert.equal(matched.length, places);
  const times = await timesMatched(product);
  assert.deepEqual([times.size, [...times.values()].every((count) => count === 1)], [places, true]);
  for (const { status, body } of answers) {
    assert.equal(status === 201, body.matchedsalesman !== null, "201 names a salesman, 202 does not");
  }

  // Some decide, all at once: as many places are free, for those who came to wait first.
  const freed = matched.filter((_, index) => index % 10 === 0);
  await Promise.all(
    freed.map(async ({ matchedsalesman, consultationId }) => {
      const by = await salesman(product, matchedsalesman ?? "");
      assert.equal((await act(product, by, consultationId, "reject")).status, 200);
    }),
  );
  const left = await eventually(async () => {
    const found = await matchesIn(product, people, "waiting");
    assert.equal(found.length, waiting.length - freed.length);
    assert.equal((await unmatched()).length, found.length);
    return new Set(found.map(({ subject }) => subject.id));
  }, recovery);
  // A few that are woken in the same moment may pass one another, no more.
  const last = waiting.findLastIndex(({ subject }) => !left.has(subject.id));
  assert.ok(last < freed.length * 1.5, `${last} of ${freed.length}`);
  await capacityIsTrue(product, people);
  const now = await timesMatched(product);
  assert.deepEqual(
    [now.size, [...now.values()].every((count) => count === 1)],
    [places + freed.length, true],
  );
});
