import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { assignByHandWith } from "../../functions/matching/assign-by-hand.ts";
import { assignWith } from "../../functions/matching/assignment.ts";
import { holidaysWith } from "../../functions/matching/holidays.ts";
import { matchHttp } from "../../functions/matching/http.ts";
import { cosmosMatches } from "../../functions/matching/matches.ts";
import { noAlarmRaiser } from "../../functions/matching/alarm-raiser.ts";
import { noReminder } from "../../functions/matching/reminder.ts";
import { rosterHttp } from "../../functions/matching/roster-http.ts";
import { rosterOf } from "../../functions/matching/roster.ts";
import { cosmosSalesmen } from "../../functions/matching/salesmen.ts";
import { stepsOf } from "../../functions/matching/steps.ts";
import { newId } from "../../shared/domain/ids.ts";
import { registeredRoutes } from "../registered-routes.ts";
import { startMatchingContainer } from "./matching-container.ts";
import { usualRules } from "../../functions/matching/rules.fake.ts";

const cosmos = startMatchingContainer();
const rules = usualRules({ holidays: holidaysWith([]) });

/** The routes of the context, and the steps that its orchestration would take. */
const api = (t: TestContext) => {
  const routes = registeredRoutes(t);
  const [container] = cosmos.instances();
  const clock = () => routes.clock.now;
  const salesmen = cosmosSalesmen(container);
  const matches = cosmosMatches(container);
  const roster = rosterOf(salesmen, clock);
  const parts = { salesmen, matches, roster, rules, clock };
  const assign = assignWith(parts);
  rosterHttp(routes.endpoint, salesmen, roster);
  matchHttp(routes.endpoint, { matches, roster, assignByHand: assignByHandWith(parts, assign) });
  const steps = stepsOf({ ...parts, assign, alarm: noAlarmRaiser, reminder: noReminder });

  const register = async (more: Record<string, unknown> = {}): Promise<string> => {
    const salesmanId = `salesman-${newId()}`;
    const person = { salesmanId, name: "한상우", phone: "010-0000-0021", ...more };
    assert.equal((await routes.send("registerSalesman", { body: person })).status, 201);
    return salesmanId;
  };
  /** A consultation in a region of its own, up to its match. */
  const request = async (region: string) => {
    const consultationId = newId();
    const input = {
      consultationId,
      projectname: "이음5G 실증사업",
      customerId: `customer-${newId()}`,
      content: "상의하고 싶습니다.",
      region,
      eventId: newId(),
      requestedAt: routes.clock.now.toISOString(),
      correlationid: "correlation-1",
    };
    const plan = await steps.choose(input, true);
    if (plan.do === "assign") await steps.assign(input, plan.chosen);
    return { consultationId };
  };
  return { ...routes, register, request };
};

