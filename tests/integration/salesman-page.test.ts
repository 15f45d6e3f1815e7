import type { HttpResponseInit } from "@azure/functions";
import assert from "node:assert/strict";
import { test } from "node:test";
import { cosmosAlarms } from "../../functions/alarm/alarms.ts";
import { raise, rematch } from "../../functions/alarm/delivery.ts";
import type { AlarmEvent } from "../../functions/alarm/domain.ts";
import { interestUpdated, projectStarted, salesmanMatched } from "../../functions/alarm/events.fake.ts";
import { z } from "zod";
import { alarmHttp } from "../../functions/alarm/http.ts";
import { cosmosSalesmanPage } from "../../functions/alarm/salesman-page.ts";
import { alarm, alarmsRead, type Alarm } from "../../shared/contract/alarm.ts";
import { newId } from "../../shared/domain/ids.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf } from "../../shared/http/page.ts";
import { parse } from "../../shared/http/parse.ts";
import { HttpRefusal } from "../../shared/http/problem.ts";
import type { Call, RouteSpec } from "../../shared/http/route.ts";
import { startAlarmContainer } from "./alarm-container.ts";

const cosmos = startAlarmContainer();

/** The minute of the events' day (events.fake.ts). */
const minute = (number: number): Date => new Date(Date.UTC(2027, 2, 2, 0, number));

type Registered = {
  spec: RouteSpec;
  handler: (call: Call<never, never, never>) => Promise<HttpResponseInit>;
};

/** The SalesmanPage of one new salesman; `now` is the minute that its clock shows. */
const salesmanPage = () => {
  const [container, other] = cosmos.instances();
  const routes = new Map<string, Registered>();
  const endpoint: Endpoint = (spec, handler) => {
    routes.set(spec.name, { spec, handler });
  };
  alarmHttp(endpoint, cosmosSalesmanPage(container));
  const me = { id: `salesman-${newId()}`, now: 30 };
  const alarms = cosmosAlarms(other, () => minute(me.now));

  const ask = async (name: string, input: { query?: object; body?: object }): Promise<unknown> => {
    const route = routes.get(name);
    assert.ok(route, name);
    const { spec, handler } = route;
    const call = {
      actor: { id: me.id, roles: ["Salesman"] },
      at: minute(me.now),
      query: spec.query && parse(spec.query, input.query ?? {}, "query"),
      body: spec.body && parse(spec.body, input.body, "body"),
    };
    const { status, body } = await handler(call as unknown as Call<never, never, never>);
    assert.equal(status, 200);
    return JSON.parse(body as string);
  };

  return {
    me,
    specs: () => [...routes.values()].map(({ spec }) => spec),
    list: async (query: { limit?: string; cursor?: string } = {}) =>
      alarmPage.parse(await ask("listMyAlarms", { query })),
    read: async (body?: object) =>
      alarmsRead.parse(await ask("readMyAlarms", body === undefined ? {} : { body })).readUpTo,
    raise: (event: AlarmEvent) => raise(alarms, event),
    match: (interestId: string, version: number, salesmanId = me.id) =>
      rematch(alarms, salesmanMatched(interestId, version, salesmanId)),
    marks: async () =>
      (
        await container.items
          .query<string>("SELECT VALUE c.alarmId FROM c WHERE c.kind = 'mark'", {
            partitionKey: `salesman:${me.id}`,
          })
          .fetchAll()
      ).resources.length,
    readings: async () =>
      (await container.item("reading", `salesman:${me.id}`).read<{ steps: unknown[] }>()).resource,
  };
};

/** A salesman with one alarm in each of these minutes; answers their ids. */
const withAlarms = async (...minutes: number[]) => {
  const page = salesmanPage();
  const interestId = newId();
  const ids = minutes.map((at) => `${String(at)}-${newId()}`);
  await page.match(interestId, 1);
  for (const [index, id] of ids.entries()) await page.raise(interestUpdated(id, interestId, minutes[index]));
  return { ...page, interestId, ids };
};

const alarmPage = pageOf(alarm).extend({ unread: z.int() });

