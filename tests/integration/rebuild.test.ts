import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { consultationHistory, eventOf, histories } from "../../functions/views/events.fake.ts";
import { applyToCustomerView } from "../../functions/views/customer-projection.ts";
import { readGenerations, writtenGenerations } from "../../functions/views/generations.ts";
import { applyToOverview, countersOf } from "../../functions/views/overview-projection.ts";
import { eventsToRead, rebuild, type RebuildOptions, type ViewName } from "../../functions/views/rebuild.ts";
import { holdView, RebuildRuns } from "../../functions/views/rebuild-hold.ts";
import { applyToStaffView } from "../../functions/views/staff-projection.ts";
import type { ViewEvent } from "../../functions/views/view-events.ts";
import { eventDocumentId } from "../../shared/cosmos/documents.ts";
import { documentsOf, startedDatabase } from "./view-containers.ts";

const database = await startedDatabase();
const store = { customer: database.container("customer-view"), staff: database.container("staff-view") };

const sourceOf = ({ type }: ViewEvent): string =>
  type === "CustomersNotified"
    ? "notification"
    : type === "SalesmanMatched"
      ? "matching"
      : type.startsWith("Interest")
        ? "interest"
        : type.startsWith("Project")
          ? "project"
          : "consultation";

/** Commits events as the core contexts do, beside state documents that are none of the views'. */
const commit = async (events: readonly ViewEvent[]): Promise<void> => {
  for (const event of events) {
    const source = database.container(sourceOf(event));
    const partition = sourceOf(event) === "notification" ? "partition" : "aggregateId";
    const key = `${event.type}-${event.subject}`;
    await source.items.upsert({ id: "state", [partition]: key, kind: "state", state: {} });
    await source.items.create({
      id: eventDocumentId(event.aggregateversion),
      [partition]: key,
      kind: "event",
      event,
    });
  }
};

/** What the feeds do with them: each generation that there is gets them. */
const live = async (events: readonly ViewEvent[]): Promise<void> => {
  for (const generation of await writtenGenerations(store.customer))
    await applyToCustomerView(store.customer, generation, events);
  for (const generation of await writtenGenerations(store.staff)) {
    await applyToStaffView(store.staff, generation, events);
    for await (const counters of countersOf(store.staff, generation))
      await applyToOverview(store.staff, counters);
  }
};

const interestOf = (interestId: string): ViewEvent =>
  eventOf("InterestCreated", interestId, 1, {
    interestId,
    projectname: "가 사업",
    interest: 1,
    customerId: "customer-9",
    customername: "김하늘",
    phone: "010-0000-0009",
    adConsent: false,
    nightConsent: false,
    matchedsalesman: null,
  });

class Killed extends Error {}

const optionsOf = (view: ViewName, more: Partial<RebuildOptions> = {}): RebuildOptions => ({
  view,
  container: database.container,
  by: "a test",
  clock: () => new Date(),
  log: { error: (message) => assert.fail(message) },
  onEvents: () => undefined,
  onStage: () => undefined,
  settleMs: 300,
  ...more,
});

const [sample = []] = fc.sample(
  histories.filter((all) => all.flat().length > 25),
  { seed: 7, numRuns: 1 },
);
const events = sample.flat();
await commit(events);
await live(events);

