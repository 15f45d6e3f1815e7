import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { consultationHistory, consultationOf, eventOf } from "../../functions/views/events.fake.ts";
import { cosmosCustomerPage } from "../../functions/views/customer-page.ts";
import { listRoutes } from "../../functions/views/lists-http.ts";
import { cosmosSalesmanPage } from "../../functions/views/salesman-page.ts";
import { showRoute } from "../../functions/views/show-http.ts";
import { showWith } from "../../functions/views/show.ts";
import { cosmosStaffPage } from "../../functions/views/staff-page.ts";
import { statisticsRoutes } from "../../functions/views/statistics-http.ts";
import { applyToCustomerView } from "../../functions/views/customer-projection.ts";
import { applyToStaffView } from "../../functions/views/staff-projection.ts";
import { applyToOverview, countersOf } from "../../functions/views/overview-projection.ts";
import type { ViewEvent } from "../../functions/views/view-events.ts";
import { registeredRoutes, type Answered } from "../registered-routes.ts";
import { startedDatabase } from "./view-containers.ts";

const database = await startedDatabase();
const customerView = database.container("customer-view");
const staffView = database.container("staff-view");
const asOf = "2027-03-02T00:59:59.000Z";

let generations = 0;

/** The routes of the views over a generation of this test's own. */
const api = (t: TestContext) => {
  const generation = `page${++generations}`;
  const current = () => Promise.resolve(generation);
  const age = () => Promise.resolve(asOf);
  const routes = registeredRoutes(t);
  const customerPage = cosmosCustomerPage(customerView, current);
  listRoutes(routes.endpoint, {
    customerPage,
    salesmanPage: cosmosSalesmanPage(staffView, current, customerPage),
    asOf: { customer: age, salesman: age },
  });
  statisticsRoutes(routes.endpoint, { staffPage: cosmosStaffPage(staffView, current), asOf: age });
  showRoute(routes.endpoint, showWith({ customerView, staffView }, { customer: current, staff: current }));
  const feed = async (events: readonly ViewEvent[]): Promise<void> => {
    await applyToCustomerView(customerView, generation, events);
    await applyToStaffView(staffView, generation, events);
    for await (const counters of countersOf(staffView, generation))
      await applyToOverview(staffView, counters);
  };
  return { ...routes, feed };
};

const interest = (number: number, projectname: string, customerId = "customer-1") =>
  eventOf("InterestCreated", `i${number}`, 1, {
    interestId: `i${number}`,
    projectname,
    interest: 1,
    customerId,
    customername: "김하늘",
    phone: "010-0000-0001",
    adConsent: false,
    nightConsent: false,
    matchedsalesman: null,
  });
const project = (projectname: string, more = {}) =>
  eventOf("ProjectCreated", "p-1", 1, {
    projectId: "p-1",
    projectname,
    year: 2027,
    status: "planned",
    ...more,
  });
const items = ({ body }: Answered): Record<string, unknown>[] => body["items"] as Record<string, unknown>[];
const as = "Customer:customer-1";

test("my interests come by projectname, in pages, each with the present project, and with how old that is", async (t) => {
  const { feed, send } = api(t);
  await feed([
    ...["다", "가", "나|라", "나"].map((name, number) => interest(number, name)),
    interest(9, "가", "customer-2"),
    project("가", { expStartDate: "2027-03-12" }),
  ]);
  const first = await send("listMyInterests", { as, query: "?limit=3" });
  assert.equal(first.body["asOf"], asOf);
  assert.deepEqual(
    items(first).map(({ projectname, project: present, etag }) => [projectname, present, etag]),
    [
      [
        "가",
        {
          projectId: "p-1",
          year: 2027,
          status: "planned",
          expStartDate: "2027-03-12",
          dday: 10,
          ddayTo: "start",
        },
        '"1"',
      ],
      ["나", null, '"1"'],
      ["나|라", null, '"1"'],
    ],
  );
  const cursor = String(first.body["nextCursor"]);
  const second = await send("listMyInterests", { as, query: `?limit=3&cursor=${cursor}` });
  assert.deepEqual(
    [items(second).map(({ projectname }) => projectname), second.body["nextCursor"]],
    [["다"], null],
  );
});

