import { app, InvocationContext, type CosmosDBHandler } from "@azure/functions";
import { ChangeFeedStartFrom, type Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { lookAt } from "../../functions/views/as-of.ts";
import { applyMine, type Mine } from "../../functions/views/customer-projection.ts";
import { justShown } from "../../functions/views/just-shown.ts";
import { eventOf } from "../../functions/views/events.fake.ts";
import { viewFeeds } from "../../functions/views/feed.ts";
import { currentGeneration, readGenerations, writeGenerations } from "../../functions/views/generations.ts";
import { ofCustomer } from "../../functions/views/partitions.ts";
import { showWith } from "../../functions/views/show.ts";
import { applyProjects } from "../../functions/views/projects.ts";
import type { ViewEvent } from "../../functions/views/view-events.ts";
import { eventDocumentId, isEventDocument } from "../../shared/cosmos/documents.ts";
import { startedDatabase } from "./view-containers.ts";

const database = await startedDatabase();
const customerView = database.container("customer-view");
const staffView = database.container("staff-view");
const source = database.container("interest");

const interestOf = (interestId: string, version = 1): ViewEvent =>
  eventOf(version === 1 ? "InterestCreated" : "InterestUpdated", interestId, version, {
    interestId,
    projectname: `${interestId} 사업`,
    interest: 1,
    customerId: "customer-1",
    customername: "김하늘",
    phone: "010-0000-0001",
    adConsent: false,
    nightConsent: false,
    matchedsalesman: null,
  });

/** Commits an event, as the change feed has it afterwards. */
const commit = async (event: ViewEvent): Promise<object> => {
  const id = eventDocumentId(event.aggregateversion);
  await source.items.create({ id, aggregateId: event.subject, kind: "event", event });
  // The SDK declares what this makes as a class beside the one that it asks for.
  const changeFeedStartFrom = ChangeFeedStartFrom.Beginning() as object as ChangeFeedStartFrom;
  const feed = source.items.getChangeFeedIterator({ changeFeedStartFrom });
  const { result } = await feed.readNext();
  const found = (result as unknown as { id: string; aggregateId: string }[]).find(
    (one) => one.id === id && one.aggregateId === event.subject,
  );
  assert.ok(found);
  return found;
};

/** The change-feed functions of the views, called by hand. */
const feeds = (t: TestContext, views = { customerView, staffView }) => {
  const handlers = new Map<string, CosmosDBHandler>();
  t.mock.method(app, "cosmosDB", (name: string, { handler }: { handler: CosmosDBHandler }) => {
    handlers.set(name, handler);
  });
  viewFeeds(views);
  return async (name: string, documents: unknown[]): Promise<void> => {
    const handler = handlers.get(name);
    assert.ok(handler, name);
    await handler(documents, new InvocationContext({ functionName: name, invocationId: "1" }));
  };
};

const broken = (container: Container): Container =>
  new Proxy(container, {
    get: (target, name) => {
      if (name === "items") throw new Error("The store is down.");
      return Reflect.get(target, name) as unknown;
    },
  });

test("a source is in the views once its batch is: when the batch fails, the look says since when it waits", async (t) => {
  const look = lookAt(source, { source: "interest", positions: staffView, counts: isEventDocument });
  assert.equal(await look(), undefined, "nothing is there");
  const first = (await commit(interestOf("a"))) as { _ts: number };
  const since = new Date(first._ts * 1000);
  assert.deepEqual(await look(), since);

  const down = feeds(t, { customerView: broken(customerView), staffView });
  await assert.rejects(down("viewInterests", [first]), /down/);
  assert.deepEqual(await look(), since, "not noted before it is written");

  await feeds(t)("viewInterests", [first]);
  assert.equal(await look(), undefined);
  const { resource } = await customerView.item("interest-a", ofCustomer("1", "customer-1")).read<object>();
  assert.ok(resource);
});

test("behind a whole page of what the views do not need, a look says no more than it knows, and the next goes on there", async () => {
  const states = Array.from({ length: 200 }, (_, number) => ({ id: "state", aggregateId: `s${number}` }));
  for (const state of states) await source.items.upsert({ ...state, kind: "state" });
  const look = lookAt(source, { source: "interest", positions: staffView, counts: isEventDocument });
  assert.ok((await look()) instanceof Date);
  assert.equal(await look(), undefined);
});

test("what is shown as new is written without a look", async () => {
  const blind = new Proxy(customerView, {
    get: (target, name) => {
      assert.notEqual(name, "item");
      return Reflect.get(target, name) as unknown;
    },
  });
  await applyMine(blind, "1", [interestOf("c")], { shown: justShown() });
  const { resource } = await customerView.item("interest-c", ofCustomer("1", "customer-1")).read<object>();
  assert.ok(resource);
});

test("what follows upon what was shown just now is written without a look, unless another has changed it since", async () => {
  let looks = 0;
  const watched = new Proxy(customerView, {
    get: (target, name) => {
      if (name === "item") looks += 1;
      return Reflect.get(target, name) as unknown;
    },
  });
  const version = async (): Promise<number | undefined> => {
    const item = customerView.item("interest-d", ofCustomer("1", "customer-1"));
    return (await item.read<{ version: number }>()).resource?.version;
  };
  const shown = justShown<Mine>();
  await applyMine(watched, "1", [interestOf("d")], { shown });
  await applyMine(watched, "1", [interestOf("d", 2)], { shown });
  assert.deepEqual([await version(), looks], [2, 0]);
  await applyMine(customerView, "1", [interestOf("d", 3)]);
  await applyMine(watched, "1", [interestOf("d", 2)], { shown });
  assert.deepEqual([await version(), looks], [3, 0]);
  await applyMine(watched, "1", [interestOf("d", 4)], { shown });
  assert.deepEqual([await version(), looks], [4, 1]);
});

test("what a command shows, and the next one upon it, is written without a look", async () => {
  let looks = 0;
  const watched = new Proxy(customerView, {
    get: (target, name) => {
      if (name === "item") looks += 1;
      return Reflect.get(target, name) as unknown;
    },
  });
  const generation = () => Promise.resolve("1");
  const show = showWith({ customerView: watched, staffView }, { customer: generation, staff: generation });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  for (const version of [1, 2]) await show({ events: [interestOf("e", version)] }, log);
  const item = customerView.item("interest-e", ofCustomer("1", "customer-1"));
  assert.deepEqual([(await item.read<{ version: number }>()).resource?.version, looks], [2, 0]);
});

test("only the newest of what was shown is remembered", () => {
  const shown = justShown<Mine & { id: string }>(2);
  const keep = (id: string) => {
    shown.keep({ ...({ partition: "p" } as Mine), id, _etag: id });
  };
  for (const id of ["a", "b", "a", "c"]) keep(id);
  assert.deepEqual(
    ["a", "b", "c"].map((id) => shown.of("p", id)?._etag),
    ["a", undefined, "c"],
  );
  assert.equal(shown.of("another", "c"), undefined);
});

test("what is shown as new and was there before is compared, as anything else", async () => {
  const [first, second] = [interestOf("b"), interestOf("b", 2)];
  const version = async (): Promise<number | undefined> => {
    const item = customerView.item("interest-b", ofCustomer("1", "customer-1"));
    return (await item.read<{ version: number }>()).resource?.version;
  };
  await applyMine(customerView, "1", [second], { shown: justShown() });
  await applyMine(customerView, "1", [first], { shown: justShown() });
  assert.equal(await version(), 2);
});

test("an older version of a project changes nothing where its projectname has a newer one", async () => {
  const project = (version: number, year: number) =>
    eventOf(version === 1 ? "ProjectCreated" : "ProjectEdited", "p-1", version, {
      projectId: "p-1",
      projectname: "가 사업",
      year,
      status: "planned",
    } as never);
  const blank = (partition: string) => ({
    id: "projects",
    partition,
    kind: "projects" as const,
    projects: {},
  });
  await applyProjects(customerView, "1", [project(2, 2028)], blank);
  const item = customerView.item("projects", "1|projectname:가 사업");
  const before = (await item.read<{ _etag: string }>()).resource?._etag;
  await applyProjects(customerView, "1", [project(1, 2027)], blank);
  assert.equal((await item.read<{ _etag: string }>()).resource?._etag, before);
});

test("the generation that is read is asked for once in two seconds, and again after a failure", async () => {
  const at = { ms: 0 };
  const current = currentGeneration(staffView, () => at.ms);
  assert.equal(await current(), "1");
  await writeGenerations(staffView, { current: "next", stale: [] }, await readGenerations(staffView));
  at.ms = 1_999;
  assert.equal(await current(), "1");
  at.ms = 2_000;
  assert.equal(await current(), "next");

  let isDown = true;
  const sometimes = new Proxy(staffView, {
    get: (target, name) => {
      if (isDown) throw new Error("The store is down.");
      const value = Reflect.get(target, name) as unknown;
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const again = currentGeneration(sometimes, () => at.ms);
  await assert.rejects(again(), /down/);
  isDown = false;
  assert.equal(await again(), "next");
});
