import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ConsultationSmsSettings } from "../../functions/notification/consultation-sms.ts";
import { eventually } from "../system/eventually.ts";
import { customerPhone, salesmanPhone, told, world } from "./consultation-sms-world.ts";
import { cutOff, inTurn } from "./watched-container.ts";

test("in any order, and each twice: the customer is told of the match and of acceptance once, the salesman of the assignment once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8, maxLength: 8 }),
      async (order) => {
        const { handle, created, assigned, accepted, matched, texts, carrier } = world();
        const events = [created, matched(2, "박영업"), assigned, accepted];
        for (const index of order) await handle(events[index] ?? created);
        assert.deepEqual(texts(), [told.match, told.acceptance, told.assignment].toSorted());
        assert.equal(carrier.asked, 3);
      },
    ),
    { numRuns: 15 },
  );
});

test("at once, each twice, and cut off before or after any step: still once each, by what the carrier knows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8, maxLength: 8 }),
      fc.boolean(),
      fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 8 }),
      fc.boolean(),
      async (order, atOnce, cuts, isDone) => {
        let steps = 0;
        const watch = cutOff(() => cuts.includes(steps++), isDone);
        const { handle, created, assigned, accepted, matched, texts } = world({}, watch);
        const events = [created, matched(2, "박영업"), assigned, accepted];
        const delivered = async (index: number): Promise<void> => {
          for (let isHandled = false; !isHandled;) {
            isHandled = await handle(events[index] ?? created).then(
              () => true,
              (error: unknown) => {
                assert.match(String(error), /cut off/);
                return false;
              },
            );
          }
        };
        if (atOnce) await Promise.all(order.map(delivered));
        else for (const index of order) await delivered(index);
        assert.deepEqual(texts(), [told.match, told.acceptance, told.assignment].toSorted());
      },
    ),
    { numRuns: 40 },
  );
});

test("a consultation and its match, handled at once step by step: the customer is told, whose step ever comes first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { handle, created, matched, texts } = world({}, inTurn(scheduler));
      await scheduler.waitFor(Promise.all([handle(created), handle(matched(2, "박영업"))]));
      assert.deepEqual(texts(), [told.match, told.assignment].toSorted());
    }),
    { numRuns: 40 },
  );
});

test("cut off at each single step, in the order of the events: still once each", async () => {
  for (let cut = 0, isPast = false; !isPast; cut += 1) {
    for (const isDone of [false, true]) {
      let steps = 0;
      const watch = cutOff(() => steps++ === cut, isDone);
      const { handle, created, assigned, accepted, matched, texts } = world({}, watch);
      for (const event of [created, matched(2, "박영업"), assigned, accepted]) {
        await handle(event).catch(() => handle(event));
      }
      assert.deepEqual(texts(), [told.match, told.acceptance, told.assignment].toSorted());
      isPast = steps <= cut;
    }
  }
});

test("a match is told to the newest phone that was heard of, in any order of the changes, and each twice", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8, maxLength: 8 }),
      async (order) => {
        const { handle, created, edited, matched, texts } = world();
        const newest = { phone: "010-0000-0003" };
        const events = [
          created,
          edited(2, { phone: "010-0000-0002", changed: ["phone"] }),
          edited(3, { ...newest, changed: ["content", "phone"] }),
          edited(4, { ...newest, changed: ["matchedsalesman", "matchedconsultant"], matchVersion: 1 }),
        ];
        for (const index of order) await handle(events[index] ?? created);
        await handle(matched(2, "박영업"));
        assert.match(texts().join(), /\+821000000003 .*박영업/);
        assert.equal(texts().length, 2);
      },
    ),
    { numRuns: 15 },
  );
});

test("of two changes of the phone that are handled at once, step by step, the newer stays", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { handle, created, edited, matched, texts } = world({}, inTurn(scheduler));
      const older = edited(2, { phone: "010-0000-0002", changed: ["phone"] });
      const newer = edited(3, { phone: "010-0000-0003", changed: ["phone"] });
      await scheduler.waitFor(handle(created));
      await scheduler.waitFor(Promise.all([handle(older), handle(newer)]));
      await scheduler.waitFor(handle(matched(2, "박영업")));
      assert.match(texts().join(), /\+821000000003 .*박영업/);
    }),
    { numRuns: 40 },
  );
});

test("a phone that was changed is the one that is told, though the consultation's beginning comes last", async () => {
  const { handle, created, edited, matched, texts } = world();
  await handle(matched(2, "박영업"));
  await handle(edited(2, { phone: "010-0000-0002", changed: ["content", "phone"] }));
  await handle(created);
  assert.match(texts().join(), /\+821000000002 .*박영업/);
  assert.equal(texts().length, 2);
});