test("a project that got another name is with its new name, and no more with the former", async (t) => {
  const { feed, send } = api(t);
  const renamed = eventOf("ProjectEdited", "p-1", 2, {
    projectId: "p-1",
    projectname: "나",
    year: 2027,
    status: "planned",
  });
  await feed([interest(1, "가"), interest(2, "나"), project("가")]);
  await feed([renamed]);
  const mine = items(await send("listMyInterests", { as }));
  assert.deepEqual(
    mine.map((one) => [one["projectname"], (one["project"] as { projectId: string } | null)?.projectId]),
    [
      ["가", undefined],
      ["나", "p-1"],
    ],
  );
});

test("my consultations are named, the newest first, and chosen by step", async (t) => {
  const { feed, send } = api(t);
  const requestedAt = (hour: number) => ({ requestedAt: `2027-03-01T0${hour}:00:00.000Z` });
  await feed([
    ...consultationHistory("c1", [{ turn: "give", to: "s1", consultant: "x1" }], requestedAt(1)),
    ...consultationHistory("c2", [], requestedAt(2)),
    eventOf("SalesmanMatched", "m1", 1, {
      matchId: "m1",
      subject: { type: "consultation", id: "c1" },
      salesmanId: "s1",
      salesmanname: "박영업",
      consultantId: "x1",
      consultantname: "최상담",
      reasons: [],
    }),
  ]);
  const all = items(await send("listMyConsultations", { as }));
  assert.deepEqual(
    all.map(({ consultationId, salesmanname, consultantname }) => [
      consultationId,
      salesmanname,
      consultantname,
    ]),
    [
      ["c2", undefined, undefined],
      ["c1", "박영업", "최상담"],
    ],
  );
  assert.equal(items(await send("listMyConsultations", { as, query: "?step=accepted" })).length, 0);
  assert.equal((await send("listMyConsultations", { as, query: "?step=nonsense" })).status, 400);
});

test("my assignments: what waits for me first, longest first, then what is under way, then what has ended", async (t) => {
  const { feed, send } = api(t);
  const give = { turn: "give", to: "s1", consultant: null } as const;
  const step = (to: "accepted" | "canceled") => ({ turn: "step", to }) as const;
  const at = (hour: number) => ({ requestedAt: `2027-03-01T0${hour}:00:00.000Z` });
  await feed([
    ...consultationHistory("ended", [give, step("canceled")], at(1)),
    ...consultationHistory("under-way", [give, step("accepted")], at(2)),
    ...consultationHistory("late", [give], at(4)),
    ...consultationHistory("early", [give], at(3)),
    ...consultationHistory("gone", [give, { turn: "hand back" }], at(3)),
    ...consultationHistory("moved", [give, { ...give, to: "s2" }], at(3)),
  ]);
  const mine = await send("listMyAssignments", { as: "Salesman:s1" });
  const ids = ["early", "late", "under-way", "ended"];
  assert.deepEqual(
    items(mine).map(({ consultationId }) => consultationId),
    ids,
  );
  const others = await send("listMyAssignments", { as: "Salesman:s2" });
  assert.deepEqual(
    items(others).map(({ consultationId }) => consultationId),
    ["moved"],
  );
});

test("events that are shown are in the lists at once, counted when the feed brings them, and an older one changes nothing", async (t) => {
  const { feed, send } = api(t);
  const history = consultationHistory("c1", [
    { turn: "give", to: "s1", consultant: null },
    { turn: "step", to: "accepted" },
  ]);
  const show = (events: readonly ViewEvent[]) => send("showEvents", { as: null, body: { events } });
  assert.equal((await show(history.slice(2))).status, 200);
  assert.equal((await show(history.slice(0, 2))).status, 200);
  for (const [name, who] of [
    ["listMyConsultations", as],
    ["listMyAssignments", "Salesman:s1"],
  ] as const) {
    const [item] = items(await send(name, { as: who }));
    assert.deepEqual([item?.["step"], item?.["etag"]], ["accepted", '"3"'], name);
  }
  assert.deepEqual(items(await send("listSalesmanStatistics")), []);
  await feed(history);
  const [salesman] = items(await send("listSalesmanStatistics"));
  assert.deepEqual(
    [salesman?.["accepted"], salesman?.["open"], salesman?.["loadShare"], salesman?.["minutesToAccept"]],
    [1, 1, 1, { average: 60, median: 52.5, p90: 58.5 }],
  );
  const foreign = { ...history[0], type: "SomethingElse", data: {} };
  assert.equal((await show([foreign as unknown as ViewEvent])).status, 200, "what we do not know is ignored");
});

