import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { projectHttp } from "../../functions/project/http.ts";
import { cosmosProjects } from "../../functions/project/projects.ts";
import { newId } from "../../shared/domain/ids.ts";
import { registeredRoutes } from "../registered-routes.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const fields = { projectname: "이음5G 실증사업", year: 2027, endDate: "2027-03-31" };

const api = (t: TestContext) => {
  const routes = registeredRoutes(t);
  projectHttp(routes.endpoint, cosmosProjects(cosmos.container("project")));
  const { send } = routes;
  const create = async (body: object = fields): Promise<string> =>
    String((await send("createProject", { body })).body["projectId"]);
  return { ...routes, create };
};

test("a project is created, read, edited, started and ended, each answer with its version", async (t) => {
  const { send } = api(t);
  const created = await send("createProject", { body: fields });
  const projectId = String(created.body["projectId"]);
  const params = { projectId };
  assert.equal(created.status, 201);
  assert.equal(created.headers.get("location"), `/api/projects/${projectId}`);
  assert.deepEqual(created.body, { projectId, ...fields, status: "planned" });

  const edited = await send("editProject", {
    params,
    body: { scale: "총 60억원" },
    headers: { "if-match": '"1"' },
  });
  const started = await send("startProject", { params });
  const ended = await send("endProject", { params, body: { endDate: "2027-03-20" } });
  const read = await send("getProject", { params, as: "Customer:c" });
  assert.deepEqual(
    [created, edited, started, ended, read].map(({ status, headers }) => [status, headers.get("etag")]),
    [
      [201, '"1"'],
      [200, '"2"'],
      [200, '"3"'],
      [200, '"4"'],
      [200, '"4"'],
    ],
  );
  assert.equal(started.body["startDate"], "2027-03-02");
  const last = {
    projectId,
    ...fields,
    scale: "총 60억원",
    startDate: "2027-03-02",
    endDate: "2027-03-20",
    status: "ended",
  };
  assert.deepEqual(read.body, last);
  assert.deepEqual(ended.body, last);
});

test("a create with the same key answers the same project, with another body it is refused", async (t) => {
  const { send } = api(t);
  const headers = { "idempotency-key": newId() };
  const first = await send("createProject", { body: fields, headers });
  const again = await send("createProject", { body: fields, headers });
  assert.deepEqual([again.status, again.body, again.headers.get("etag")], [201, first.body, '"1"']);
  const other = await send("createProject", { body: { ...fields, year: 2028 }, headers });
  assert.equal(other.status, 422);
  const another = await send("createProject", { body: fields, headers, as: "Staff:staff-2" });
  assert.notEqual(another.body["projectId"], first.body["projectId"], "another's key is another key");
});

test("without a key every create is a new project", async (t) => {
  const { create } = api(t);
  assert.notEqual(await create(), await create());
});

test("a start that is repeated with its key is answered; without one it is refused", async (t) => {
  const { send, create } = api(t);
  const params = { projectId: await create() };
  const headers = { "idempotency-key": newId() };
  const first = await send("startProject", { params, headers });
  assert.deepEqual(
    await send("startProject", { params, headers }).then(({ status, body }) => [status, body]),
    [200, first.body],
  );
  const refused = await send("startProject", { params });
  assert.deepEqual(
    [refused.status, refused.body["state"], refused.body["possible"]],
    [409, "started", ["planned"]],
  );
});

test("an edit of a version that is gone is refused and changes nothing", async (t) => {
  const { send, create } = api(t);
  const params = { projectId: await create() };
  await send("editProject", { params, body: { scale: "1" } });
  for (const name of ["editProject", "startProject", "endProject"]) {
    assert.equal((await send(name, { params, body: {}, headers: { "if-match": '"1"' } })).status, 412, name);
  }
  assert.equal((await send("getProject", { params })).headers.get("etag"), '"2"');
});

test("a project that there is not is not found, on every route", async (t) => {
  const { send } = api(t);
  for (const name of ["editProject", "startProject", "endProject", "getProject"]) {
    for (const projectId of [newId(), "a/b", "x".repeat(200)]) {
      assert.equal((await send(name, { params: { projectId }, body: {} })).status, 404, name);
    }
  }
});

