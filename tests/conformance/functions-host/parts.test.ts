import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bind, bindQuery } from "../../../local/functions-host/binding-expressions.ts";
import { decide, type Holder, type Lease } from "../../../local/functions-host/cosmos/lease.ts";
import { createRouter } from "../../../local/functions-host/http/routes.ts";
import { retryDelayMs } from "../../../local/functions-host/retry.ts";
import { parseSchedule } from "../../../local/functions-host/timer/schedule.ts";
import { parseTimeSpan } from "../../../local/functions-host/time-span.ts";

const occurrences = (expression: string, after: string, count: number): string[] => {
  const schedule = parseSchedule(expression, "the test");
  let at = Date.parse(after);
  return Array.from({ length: count }, () => {
    at = schedule.next(at);
    return new Date(at).toISOString();
  });
};

test("NCRONTAB: the six fields of Azure's documentation", () => {
  const from = "2026-02-27T09:59:58Z"; // A Friday.
  const cases: [expression: string, first: string][] = [
    ["0 */5 * * * *", "2026-02-27T10:00:00.000Z"],
    ["0 0 * * * *", "2026-02-27T10:00:00.000Z"],
    ["0 0 */2 * * *", "2026-02-27T10:00:00.000Z"],
    ["0 0 9-17 * * *", "2026-02-27T10:00:00.000Z"],
    ["0 30 9 * * *", "2026-02-28T09:30:00.000Z"],
    ["0 30 9 * * 1-5", "2026-03-02T09:30:00.000Z"],
    ["0 30 9 * Jan Mon", "2027-01-04T09:30:00.000Z"],
    ["5,8,10 * * * * *", "2026-02-27T10:00:05.000Z"],
    ["0 5 * * * *", "2026-02-27T10:05:00.000Z"],
    ["0 0 0 29 2 *", "2028-02-29T00:00:00.000Z"],
    ["*/5 * * * *", "2026-02-27T10:00:00.000Z"],
    ["59 59 9 * * *", "2026-02-27T09:59:59.000Z"],
  ];
  for (const [expression, first] of cases) {
    assert.deepEqual([expression, ...occurrences(expression, from, 1)], [expression, first]);
  }
  assert.deepEqual(occurrences("0 0 0 31 * *", "2026-01-31T00:00:00Z", 2), [
    "2026-03-31T00:00:00.000Z",
    "2026-05-31T00:00:00.000Z",
  ]);
});

test("NCRONTAB: what never occurs or is out of range is refused", () => {
  for (const expression of [
    "0 0 0 30 2 *",
    "60 * * * * *",
    "* * * * *  * *",
    "0 0 24 * * *",
    "a * * * * *",
    "*/0 * * * * *",
  ]) {
    assert.throws(() => parseSchedule(expression, 'function "f"'), /function "f"/, expression);
  }
});

test("a TimeSpan is read as .NET reads it", () => {
  assert.equal(parseTimeSpan("00:00:01.5"), 1500);
  assert.equal(parseTimeSpan("1.02:03:04"), 93_784_000);
  assert.equal(parseTimeSpan("25:00:00"), undefined);
  assert.equal(parseTimeSpan("0 * * * * *"), undefined);
});

test("the order in which functions are registered does not change which one answers", () => {
  const routes = ["a", "{x}", "{x:int}", "a/{y}", "{x}/b", "{*rest}", "a/b", "{x?}/c", "f{x}g"];
  const paths = ["a", "1", "x", "a/q", "q/b", "a/b", "z/z/z", "f9g", "q/c"];
  const answers = (order: readonly string[]): (string | undefined)[] => {
    const router = createRouter(
      "",
      order.map((route) => ({ functionName: route, route, methods: ["GET"] })),
    );
    return paths.map((path) => router("GET", `/${path}`)?.target.route);
  };
  const expected = ["a", "{x:int}", "{x}", "a/{y}", "{x}/b", "a/b", "{*rest}", "f{x}g", "{x?}/c"];
  fc.assert(
    fc.property(fc.shuffledSubarray(routes, { minLength: routes.length }), (order) => {
      assert.deepEqual(answers(order), expected);
    }),
  );
});

test("an exponential back-off doubles from the minimum and stops at the maximum", () => {
  const policy = {
    retryStrategy: "exponentialBackoff" as const,
    maxRetryCount: -1,
    minimumInterval: { seconds: 1 },
    maximumInterval: { seconds: 5 },
  };
  assert.deepEqual(
    [1, 2, 3, 4, 1000].map((retry) => retryDelayMs(policy, retry)),
    [1000, 2000, 4000, 5000, 5000],
  );
});

const lease = (index: number, owner: Holder | null, until = 1000): Lease => ({
  id: `l${index}`,
  range: { minInclusive: "", maxExclusive: "FF" },
  ...{ owner, until, continuation: null, wantedBy: null, _etag: "e" },
});
const holder = (name: string): Holder => ({ instance: name, incarnation: `${name}-1` });

test("leases: instances that come and go end with equal shares and no lease left over", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 5 }),
      (leaseCount, instanceCount) => {
        let leases = Array.from({ length: leaseCount }, (_, index) => lease(index, null));
        const instances = Array.from({ length: instanceCount }, (_, index) => holder(`i${index}`));
        for (let round = 0; round < 3 * leaseCount + 3; round += 1) {
          for (const me of instances) {
            const { take, ask } = decide(leases, me, 0, false);
            leases = leases.map((item) => {
              if (take.includes(item)) return { ...item, owner: me, wantedBy: null };
              // The owner hands over at the end of its batch.
              return item === ask ? { ...item, owner: me, wantedBy: null } : item;
            });
          }
        }
        const counts = instances.map(
          (me) => leases.filter(({ owner }) => owner?.instance === me.instance).length,
        );
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          leaseCount,
        );
        assert.ok(Math.max(...counts) <= Math.ceil(leaseCount / instanceCount));
      },
    ),
  );
});

test("leases: a live one is never taken, a lapsed one is, and a restarted instance has its own back at once", () => {
  const other = [lease(1, holder("other"), 1000)];
  const me = { instance: "me", incarnation: "me-2" };
  assert.deepEqual(decide(other, me, 999, true).take, []);
  assert.equal(decide(other, me, 1001, false).take.length, 1);
  const own = [lease(1, holder("me"), 1000)];
  assert.deepEqual(decide(own, me, 0, false).take, []);
  assert.equal(decide(own, me, 0, true).take.length, 1);
});

test("binding expressions look into the trigger's data without regard to case, and name what is missing", () => {
  assert.equal(bind("{a.B}-{c}", { A: { b: "x" }, C: 7 }), "x-7");
  assert.throws(() => bind("{absent}", { present: 1 }), /\{absent\}.*present/);
});

test("a query's expressions become parameters: the text stays as the app wrote it", () => {
  assert.deepEqual(bindQuery("SELECT * FROM c WHERE c.x = {x} AND c.y = {x}", { x: "' OR 1=1" }), {
    query: "SELECT * FROM c WHERE c.x = @x AND c.y = @x",
    parameters: [{ name: "@x", value: "' OR 1=1" }],
  });
});