test("who no longer has a consultation does not find it, whether that is shown or comes by the feed", async (t) => {
  const { feed, send } = api(t);
  const give = (to: string) => ({ turn: "give", to, consultant: null }) as const;
  const show = (events: readonly ViewEvent[]) => send("showEvents", { as: null, body: { events } });
  const found = async (who: string) =>
    items(await send("listMyAssignments", { as: `Salesman:${who}` })).map(({ etag }) => etag);

  const moved = consultationHistory("c1", [give("s1"), give("s2")]);
  await feed(moved.slice(0, 2));
  assert.deepEqual(await found("s1"), ['"2"']);
  await feed(moved.slice(2));
  assert.deepEqual([await found("s1"), await found("s2")], [[], ['"3"']]);

  const returned = consultationHistory("c2", [give("s3"), { turn: "hand back" }, give("s3")]);
  await show(returned.slice(0, 2));
  assert.deepEqual(await found("s3"), ['"2"']);
  await show(returned.slice(2, 3));
  assert.deepEqual(await found("s3"), []);
  await show(returned.slice(3));
  await feed(returned.slice(0, 3));
  assert.deepEqual(await found("s3"), ['"4"'], "what the feed says late is older than what was shown");
});

test("an event that breaks its contract is told of, and holds up no other", async (t) => {
  const { send, lines } = api(t);
  const broken = { ...interest(1, "가"), data: {} } as unknown as ViewEvent;
  const body = { events: [broken, interest(2, "나")] };
  assert.equal((await send("showEvents", { as: null, body })).status, 200);
  assert.deepEqual(
    items(await send("listMyInterests", { as })).map(({ projectname }) => projectname),
    ["나"],
  );
  assert.ok(lines.some((line) => /^error .*breaks its contract.*i1-1/.test(line)));
});

test("staff see projectnames by what they ask for, in pages", async (t) => {
  const { feed, send } = api(t);
  await feed([
    ...[1, 2, 3].map((number) => interest(number, "많은 관심")),
    interest(4, "많은 대기"),
    ...["c1", "c2"].flatMap((id) => consultationHistory(id, [], { projectname: "많은 대기" })),
    project("없는 관심"),
  ]);
  const names = async (query: string) =>
    items(await send("listProjectStatistics", { query })).map(({ projectname }) => projectname);
  assert.deepEqual(await names(""), ["많은 관심", "많은 대기", "없는 관심"]);
  assert.deepEqual((await names("?sort=waiting"))[0], "많은 대기");
  assert.deepEqual(await names("?sort=name"), ["많은 관심", "많은 대기", "없는 관심"].toSorted());
  const first = await send("listProjectStatistics", { query: "?limit=1" });
  assert.deepEqual(await names(`?limit=1&cursor=${String(first.body["nextCursor"])}`), ["많은 대기"]);
  const { body } = await send("getStatistics", { query: "?days=2" });
  assert.deepEqual([body["projectnames"], body["interested"]], [3, 4]);
  const days = body["days"] as Record<string, unknown>[];
  assert.deepEqual(
    days.map(({ date, interests }) => [date, interests]),
    [
      ["2027-03-01", 4],
      ["2027-03-02", 0],
    ],
  );
});

test("a project's figures are its name's, those of this year its own; there are none of a project that is not there", async (t) => {
  const { feed, send } = api(t);
  const projectname = consultationOf("c").projectname;
  const projectId = "p-1";
  await feed([
    project(projectname),
    ...consultationHistory("c1", [], { projectId: "p-former" }),
    ...consultationHistory("c2", [], { projectId }),
  ]);
  const { body } = await send("getProjectStatistics", { params: { projectId } });
  const requested = (figures: unknown) =>
    (figures as { consultations: { requested: number } }).consultations.requested;
  assert.deepEqual([requested(body), requested(body["thisYear"]), body["year"]], [2, 1, 2027]);
  assert.equal((await send("getProjectStatistics", { params: { projectId: "p-nowhere" } })).status, 404);
});