for (const view of ["customer", "staff"] as const) {
  test(`the ${view} view: killed, gone on with, and equal to the live one, which is read and written meanwhile`, async () => {
    const before = await readGenerations(store[view]);
    const total = await eventsToRead(optionsOf(view));
    // A rebuild that dies in the middle: its hold runs out, as if a minute had passed.
    let read = 0;
    const inThePast = () => new Date(Date.now() - 120_000);
    const dying = optionsOf(view, {
      clock: inThePast,
      onEvents: (count) => {
        read += count;
        if (read > 0) throw new Killed();
      },
    });
    await assert.rejects(rebuild(dying), Killed);
    assert.equal((await readGenerations(store[view])).current, before.current);

    // The next one goes on; while it works the old generation is read, and new events come into both.
    const stages: string[] = [];
    let counted = 0;
    let meanwhile: Promise<void> | undefined;
    const later = consultationHistory(`later-${view}`, [
      { turn: "give", to: "salesman-1", consultant: null },
      { turn: "step", to: "accepted" },
    ]);
    const { generation } = await rebuild(
      optionsOf(view, {
        onEvents: (count) => {
          counted += count;
          meanwhile ??= commit(later).then(() => live(later));
        },
        onStage: async (stage) => {
          stages.push(stage);
          if (stage !== "switching over") return;
          await meanwhile;
          const { current, building } = await readGenerations(store[view]);
          assert.equal(current, before.current);
          assert.ok(building);
          const [live, rebuilt] = await Promise.all(
            [current, building.generation].map((one) => documentsOf(store[view], one)),
          );
          assert.ok(live && live.size > 10);
          assert.deepEqual(rebuilt, live);
        },
      }),
    );
    const all = ["switching over", "deleting the former generation"];
    assert.deepEqual(stages.slice(0, 1), ["going on with a rebuild that had died"]);
    assert.deepEqual(stages.slice(-2), all);
    assert.ok(counted >= total, `${counted} of ${total}`);

    const { _etag, ...now } = await readGenerations(store[view]);
    assert.deepEqual(
      [now.current, now.building, now.former, now.stale],
      [generation, undefined, undefined, []],
    );
    assert.equal((await documentsOf(store[view], before.current)).size, 0);
  });
}

test("a rebuild has what a feed brought that did not know of it yet, and what came after its own reading", async () => {
  const early = interestOf("early");
  const late = interestOf("late");
  let now = Date.now();
  let asked = 0;
  let brought = false;
  const clock = (): Date => {
    asked += 1;
    // By now it has read all sources to their ends: a batch that began before ends with the former generation alone.
    if (asked === 60) {
      void commit([early]).then(() => {
        brought = true;
        now += 60_000;
      });
    }
    return new Date(now);
  };
  const before = await readGenerations(store.customer);
  const { generation } = await rebuild(
    optionsOf("customer", {
      clock,
      onStage: async (stage) => {
        if (stage === "switching over") {
          assert.ok(brought);
          await commit([late]);
          await live([late]);
        }
        if (stage !== "deleting the former generation") return;
        // Readers that have not looked since are still with the former one, which is kept up for them.
        assert.equal((await writtenGenerations(store.customer)).at(-1), before.current);
      },
    }),
  );
  const found = await documentsOf(store.customer, generation);
  for (const { subject } of [early, late]) {
    assert.ok(found.has(`|customer:customer-9 interest-${subject}`), subject);
  }
});

test("a rebuild begins at the first event, wherever another one of long ago had come to", async () => {
  const one = await rebuild(optionsOf("customer", { settleMs: 50 }));
  const before = await documentsOf(store.customer, one.generation);
  assert.ok(before.size > 10);
  const other = await rebuild(optionsOf("customer", { settleMs: 50 }));
  assert.notEqual(other.generation, one.generation);
  assert.deepEqual(await documentsOf(store.customer, other.generation), before);
});

test("a rebuild that was thought dead and was taken over goes on no further", async () => {
  let now = Date.now();
  const clock = (): Date => new Date(now);
  const options = { view: "staff", by: "a test", clock };
  const thought = await holdView(store.staff, options);
  now += 61_000;
  const next = await holdView(store.staff, options);
  assert.deepEqual([next.generation, next.resumed], [thought.generation, true]);
  now += 6_000;
  await assert.rejects(thought.renew(), /taken over/);
  await next.renew();
  await assert.rejects(holdView(store.staff, options), RebuildRuns);
});

test("two rebuilds at once: the second is refused, and says who runs since when", async () => {
  const first = optionsOf("customer", {
    onStage: async () => {
      await assert.rejects(rebuild(optionsOf("customer")), (error: unknown) => {
        assert.ok(error instanceof RebuildRuns);
        assert.match(error.message, /customer view runs since \d{4}-.* \(a test \w+\)/);
        return true;
      });
      throw new Killed();
    },
  });
  await assert.rejects(rebuild(first), Killed);
});
