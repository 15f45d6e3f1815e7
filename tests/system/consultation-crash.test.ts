import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import {
  act,
  alarmsAbout,
  capacityIsTrue,
  consultationOf,
  everything,
  matchesIn,
  matchOf,
  recovery,
  register,
  editPerson,
  request,
  reserveLate,
  salesman,
  timesMatched,
  type Consultation,
} from "./consultation-story.ts";
import { eventually } from "./eventually.ts";
import { startProduct, type Product } from "./product.ts";
import { expect, peopleOf, type People } from "./story.ts";

// The app dies between any two lines, and nobody's request is forgotten: each is matched once, and everyone's load is true.
let product: Product;
let people: People;
const crew = ["crew-1", "crew-2"];

before(async () => {
  product = await startProduct();
  people = await peopleOf(product);
  await register(product, people, { "crew-1": { capacity: 20 }, "crew-2": { capacity: 20 } });
});
after(() => product.stop());

/** Those that were handed back, or given to another by hand: matched twice, all others once. */
const handedBack: string[] = [];

afterEach(async () => {
  const all = await everything<Consultation>(product, people.staff, "/staff/consultations?");
  for (const { consultationId } of all) await isAlarmed(consultationId);
  await capacityIsTrue(product, people);
  const times = await timesMatched(product);
  assert.deepEqual(
    all.map(({ consultationId }) => [consultationId, times.get(consultationId)]),
    all.map(({ consultationId }) => [consultationId, handedBack.includes(consultationId) ? 2 : 1]),
  );
});

const dies = (): Promise<void> => product.kill("functions-host-0");

const isMatched = (consultationId: string): Promise<Consultation> =>
  eventually(async () => {
    const found = await consultationOf(product, people, consultationId);
    assert.ok(found.matchedsalesman !== null);
    return found;
  }, recovery);

/** He sees it, and only once, whatever was raised at once and came with the events. */
const isAlarmed = async (consultationId: string): Promise<void> => {
  const { matchedsalesman } = await isMatched(consultationId);
  await eventually(async () => {
    const alarms = await alarmsAbout(product, people, matchedsalesman ?? "", consultationId);
    assert.equal(alarms.filter(({ type }) => type === "ConsultationCreated").length, 1);
  }, recovery);
};

/** A request whose answer the crash cuts off; answers its id as soon as it is stored. */
const cutOff = async (customer: number): Promise<string> => {
  const key = `cut-off-${customer}`;
  void request(product, people, customer, { headers: { "idempotency-key": key } }).catch(() => undefined);
  return eventually(async () => {
    const token = await people.customer(customer);
    const [mine] = await everything<Consultation>(product, token, "/me/consultations?");
    assert.ok(mine);
    return mine.consultationId;
  }, recovery);
};

const loads = async (): Promise<number> => {
  const all = await everything<{ load: number }>(product, people.staff, "/salesmen?");
  return all.reduce((sum, { load }) => sum + load, 0);
};

test("killed right after its answers: who is matched and who has accepted stays so, who waits waits on", async () => {
  const accepted = (await request(product, people, 1)).body;
  const by = await salesman(product, accepted.matchedsalesman ?? "");
  for (const id of crew) await editPerson(product, people, id, { available: false });
  const waiting = await request(product, people, 2);
  for (const id of crew) await editPerson(product, people, id, { available: true });
  const matched = await request(product, people, 3);
  expect(await act(product, by, accepted.consultationId, "accept"), 200);
  await dies();
  assert.deepEqual([waiting.status, matched.status], [202, 201]);
  await eventually(async () => {
    assert.equal((await matchOf(product, people, accepted.consultationId)).accepted, true);
  }, recovery);
  assert.deepEqual(await consultationOf(product, people, matched.body.consultationId), matched.body);
  const other = await salesman(product, matched.body.matchedsalesman ?? "");
  expect(await act(product, other, matched.body.consultationId, "accept"), 200);
});

test("killed while nobody is there: it waits on, visible to staff, and is matched as soon as someone is", async () => {
  for (const id of crew) await editPerson(product, people, id, { available: false });
  const { status, body } = await request(product, people, 4);
  await dies();
  assert.equal(status, 202);
  await eventually(async () => {
    const waiting = await matchesIn(product, people, "waiting");
    assert.deepEqual(
      waiting.map(({ subject }) => subject.id),
      [body.consultationId],
    );
  }, recovery);
  for (const id of crew) await editPerson(product, people, id, { available: true });
});

