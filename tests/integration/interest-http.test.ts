import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { interestHttp } from "../../functions/interest/http.ts";
import { cosmosInterests } from "../../functions/interest/interests.ts";
import { newId } from "../../shared/domain/ids.ts";
import { registeredRoutes } from "../registered-routes.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const body = { projectname: "이음5G 실증사업", customername: "김하늘", phone: "010-0000-0001" };

/** The interest's routes, a customer of this test's own, and which events were shown to the views. */
const api = (t: TestContext) => {
  const routes = registeredRoutes(t);
  const shown: string[] = [];
  interestHttp(routes.endpoint, cosmosInterests(cosmos.container("interest")), (events) => {
    shown.push(...events.map(({ type, aggregateversion }) => `${type} ${aggregateversion}`));
    return Promise.resolve();
  });
  return { ...routes, as: `Customer:${newId()}`, shown };
};

test("an interest is saved, read and changed, and each change is shown to the views", async (t) => {
  const { send, as, shown } = api(t);
  const saved = await send("createInterest", { as, body: { ...body, adConsent: true } });
  const interestId = String(saved.body["interestId"]);
  const params = { interestId };
  assert.deepEqual([saved.status, saved.headers.get("etag")], [201, '"1"']);
  assert.equal(saved.headers.get("location"), `/api/interests/${interestId}`);
  assert.deepEqual(saved.body, {
    interestId,
    ...body,
    interest: 1,
    customerId: as.slice("Customer:".length),
    adConsent: true,
    adConsentAt: "2027-03-02T01:00:00.000Z",
    nightConsent: false,
    matchedsalesman: null,
  });
  const changed = await send("updateInterest", {
    as,
    params,
    body: { interest: 0 },
    headers: { "if-match": '"1"' },
  });
  assert.deepEqual([changed.status, changed.headers.get("etag"), changed.body["interest"]], [200, '"2"', 0]);
  assert.deepEqual((await send("getInterest", { as, params })).body, changed.body);
  assert.deepEqual(shown, ["InterestCreated 1", "InterestUpdated 2"]);
});

test("saving again, in whatever spelling, is 200 with the one interest", async (t) => {
  const { send, as } = api(t);
  const first = await send("createInterest", { as, body });
  const again = await send("createInterest", {
    as,
    body: { ...body, projectname: ` ${body.projectname.normalize("NFD")}`, phone: "010-0000-0002" },
  });
  assert.deepEqual(
    [again.status, again.headers.get("etag"), again.headers.get("location")],
    [200, '"2"', null],
  );
  assert.equal(again.body["interestId"], first.body["interestId"]);
});

test("another's interest is not found, as one that does not exist, whatever is sent", async (t) => {
  const { send, as } = api(t);
  const saved = await send("createInterest", { as, body });
  const params = { interestId: String(saved.body["interestId"]) };
  const stranger = `Customer:${newId()}`;
  for (const [headers, interestId] of [
    [{}, params.interestId],
    [{ "if-match": '"99"' }, params.interestId],
    [{}, newId()],
  ] as const) {
    const answers = [
      await send("updateInterest", { as: stranger, params: { interestId }, body: { interest: 0 }, headers }),
      await send("getInterest", { as: stranger, params: { interestId } }),
    ];
    for (const { status, body } of answers)
      assert.deepEqual([status, body["detail"]], [404, "There is no such interest."]);
  }
  assert.equal((await send("getInterest", { as, params })).body["interest"], 1);
});

test("a customerId must be the caller's own", async (t) => {
  const { send, as } = api(t);
  assert.equal(
    (await send("createInterest", { as, body: { ...body, customerId: as.slice(9) } })).status,
    201,
  );
  const other = await send("createInterest", { as, body: { ...body, customerId: "someone-else" } });
  assert.equal(other.status, 400);
  assert.deepEqual(other.body["errors"], [{ path: "customerId", message: "must be your own" }]);
});

test("the name is the token's when it is left out, and one of the two is needed", async (t) => {
  const { send, as } = api(t);
  const nameless = { projectname: body.projectname, phone: body.phone };
  const missing = await send("createInterest", { as, body: nameless });
  assert.deepEqual(
    [missing.status, missing.body["errors"]],
    [400, [{ path: "customername", message: "is required" }]],
  );
  const named = await send("createInterest", { as: `${as}:${encodeURIComponent("이바다")}`, body: nameless });
  assert.equal(named.body["customername"], "이바다");
});

test("only customers have interests", async (t) => {
  const { send } = api(t);
  const params = { interestId: newId() };
  for (const name of ["createInterest", "updateInterest", "getInterest"]) {
    for (const role of ["Staff", "Salesman", "Analyst"])
      assert.equal((await send(name, { as: `${role}:x`, params, body })).status, 403);
    assert.equal((await send(name, { as: null, params, body })).status, 401);
  }
});

test("a repeated save answers the same, and its key does for nothing else", async (t) => {
  const { send, as, shown } = api(t);
  const headers = { "idempotency-key": newId() };
  const first = await send("createInterest", { as, body, headers });
  const again = await send("createInterest", { as, body, headers });
  assert.deepEqual([again.status, again.body], [201, first.body]);
  for (const other of [
    { ...body, phone: "010-0000-0002" },
    { ...body, projectname: "다른 사업" },
  ]) {
    assert.equal((await send("createInterest", { as, body: other, headers })).status, 422);
  }
  assert.deepEqual(shown, ["InterestCreated 1"]);
});

test("a stale update is refused", async (t) => {
  const { send, as } = api(t);
  const params = { interestId: String((await send("createInterest", { as, body })).body["interestId"]) };
  await send("updateInterest", { as, params, body: { interest: 0 } });
  assert.equal(
    (await send("updateInterest", { as, params, body: { interest: 1 }, headers: { "if-match": '"1"' } }))
      .status,
    412,
  );
});

const refused: [string, object, string[]][] = [
  ["nothing", {}, ["projectname", "phone"]],
  ["an interest of 2", { ...body, interest: 2 }, ["interest"]],
  ["a consent that is no yes or no", { ...body, adConsent: "yes" }, ["adConsent"]],
  ["a day of consent of its own", { ...body, adConsentAt: "2027-03-02T01:00:00.000Z" }, ["adConsentAt"]],
  ["a salesman of its own", { ...body, matchedsalesman: "salesman-1" }, ["matchedsalesman"]],
  ["a phone that is none", { ...body, phone: "<script>" }, ["phone"]],
  ["a name that nobody sees", { ...body, customername: "\u3164" }, ["customername"]],
];
for (const [what, sent, paths] of refused) {
  test(`saving ${what} is refused by name`, async (t) => {
    const { send, as } = api(t);
    const answer = await send("createInterest", { as, body: sent });
    assert.equal(answer.status, 400);
    const named = (answer.body["errors"] as { path: string }[]).map(({ path }) => path);
    assert.deepEqual([...new Set(named)], paths);
  });
}