test("a person is put on the roster with the usual working week, and is read, changed and listed", async (t) => {
  const { send } = api(t);
  const salesmanId = `salesman-${newId()}`;
  const params = { salesmanId };
  const body = { salesmanId, name: "한상우", phone: "010-0000-0021", specialties: ["클라우드"] };
  const registered = await send("registerSalesman", { body });
  assert.deepEqual([registered.status, registered.headers.get("etag")], [201, '"1"']);
  assert.equal(registered.headers.get("location"), `/api/salesmen/${salesmanId}`);
  assert.deepEqual(registered.body, {
    ...body,
    kind: "salesman",
    regions: [],
    capacity: 10,
    available: true,
    workingHours: { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" },
    leave: [],
    load: 0,
  });
  const changed = await send("editSalesmanProfile", {
    params,
    body: { capacity: 3 },
    headers: { "if-match": '"1"' },
  });
  assert.deepEqual([changed.status, changed.headers.get("etag"), changed.body["capacity"]], [200, '"2"', 3]);
  assert.deepEqual((await send("getSalesman", { params })).body, changed.body);
  const stale = await send("editSalesmanProfile", {
    params,
    body: { capacity: 4 },
    headers: { "if-match": '"1"' },
  });
  assert.equal(stale.status, 412);
  const { items } = (await send("listSalesmen", { query: "?limit=100&kind=salesman" })).body;
  assert.ok((items as { salesmanId: string }[]).some((item) => item.salesmanId === salesmanId));
});

test("who is registered is not registered again, unless it is the same request", async (t) => {
  const { send } = api(t);
  const body = { salesmanId: `salesman-${newId()}`, name: "한상우", phone: "010-0000-0021" };
  const headers = { "idempotency-key": newId() };
  const first = await send("registerSalesman", { body, headers });
  const again = await send("registerSalesman", { body, headers });
  assert.deepEqual([again.status, again.body], [201, first.body]);
  assert.equal((await send("registerSalesman", { body })).status, 409);
  const other = { ...body, salesmanId: `salesman-${newId()}` };
  assert.equal((await send("registerSalesman", { body: other, headers })).status, 422);
});

const wrong: [string, Record<string, unknown>][] = [
  ["name", { name: "" }],
  ["capacity", { capacity: -1 }],
  ["workingHours.to", { workingHours: { days: [1], from: "18:00", to: "09:00" } }],
  ["workingHours.days[0]", { workingHours: { days: [8], from: "09:00", to: "18:00" } }],
  ["leave[0].to", { leave: [{ from: "2027-03-02", to: "2027-03-01" }] }],
  ["load", { load: 0 }],
];
for (const [path, change] of wrong) {
  test(`${JSON.stringify(change)} is refused, naming ${path}`, async (t) => {
    const { send } = api(t);
    const body = { salesmanId: "salesman-1", name: "한상우", phone: "010-0000-0021", ...change };
    const refused = await send("registerSalesman", { body });
    assert.equal(refused.status, 400);
    const errors = refused.body["errors"] as { path: string }[];
    assert.deepEqual(
      errors.map((error) => error.path),
      [path],
    );
  });
}

test("only staff see the roster and the matches", async (t) => {
  const { send } = api(t);
  const params = { salesmanId: "salesman-1", consultationId: "consultation-1" };
  for (const name of ["listSalesmen", "getSalesman", "getConsultationMatch", "listMatches"]) {
    assert.equal((await send(name, { as: "Salesman:salesman-1", params })).status, 403, name);
    assert.equal((await send(name, { as: null, params })).status, 401, name);
  }
});

test("staff see why this one and why not that one", async (t) => {
  const { send, register, request } = api(t);
  const expert = await register({ regions: ["제주"], specialties: ["5G"] });
  const other = await register({ regions: ["제주"], name: "윤가람" });
  const { consultationId } = await request("제주");
  const { status, body } = await send("getConsultationMatch", { params: { consultationId } });
  assert.equal(status, 200);
  assert.deepEqual([body["state"], body["salesmanId"], body["salesmanname"]], ["matched", expert, "한상우"]);
  const [attempt] = body["attempts"] as {
    reasons: { code: string; text: string }[];
    considered: { salesmanId: string; name: string; verdict: string; text: string }[];
    remindAt: string;
    passAt: string;
  }[];
  assert.deepEqual(
    attempt?.reasons.map(({ code }) => code),
    ["specialty-fit", "region-fit", "only-one"],
  );
  assert.deepEqual(
    [attempt.remindAt, attempt.passAt],
    ["2027-03-02T01:30:00.000Z", "2027-03-02T02:00:00.000Z"],
  );
  const verdict = attempt.considered.find(({ salesmanId }) => salesmanId === other);
  assert.deepEqual(
    [verdict?.name, verdict?.verdict, verdict?.text],
    ["윤가람", "specialty", "전문 분야가 요청과 맞는 사람이 먼저입니다."],
  );
});

test("staff assign by hand: recorded with who did it, and a full salesman is refused with the reason", async (t) => {
  const { send, register, request } = api(t);
  await register({ regions: ["울산"] });
  const named = await register({ regions: ["부산"], capacity: 1 });
  const [first, second] = [await request("울산"), await request("울산")];
  const assign = (consultationId: string, salesmanId: string) =>
    send("assignConsultation", { params: { consultationId }, body: { salesmanId } });
  const assigned = await assign(first.consultationId, named);
  assert.equal(assigned.status, 200);
  const attempts = assigned.body["attempts"] as { byHand: string | null; outcome: string }[];
  assert.deepEqual(
    attempts.map(({ byHand, outcome }) => [byHand, outcome]),
    [
      [null, "replaced"],
      ["staff-1", "open"],
    ],
  );
  const again = await assign(first.consultationId, named);
  assert.deepEqual(again.body, assigned.body);
  const refused = await assign(second.consultationId, named);
  assert.deepEqual([refused.status, refused.body["state"]], [409, "full"]);
  assert.match(String(refused.body["detail"]), /1 consultations of at most 1/);
});

test("what can't be assigned says why: no such consultation, no such salesman, a consultant", async (t) => {
  const { send, register, request } = api(t);
  const salesmanId = await register({ regions: ["강원"] });
  const consultant = await register({ kind: "consultant" });
  const { consultationId } = await request("강원");
  const assign = (id: string, who: string) =>
    send("assignConsultation", { params: { consultationId: id }, body: { salesmanId: who } });
  assert.equal((await assign(newId(), salesmanId)).status, 404);
  assert.equal((await assign(consultationId, "nobody")).status, 400);
  assert.equal((await assign(consultationId, consultant)).status, 400);
  assert.equal((await send("getConsultationMatch", { params: { consultationId: newId() } })).status, 404);
});

test("those who wait are listed, the longest waiting first, page by page", async (t) => {
  const { send, request, clock, register } = api(t);
  // Everybody goes away: whoever asks now waits.
  const { items: people } = (await send("listSalesmen", { query: "?limit=100" })).body;
  for (const { salesmanId } of people as { salesmanId: string }[]) {
    await send("editSalesmanProfile", { params: { salesmanId }, body: { available: false } });
  }
  const asked: string[] = [];
  for (const minute of [1, 2, 3]) {
    clock.now = new Date(Date.UTC(2027, 2, 2, 1, minute));
    asked.push((await request("세종")).consultationId);
  }
  const page = async (query: string) => {
    const { body } = await send("listMatches", { query });
    const items = body["items"] as { subject: { id: string }; state: string }[];
    return { ids: items.map(({ subject }) => subject.id), next: body["nextCursor"] };
  };
  const first = await page("?state=waiting&limit=2");
  const rest = await page(`?state=waiting&limit=2&cursor=${String(first.next)}`);
  assert.deepEqual([...first.ids, ...rest.ids], asked);
  assert.equal(rest.next, null);
  assert.equal((await send("listMatches", { query: "?state=lost" })).status, 400);

  const salesmanId = await register({ regions: ["세종"] });
  const [consultationId = ""] = asked;
  await send("assignConsultation", { params: { consultationId }, body: { salesmanId } });
  assert.deepEqual((await page("?state=waiting")).ids, asked.slice(1));
});
