import type { Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyMine, applyToCustomerView } from "../../functions/views/customer-projection.ts";
import { delivered, histories } from "../../functions/views/events.fake.ts";
import { applyToOverview, countersIn, type Counter } from "../../functions/views/overview-projection.ts";
import { applyToStaffView, showAssignments } from "../../functions/views/staff-projection.ts";
import type { ViewEvent } from "../../functions/views/view-events.ts";
import { documentsOf, startedDatabase } from "./view-containers.ts";
import { truthOf } from "./view-truth.ts";

// The projections over a real store: whatever order and however often the events come, and wherever a process dies, the
// documents at the end are those of the events in their order, and the counters are the truth.
const database = await startedDatabase();
const customerView = database.container("customer-view");
const staffView = database.container("staff-view");

class Died extends Error {}

/** The container in a process that dies: before its n-th batch is stored, or after. */
const mortal = (container: Container, deaths: Set<number>): Container => {
  let steps = 0;
  const items = new Proxy(container.items, {
    get: (target, name) => {
      if (name !== "batch") return Reflect.get(target, name) as unknown;
      return async (...args: Parameters<typeof target.batch>) => {
        if (deaths.delete(steps++)) throw new Died();
        const answer = await target.batch(...args);
        if (deaths.delete(steps++)) throw new Died();
        return answer;
      };
    },
  });
  return new Proxy(container, {
    get: (target, name) => (name === "items" ? items : (Reflect.get(target, name) as unknown)),
  });
};

/** As a change feed does it: a batch whose handling died comes again, as a whole. */
const untilDone = async (work: () => Promise<void>): Promise<void> => {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  }
};

const countersOf = async (generation: string): Promise<Counter[]> => {
  const { resources } = await staffView.items
    .query({
      query: "SELECT * FROM c WHERE STARTSWITH(c.partition, @beginning)",
      parameters: [{ name: "@beginning", value: `${generation}|` }],
    })
    .fetchAll();
  return countersIn(resources);
};

let generations = 0;
const newGeneration = (): string => `g${++generations}`;

/** The events in batches, into both views; the counters go on to the overview after each batch, the last ones at the end. */
const project = async (
  batches: readonly ViewEvent[][],
  { deaths = new Set<number>(), shown = false } = {},
): Promise<string> => {
  const generation = newGeneration();
  const [customers, staff] = [mortal(customerView, deaths), mortal(staffView, deaths)];
  for (const batch of batches) {
    if (shown) {
      // Seen first over HTTP, beside the feed.
      await untilDone(() => applyMine(customers, generation, batch));
      await untilDone(() => showAssignments(staff, generation, batch));
    }
    const earlier = await countersOf(generation);
    await untilDone(() => applyToCustomerView(customers, generation, batch));
    await untilDone(() => applyToStaffView(staff, generation, batch));
    const now = await countersOf(generation);
    await untilDone(() => applyToOverview(staff, [...earlier, ...now]));
    // Late, and for the second time.
    await untilDone(() => applyToOverview(staff, earlier));
  }
  return generation;
};

test("any order and any duplication of events, and any death on the way, end in the same views", async () => {
  await fc.assert(
    fc.asyncProperty(
      histories.chain((all) => fc.record({ all: fc.constant(all), batches: delivered(all.flat()) })),
      fc.uniqueArray(fc.nat(30), { maxLength: 6 }),
      fc.boolean(),
      async ({ all, batches }, deaths, shown) => {
        const inOrder = await project([all.flat()]);
        const anyhow = await project(batches, { deaths: new Set(deaths), shown });
        for (const container of [customerView, staffView]) {
          assert.deepEqual(await documentsOf(container, anyhow), await documentsOf(container, inOrder));
        }
      },
    ),
    { numRuns: 40 },
  );
});

test("the counters are the truth of the events", async () => {
  await fc.assert(
    fc.asyncProperty(
      histories.chain((all) => fc.record({ all: fc.constant(all), batches: delivered(all.flat()) })),
      async ({ all, batches }) => {
        const generation = await project(batches);
        const found = await documentsOf(staffView, generation);
        const { totals, salesmen } = truthOf(all);
        assert.deepEqual(found.get("|overview totals")?.["counts"] ?? {}, totals);
        for (const [salesmanId, counts] of salesmen) {
          const { "accept seconds": seconds, ...own } = (found.get(`|salesman:${salesmanId} salesman`)?.[
            "counts"
          ] ?? {}) as Record<string, number>;
          const shown = Object.fromEntries(Object.entries(own).filter(([name]) => !/^accept \d/.test(name)));
          assert.deepEqual(shown, counts, salesmanId);
        }
      },
    ),
    { numRuns: 30 },
  );
});