test("only staff write, and whoever is signed in reads", async (t) => {
  const { send, create } = api(t);
  const params = { projectId: await create() };
  for (const name of ["createProject", "editProject", "startProject", "endProject"]) {
    for (const role of ["Customer", "Salesman", "Analyst"]) {
      assert.equal((await send(name, { params, body: {}, as: `${role}:x` })).status, 403, name);
    }
    assert.equal((await send(name, { params, body: {}, as: null })).status, 401, name);
  }
  for (const name of ["getProject", "listProjects"]) {
    assert.equal((await send(name, { params, as: "Analyst:x" })).status, 200);
    assert.equal((await send(name, { params, as: null })).status, 401);
  }
});

const refused: [string, object, string[]][] = [
  ["nothing", {}, ["projectname", "year"]],
  ["wrong types", { projectname: 1, year: "2027" }, ["projectname", "year"]],
  ["a startDate, which only a start gives", { ...fields, startDate: "2027-03-02" }, ["startDate"]],
  ["a status", { ...fields, status: "started" }, ["status"]],
  ["an id", { ...fields, projectId: "mine" }, ["projectId"]],
  ["a link that runs", { ...fields, link: "javascript:alert(1)" }, ["link"]],
  ["a day that is none", { ...fields, expStartDate: "2027-02-31" }, ["expStartDate"]],
  ["days out of order", { ...fields, expStartDate: "2027-04-01" }, ["expStartDate"]],
  ["null for a field that is not there yet", { ...fields, scale: null }, ["scale"]],
];
for (const [what, body, paths] of refused) {
  test(`a create with ${what} is refused by name`, async (t) => {
    const { send } = api(t);
    const answer = await send("createProject", { body });
    assert.equal(answer.status, 400);
    assert.deepEqual(
      (answer.body["errors"] as { path: string }[]).map(({ path }) => path),
      paths,
    );
  });
}

test("a list is read in pages to its end, and the texts that ask are tidied like those that answer", async (t) => {
  const { send, create } = api(t);
  const mark = newId().slice(0, 8);
  for (const letter of ["가", "나", "다"]) await create({ ...fields, projectname: `${letter} ${mark}` });
  const names: unknown[] = [];
  let cursor: unknown = undefined;
  let pages = 0;
  do {
    const query = new URLSearchParams({
      text: mark,
      limit: "2",
      ...(typeof cursor === "string" && { cursor }),
    });
    const { body } = await send("listProjects", { query: `?${String(query)}` });
    names.push(...(body["items"] as { projectname: string }[]).map(({ projectname }) => projectname));
    cursor = body["nextCursor"];
    pages += 1;
  } while (cursor !== null && pages < 10);
  assert.deepEqual([names, pages], [["가", "나", "다"].map((letter) => `${letter} ${mark}`), 2]);

  const whole = await send("listProjects", {
    query: `?${String(new URLSearchParams({ text: mark, limit: "3" }))}`,
  });
  assert.equal(whole.body["nextCursor"], null, "a page that is just full is the last one");
  const decomposed = new URLSearchParams({ text: `가 ${mark}`.normalize("NFD") });
  assert.equal(
    ((await send("listProjects", { query: `?${String(decomposed)}` })).body["items"] as unknown[]).length,
    1,
  );
});

for (const query of [
  "limit=0",
  "limit=101",
  "limit=x",
  "cursor=%25",
  "status=open",
  "year=1999",
  "text=",
  "page=2",
]) {
  test(`a list asked for with ${query} is refused by name`, async (t) => {
    const { send } = api(t);
    const answer = await send("listProjects", { query: `?${query}` });
    assert.equal(answer.status, 400);
    assert.deepEqual(
      (answer.body["errors"] as { path: string }[]).map(({ path }) => path),
      [query.split("=")[0]],
    );
  });
}

test("a store that is down is 503 with a time to come back, and nothing was done", async (t) => {
  const { send, create, lines } = api(t);
  const params = { projectId: await create() };
  await cosmos.fault({ kind: "refuse", operation: "batch" });
  const answer = await send("startProject", { params });
  assert.equal(answer.status, 503);
  assert.ok(answer.headers.get("retry-after"));
  assert.equal(lines.length, 1);
  await cosmos.fault();
  assert.equal((await send("getProject", { params })).body["status"], "planned");
});