const own = (items: Alarm[]): Alarm[] => items.filter(({ type }) => type === "InterestUpdated");
const unread = (items: Alarm[]): string[] =>
  own(items).flatMap(({ alarmId, read }) => (read ? [] : [alarmId]));

test("the page has everyone's alarms and the salesman's own, the newest first, each in its own place", async () => {
  const page = salesmanPage();
  const ids = [1, 2, 3, 4].map(() => newId());
  const [first = "", second = "", third = "", fourth = ""] = ids;
  const interestId = newId();
  await page.raise(projectStarted(third, 23));
  await page.raise(interestUpdated(fourth, interestId, 24));
  await page.raise(projectStarted(first, 21));
  await page.raise(interestUpdated(second, interestId, 22));
  const shown = async () =>
    (await page.list({ limit: "100" })).items.map(({ alarmId }) => alarmId).filter((id) => ids.includes(id));
  assert.deepEqual(await shown(), [third, first]);
  await page.match(interestId, 1);
  assert.deepEqual(await shown(), [fourth, third, second, first]);
  await page.match(interestId, 2, "another");
  assert.deepEqual(await shown(), [third, first]);
});

test("pages follow each other without a gap or a repeat while newer alarms arrive", async () => {
  const page = await withAlarms(1, 3, 5, 7);
  const between = [2, 4, 6].map((at) => projectStarted(newId(), at));
  for (const event of between) await page.raise(event);
  const expected = (await page.list({ limit: "100" })).items;
  const seen: Alarm[] = [];
  let cursor: string | null = null;
  do {
    const next = await page.list({ limit: "2", ...(cursor !== null && { cursor }) });
    assert.ok(next.items.length <= 2);
    seen.push(...next.items);
    cursor = next.nextCursor;
    await page.raise(interestUpdated(newId(), page.interestId, 40 + seen.length));
  } while (cursor !== null);
  assert.deepEqual(seen, expected);
});

test("without a body, all that is there is read, and nothing that comes later, however early it happened", async () => {
  const page = await withAlarms(10, 20);
  assert.deepEqual(unread((await page.list()).items), page.ids.toReversed());
  assert.equal(await page.read(), minute(30).toISOString());
  assert.deepEqual(unread((await page.list()).items), []);
  page.me.now = 31;
  await page.raise(interestUpdated("late", page.interestId, 15));
  assert.deepEqual(unread((await page.list()).items), ["late"]);
  page.me.now = 32;
  assert.equal(await page.read({}), minute(32).toISOString());
  assert.deepEqual(unread((await page.list()).items), []);
});

test("unread counts all that is there, on this page or not, whatever way it was read", async () => {
  const page = await withAlarms(10, 20, 25, 26);
  const [first = "", , third = ""] = page.ids;
  // Of everyone's alarms there are as many as the other tests raised: the difference is what counts.
  const count = async () => (await page.list({ limit: "1" })).unread;
  const before = await count();
  await page.read({ alarmIds: [first, third] });
  assert.equal(await count(), before - 2);
  await page.read({ alarmIds: [first] });
  assert.equal(await count(), before - 2, "read is read once");
  await page.read({ upTo: minute(20).toISOString() });
  const { unread: left, items } = await page.list({ limit: "100" });
  assert.equal(left, items.filter(({ read }) => !read).length);
  await page.read();
  assert.equal(await count(), 0);
  page.me.now = 31;
  await page.raise(interestUpdated(newId(), page.interestId, 5));
  assert.equal(await count(), 1, "one that comes late is unread");
});

test("up to an instant, all of it and before is read, and an earlier instant takes nothing back", async () => {
  const page = await withAlarms(10, 20, 25);
  const [, , newest] = page.ids;
  assert.equal(await page.read({ upTo: "2027-03-02T09:20:00+09:00" }), minute(20).toISOString());
  assert.deepEqual(unread((await page.list()).items), [newest]);
  assert.equal(await page.read({ upTo: minute(10).toISOString() }), minute(20).toISOString());
  assert.deepEqual(unread((await page.list()).items), [newest]);
});

