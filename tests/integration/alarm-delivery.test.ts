import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeAlarms } from "../../functions/alarm/alarms.fake.ts";
import { cosmosAlarms, type Alarms } from "../../functions/alarm/alarms.ts";
import { raise, rematch } from "../../functions/alarm/delivery.ts";
import { alarmOf, partitionOfSalesman, type RaisedAlarm } from "../../functions/alarm/domain.ts";
import { interestUpdated, salesmanMatched } from "../../functions/alarm/events.fake.ts";
import { systemClock } from "../../shared/domain/clock.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startAlarmContainer } from "./alarm-container.ts";

const cosmos = startAlarmContainer();
const instances = (): [Alarms, Alarms] => {
  const [one, other] = cosmos.instances();
  return [cosmosAlarms(one, systemClock), cosmosAlarms(other, systemClock)];
};

const inPartition = async (alarms: Alarms, partition: string): Promise<RaisedAlarm[]> => {
  const all: RaisedAlarm[] = [];
  for await (const page of alarms.pagesOf(partition)) all.push(...page);
  return all;
};

const alarmAt = (minute: number, id = `e-${minute}`): RaisedAlarm =>
  alarmOf(interestUpdated(id, "i1", minute));

// The fake that the properties beside the code run on must keep what Cosmos keeps.
const stores: [string, () => [Alarms, Alarms]][] = [
  ["Cosmos", instances],
  [
    "the fake",
    () => {
      const store = fakeAlarms();
      return [store.session(), store.session()];
    },
  ],
];

for (const [name, open] of stores) {
  test(`${name}: an alarm that is put twice stays once, as it was first put`, async () => {
    const [one, other] = open();
    const partition = newId();
    await one.put(partition, alarmAt(1));
    await other.put(partition, { ...alarmAt(1), text: "another text" });
    assert.deepEqual(await inPartition(one, partition), [alarmAt(1)]);
  });

  test(`${name}: more alarms than a page come in the order of their time`, async () => {
    const [one, other] = open();
    const partition = newId();
    const alarms = Array.from({ length: 120 }, (_, minute) => alarmAt(minute));
    await Promise.all(alarms.toReversed().map((alarm) => one.put(partition, alarm)));
    await other.put(partition, alarmAt(0));
    assert.deepEqual(await inPartition(other, partition), alarms);
  });

  test(`${name}: what is taken is gone, and what was never there can be taken too`, async () => {
    const [one] = open();
    const partition = newId();
    await one.put(partition, alarmAt(1));
    await one.put(partition, alarmAt(2));
    await one.take(partition, "e-1");
    await one.take(partition, "e-1");
    assert.deepEqual(await inPartition(one, partition), [alarmAt(2)]);
  });

  test(`${name}: of matches that are settled at once, all agree on the newest, which knows those it replaced`, async () => {
    const [one, other] = open();
    const partition = newId();
    assert.equal(await one.matchOf(partition), undefined);
    const versions = [3, 1, 5, 2, 4, 5, 3, 1];
    const settled = await Promise.all(
      versions.map((version, index) =>
        (index % 2 === 0 ? one : other).settleMatch(partition, { salesmanId: `s${version}`, version }),
      ),
    );
    for (const [index, match] of settled.entries()) assert.ok(match.version >= (versions[index] ?? 0));
    const last = await one.settleMatch(partition, { salesmanId: "s1", version: 1 });
    assert.equal(last.salesmanId, "s5");
    assert.equal(last.version, 5);
    // Everyone whom some handler may have seen as the present one.
    const replaced = settled.map((match) => match.salesmanId).filter((salesmanId) => salesmanId !== "s5");
    for (const former of replaced) assert.ok(last.formers.includes(former), former);
    const { salesmanId, version, formers } = (await other.matchOf(partition)) ?? {};
    assert.deepEqual(
      { salesmanId, version, formers },
      { salesmanId: "s5", version: 5, formers: last.formers },
    );
  });
}

class Died extends Error {}

/** The store of a process that dies at those of its steps: the even numbers before the step, the odd ones after. */
const mortal = (alarms: Alarms, dies: () => boolean): Alarms => {
  const step =
    <Input extends unknown[], Result>(work: (...input: Input) => Promise<Result>) =>
    async (...input: Input): Promise<Result> => {
      if (dies()) throw new Died();
      const result = await work(...input);
      if (dies()) throw new Died();
      return result;
    };
  return {
    put: step(alarms.put),
    take: step(alarms.take),
    matchOf: step(alarms.matchOf),
    settleMatch: step(alarms.settleMatch),
    pagesOf: alarms.pagesOf,
  };
};

const salesmen = ["kim", "lee", "park"] as const;

const histories = fc.record({
  events: fc.integer({ min: 1, max: 4 }),
  matches: fc.array(fc.constantFrom(...salesmen), { minLength: 1, maxLength: 4 }),
  deaths: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
  /** The place of each message among all that come. */
  order: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
});

test("two instances that handle all messages at once, twice and dying, leave each salesman exactly his alarms", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ events, matches, deaths, order }) => {
      const run = newId();
      const interestId = `interest-${run}`;
      const salesmanOf = (name: string): string => `${name}-${run}`;
      let step = 0;
      const [one, other] = instances().map((alarms) => mortal(alarms, () => deaths.includes(++step)));
      if (!one || !other) throw new Error("There are two instances.");
      const messages = [
        ...Array.from({ length: events }, (_, minute) => {
          const event = interestUpdated(`e${minute}-${run}`, interestId, minute);
          return (alarms: Alarms) => raise(alarms, event);
        }),
        ...matches.map((name, index) => {
          const event = salesmanMatched(interestId, index + 1, salesmanOf(name));
          return (alarms: Alarms) => rematch(alarms, event);
        }),
      ];
      const receive = async (handle: (alarms: Alarms) => Promise<void>, alarms: Alarms): Promise<void> => {
        try {
          await handle(alarms);
        } catch (error) {
          if (!(error instanceof Died)) throw error;
          await receive(handle, alarms);
        }
      };
      const twice = messages
        .flatMap((handle) => [
          { handle, alarms: one },
          { handle, alarms: other },
        ])
        .map((message, index) => ({ ...message, place: order[index] ?? 0 }))
        .toSorted((a, b) => a.place - b.place);
      await Promise.all(twice.map(({ handle, alarms }) => receive(handle, alarms)));

      const all = Array.from({ length: events }, (_, minute) => `e${minute}-${run}`);
      const [alarms] = instances();
      for (const name of salesmen) {
        const shown = await inPartition(alarms, partitionOfSalesman(salesmanOf(name)));
        assert.deepEqual(
          shown.map(({ alarmId }) => alarmId),
          matches.at(-1) === name ? all : [],
          name,
        );
      }
    }),
    { numRuns: 25 },
  );
});