test("killed before the match, and between its reserved place and itself: matched, and no second place is taken", async () => {
  const before = await loads();
  // A match is read before it is saved: until then its salesman's place alone is stored.
  await product.faults("cosmos", [{ kind: "delay", operation: "read", ms: 1_000 }]);
  const first = await cutOff(5);
  await eventually(async () => {
    assert.equal(await loads(), before + 1);
  }, recovery);
  const second = await cutOff(6);
  await dies();
  await product.faults("cosmos", []);
  for (const id of [first, second]) await isMatched(id);
});

test("killed while staff name another one: they name a third, and nobody keeps a place that he has not", async () => {
  const spare = { capacity: 20, available: false };
  await register(product, people, { "spare-1": spare, "spare-2": spare });
  const { consultationId, matchedsalesman } = (await request(product, people, 7)).body;
  const before = await loads();
  const assign = (salesmanId: string) =>
    product.request("POST", `/staff/consultations/${consultationId}/assign`, {
      token: people.staff,
      body: { salesmanId },
    });
  await product.faults("cosmos", [{ kind: "delay", operation: "read", ms: 1_000 }]);
  void assign("spare-1").catch(() => undefined);
  await eventually(async () => {
    assert.equal(await loads(), before + 1);
  }, recovery);
  await dies();
  await product.faults("cosmos", []);
  assert.equal((await matchOf(product, people, consultationId)).salesmanId, matchedsalesman, "not saved");
  expect(await assign("spare-2"), 200);
  await eventually(async () => {
    expect(await act(product, await salesman(product, "spare-2"), consultationId, "accept"), 200);
  }, recovery);
  handedBack.push(consultationId);
});

// Each of them is a moment that a store which hesitates makes long enough to be hit.
const moments = [
  { name: "when the match is stored, but not yet known to be: it is not matched again", slow: "upsert" },
  { name: "between the match and its alarm: the alarm is raised, once", slow: "create" },
];
for (const [index, { name, slow }] of moments.entries()) {
  test(`killed ${name}`, async () => {
    await product.faults("cosmos", [{ kind: "delay", operation: slow, ms: 5_000 }]);
    const consultationId = await cutOff(20 + index);
    await eventually(async () => {
      const matched = await matchesIn(product, people, "matched");
      assert.ok(matched.some(({ subject }) => subject.id === consultationId));
    }, recovery);
    await dies();
    await product.faults("cosmos", []);
  });
}

test("killed right after a hand-back and right after an end: it goes to the other, and the place is given back", async () => {
  const { body } = await request(product, people, 8);
  const first = body.matchedsalesman ?? "";
  const by = await salesman(product, first);
  const ended = (await request(product, people, 9)).body;
  const other = await salesman(product, ended.matchedsalesman ?? "");
  expect(await act(product, other, ended.consultationId, "accept"), 200);
  for (const step of ["in progress", "success"]) {
    expect(await act(product, other, ended.consultationId, "progress", { step }), 200);
  }
  handedBack.push(body.consultationId);
  expect(await act(product, by, body.consultationId, "reject", { reason: "no time" }), 200);
  await dies();
  await eventually(async () => {
    const { matchedsalesman } = await consultationOf(product, people, body.consultationId);
    assert.equal(
      matchedsalesman,
      crew.find((id) => id !== first),
    );
    assert.equal((await matchOf(product, people, ended.consultationId)).state, "closed");
  }, recovery);
});

test("dies so late that its place lands after the end: the place is given back", async () => {
  const { consultationId, matchedsalesman } = (await request(product, people, 10)).body;
  const by = await salesman(product, matchedsalesman ?? "");
  expect(await act(product, by, consultationId, "reject"), 200);
  await eventually(async () => {
    assert.equal((await matchOf(product, people, consultationId)).state, "closed");
    await capacityIsTrue(product, people);
  }, recovery);
  await reserveLate(product, "crew-1", consultationId);
  // After each test everyone's load is looked at.
});