test("single alarms are read by their ids, twice as well as once, and no other with them", async () => {
  const page = await withAlarms(10, 20);
  const [older = "", newer] = page.ids;
  const project = newId();
  await page.raise(projectStarted(project, 29));
  assert.equal(await page.read({ alarmIds: [older, project] }), null);
  assert.equal(await page.read({ alarmIds: [older] }), null);
  const { items } = await page.list({ limit: "100" });
  assert.deepEqual(unread(items), [newer]);
  assert.equal(items.find(({ alarmId }) => alarmId === project)?.read, true);
});

test("another's alarm and one that does not exist are answered alike, and leave nothing behind", async () => {
  const stranger = await withAlarms(10);
  const page = salesmanPage();
  assert.equal(await page.read({ alarmIds: [...stranger.ids, "nothing"] }), null);
  assert.equal(await page.marks(), 0);
  assert.deepEqual(unread((await stranger.list()).items), stranger.ids);
});

test("marks of single alarms go once a reading covers them", async () => {
  const minutes = Array.from({ length: 105 }, (_, index) => index % 10);
  const page = await withAlarms(...minutes, 20);
  const newest = page.ids.at(-1) ?? "";
  await page.read({ alarmIds: page.ids.slice(0, 100) });
  await page.read({ alarmIds: page.ids.slice(100) });
  assert.equal(await page.marks(), 106);
  await page.read({ upTo: minute(19).toISOString() });
  assert.equal(await page.marks(), 1);
  const { items } = await page.list({ limit: "100" });
  assert.deepEqual(unread(items), []);
  assert.ok(items.some(({ alarmId }) => alarmId === newest));
});

test("an alarm that leaves with its customer and comes back is unread again", async () => {
  const page = await withAlarms(10);
  await page.read({ alarmIds: page.ids });
  await page.match(page.interestId, 2, "another");
  assert.equal(await page.marks(), 0);
  await page.match(page.interestId, 3);
  assert.deepEqual(unread((await page.list()).items), page.ids);
});

test("readings at once lose nothing: the latest instant stands", async () => {
  const page = await withAlarms(10, 20, 25);
  await page.read({ upTo: minute(1).toISOString() });
  await Promise.all([10, 25, 3, 20, 5, 20].map((upTo) => page.read({ upTo: minute(upTo).toISOString() })));
  assert.deepEqual(unread((await page.list()).items), []);
  assert.equal(await page.read({ alarmIds: ["nothing"] }), minute(25).toISOString());
  assert.equal((await page.readings())?.steps.length, 1);
});

for (const [body, path] of [
  [{ alarmIds: [] }, "alarmIds"],
  [{ alarmIds: Array.from({ length: 101 }, () => "a") }, "alarmIds"],
  [{ alarmIds: ["a", "b/c"] }, "alarmIds[1]"],
  [{ alarmIds: "a" }, "alarmIds"],
  [{ upTo: "yesterday" }, "upTo"],
  [{ upTo: "2027-02-30T00:00:00Z" }, "upTo"],
  [{ alarmIds: ["a"], upTo: "2027-03-02T00:00:00Z" }, "upTo"],
  [{ all: true }, "all"],
  [[], "body"],
] as const) {
  test(`${JSON.stringify(body).slice(0, 60)} is refused, naming ${path}`, async () => {
    await assert.rejects(salesmanPage().read(body), (error) => {
      assert.ok(error instanceof HttpRefusal);
      assert.deepEqual(
        error.errors.map((field) => field.path),
        [path],
      );
      return true;
    });
  });
}

test("the examples of both routes are what the routes take and give, for salesmen alone", () => {
  for (const { name, roles, body, bodyExample, answers } of salesmanPage().specs()) {
    assert.deepEqual(roles, ["Salesman"], name);
    if (body) assert.deepEqual(body.parse(bodyExample), bodyExample);
    for (const { schema, example } of Object.values(answers))
      assert.deepEqual(schema.parse(example), example);
  }
});

test("a cursor that is not of this list is refused", async () => {
  await assert.rejects(salesmanPage().list({ cursor: "%%%" }), HttpRefusal);
});