test("a match that is replaced while the carrier takes its time for the salesman is not told after the newer one", async () => {
  const { handle, created, matched, texts, inOrder, carrier } = world();
  await handle(created);
  const slow = Promise.withResolvers<undefined>();
  carrier.slowFor = { phone: salesmanPhone, until: slow.promise };
  const first = handle(matched(2, "박영업"));
  await eventually(
    () => {
      assert.match(texts().join(), /박영업/);
    },
    { timeoutMs: 5_000 },
  );
  delete carrier.slowFor;
  await handle(matched(4, "이대리", "010-0000-0022"));
  slow.resolve(undefined);
  await first;
  assert.match(inOrder().findLast((text) => text.startsWith(customerPhone)) ?? "", /이대리/);
});

test("a consultation costs few operations, and none where an SMS is off", async () => {
  const costs = async (
    settings: Partial<ConsultationSmsSettings> = {},
    salesman?: string,
  ): Promise<Record<string, Record<string, number>>> => {
    let counts: Record<string, number> = {};
    const { handle, created, assigned, accepted, matched } = world(settings, (operation, run) => {
      counts[operation] = (counts[operation] ?? 0) + 1;
      return run();
    });
    const all: [string, Record<string, number>][] = [];
    for (const event of [created, matched(2, "박영업", salesman), assigned, accepted]) {
      counts = {};
      await handle(event);
      all.push([event.type, counts]);
    }
    return Object.fromEntries(all);
  };
  // Each reads what others may have noted, or a customer asked for, and nothing else; each creates its note and one for each SMS.
  assert.deepEqual(await costs(), {
    ConsultationCreated: { create: 1, read: 1 },
    SalesmanMatched: { create: 3, read: 5 },
    ConsultationEdited: {},
    ConsultationProgressed: { create: 1, read: 3 },
  });
  assert.deepEqual((await costs({}, "02-000-0000"))["SalesmanMatched"], { create: 3, read: 4 });
  assert.deepEqual(await costs({ matched: false, accepted: false, assigned: false }), {
    ConsultationCreated: { create: 1 },
    SalesmanMatched: { create: 1 },
    ConsultationEdited: {},
    ConsultationProgressed: {},
  });
});

test("a re-match tells of the new salesman once, in any order, and an older match that comes late tells nobody", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6, maxLength: 6 }),
      async (order) => {
        const { handle, created, matched, inOrder, carrier } = world();
        const events = [created, matched(2, "박영업"), matched(4, "이대리", "010-0000-0022")];
        for (const index of order) await handle(events[index] ?? created);
        const isLate = order.indexOf(2) < order.indexOf(1);
        const toCustomer = inOrder().filter((text) => text.startsWith(customerPhone));
        const toFormer = inOrder().filter((text) => text.startsWith(salesmanPhone));
        assert.match(toCustomer.at(-1) ?? "", /이대리/);
        assert.equal(toFormer.length, isLate ? 0 : 1);
        if (isLate) assert.equal(toCustomer.length, 1);
        assert.equal(carrier.asked, inOrder().length, "each once");
      },
    ),
    { numRuns: 15 },
  );
});

test("what was sent before a crash is not sent again, and what was not is", async () => {
  const { handle, created, matched, texts, carrier } = world();
  const match = matched(2, "박영업");
  await handle(created);
  carrier.down = 1;
  await assert.rejects(handle(match), /503/);
  await handle(match);
  assert.deepEqual(texts(), [told.match, told.assignment].toSorted());
});

test("a customer who opted out is told nothing; the salesman is", async () => {
  const { handle, created, matched, accepted, texts, optOuts, customerId } = world();
  await optOuts.set({ customerId }, true, new Date());
  for (const event of [created, matched(2, "박영업"), accepted]) await handle(event);
  assert.deepEqual(texts(), [told.assignment]);
});

test("a phone that was put on the list is told nothing, whoever has it", async () => {
  for (const [e164, others] of [
    [salesmanPhone, [told.match, told.acceptance]],
    [customerPhone, [told.assignment]],
  ] as const) {
    const { handle, created, matched, accepted, texts, optOuts } = world();
    await optOuts.set({ e164 }, true, new Date());
    try {
      for (const event of [created, matched(2, "박영업"), accepted]) await handle(event);
    } finally {
      await optOuts.set({ e164 }, false, new Date());
    }
    assert.deepEqual(texts(), others.toSorted());
  }
});

test("each of the three can be switched off", async () => {
  const off = { matched: false, accepted: false, assigned: false };
  const { handle, created, matched, accepted, texts } = world(off);
  for (const event of [created, matched(2, "박영업"), accepted]) await handle(event);
  assert.deepEqual(texts(), []);
});
