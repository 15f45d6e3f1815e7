import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { fakeAlarms } from "./alarms.fake.ts";
import type { Alarms } from "./alarms.ts";
import { raise, rematch } from "./delivery.ts";
import { everyone, partitionOfSalesman } from "./domain.ts";
import { interestUpdated, projectStarted, salesmanMatched } from "./events.fake.ts";

const salesmen = ["kim", "lee", "park"] as const;

const shownTo = (
  store: { shown: (partition: string) => { alarmId: string }[] },
  salesmanId: string,
): string[] => store.shown(partitionOfSalesman(salesmanId)).map(({ alarmId }) => alarmId);

test("a project's alarm is written once, for everyone", async () => {
  const steps: string[] = [];
  const store = fakeAlarms({
    before: (step) => {
      steps.push(step);
      return Promise.resolve();
    },
  });
  await raise(store.session(), projectStarted("e1"));
  assert.deepEqual(steps, ["put e1 into all"]);
  assert.equal(store.shown(everyone)[0]?.text, "'이음5G 융합서비스 실증사업' 접수가 시작되었습니다.");
});

test("nobody sees an interest's alarm before there is a match", async () => {
  const store = fakeAlarms();
  await raise(store.session(), interestUpdated("e1", "i1"));
  assert.deepEqual(store.shown(everyone), []);
  for (const salesman of salesmen) assert.deepEqual(shownTo(store, salesman), []);
});

test("a match brings the alarms from before it, in the order of their time", async () => {
  const store = fakeAlarms();
  await raise(store.session(), interestUpdated("late", "i1", 2));
  await raise(store.session(), interestUpdated("early", "i1", 1));
  await rematch(store.session(), salesmanMatched("i1", 1, "kim"));
  assert.deepEqual(shownTo(store, "kim"), ["early", "late"]);
});

test("a match that comes before its interest is kept for it", async () => {
  const store = fakeAlarms();
  await rematch(store.session(), salesmanMatched("i1", 1, "kim"));
  await raise(store.session(), interestUpdated("e1", "i1"));
  assert.deepEqual(shownTo(store, "kim"), ["e1"]);
});

test("a re-match moves all alarms, and an older match that comes late moves nothing", async () => {
  const store = fakeAlarms();
  await raise(store.session(), interestUpdated("e1", "i1"));
  await rematch(store.session(), salesmanMatched("i1", 1, "kim"));
  await rematch(store.session(), salesmanMatched("i1", 3, "lee"));
  await rematch(store.session(), salesmanMatched("i1", 2, "park"));
  assert.deepEqual(
    salesmen.map((salesman) => shownTo(store, salesman)),
    [[], ["e1"], []],
  );
});

test("while a re-match moves an alarm, somebody has it all the time", async () => {
  let had: string[][] = [];
  const store = fakeAlarms({
    before: () => {
      had.push(salesmen.filter((salesman) => shownTo(store, salesman).length > 0));
      return Promise.resolve();
    },
  });
  await raise(store.session(), interestUpdated("e1", "i1"));
  await rematch(store.session(), salesmanMatched("i1", 1, "kim"));
  had = [];
  await rematch(store.session(), salesmanMatched("i1", 2, "lee"));
  assert.ok(had.length > 0);
  assert.ok(had.every((holders) => holders.length > 0));
});

test("a re-match during the delivery is noticed, however far behind the replica that is asked", async () => {
  let interrupted = false;
  const store = fakeAlarms({
    lag: () => 0.999,
    before: async (step) => {
      if (step !== "put e1 into salesman:kim" || interrupted) return;
      interrupted = true;
      await rematch(store.session(), salesmanMatched("i1", 2, "lee"));
    },
  });
  await rematch(store.session(), salesmanMatched("i1", 1, "kim"));
  await raise(store.session(), interestUpdated("e1", "i1"));
  assert.equal(interrupted, true);
  assert.deepEqual(
    salesmen.map((salesman) => shownTo(store, salesman)),
    [[], ["e1"], []],
  );
});

test("a match of a consultation does not touch the interest of the same id", async () => {
  const store = fakeAlarms();
  await raise(store.session(), interestUpdated("e1", "i1"));
  const match = salesmanMatched("i1", 1, "kim");
  const subject = { type: "consultation", id: "i1" } as const;
  await rematch(store.session(), { ...match, data: { ...match.data, subject } });
  assert.deepEqual(shownTo(store, "kim"), []);
});

class Crash extends Error {}

const interests = ["i1", "i2"] as const;

const histories = fc.record({
  /** The interest of each event; its place is its minute. */
  events: fc.array(fc.constantFrom(...interests), { minLength: 1, maxLength: 4 }),
  /** Of each interest, the salesman of each version. */
  matches: fc.record({
    i1: fc.array(fc.constantFrom(...salesmen), { maxLength: 4 }),
    i2: fc.array(fc.constantFrom(...salesmen), { maxLength: 2 }),
  }),
  /** Which messages come twice. */
  twice: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  /** Before which steps the process dies. */
  crashes: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
  lags: fc.array(fc.constantFrom(0, 0.5, 0.999), { minLength: 1, maxLength: 20 }),
});

test("in any interleaving, order and number of messages, with stale replicas and crashes, each salesman ends with exactly his alarms", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      histories,
      async (scheduler, { events, matches, twice, crashes, lags }) => {
        let step = 0;
        let lag = 0;
        const store = fakeAlarms({
          before: async (name) => {
            await scheduler.schedule(Promise.resolve(), name);
            step += 1;
            if (crashes.includes(step)) throw new Crash();
          },
          lag: () => lags[lag++ % lags.length] ?? 0,
        });
        const messages = [
          ...events.map((interestId, minute) => {
            const event = interestUpdated(`e${minute}`, interestId, minute);
            return (alarms: Alarms) => raise(alarms, event);
          }),
          ...interests.flatMap((interestId) =>
            matches[interestId].map((salesman, index) => {
              const event = salesmanMatched(interestId, index + 1, salesman);
              return (alarms: Alarms) => rematch(alarms, event);
            }),
          ),
        ];
        // The broker brings a message again until its handler has ended.
        const receive = async (handle: (alarms: Alarms) => Promise<void>): Promise<void> => {
          try {
            await handle(store.session());
          } catch (error) {
            if (!(error instanceof Crash)) throw error;
            await receive(handle);
          }
        };
        const received = messages.flatMap((message, index) =>
          twice[index] ? [message, message] : [message],
        );
        await scheduler.waitFor(Promise.all(received.map(receive)));

        for (const salesman of salesmen) {
          const expected = events.flatMap((interestId, minute) =>
            matches[interestId].at(-1) === salesman ? [`e${minute}`] : [],
          );
          assert.deepEqual(shownTo(store, salesman), expected, salesman);
        }
      },
    ),
    { numRuns: 500 },
  );
});
