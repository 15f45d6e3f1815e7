import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.ts";
import { startProduct, type Product } from "./product.ts";
import {
  alarmsOf,
  counts,
  createProject,
  endProject,
  listProjects,
  peopleOf,
  saveInterest,
  startProject,
  textsTo,
  type People,
} from "./story.ts";

// The main job as its users do it: only HTTP, against the started product.
let product: Product;
let people: People;

before(async () => {
  product = await startProduct();
  people = await peopleOf(product);
});
after(() => product.stop());

test("a project starts: everyone who asked to know gets one SMS, every salesman sees the alarm, staff see the counts", async () => {
  const projectname = "클라우드 보급 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveInterest(product, people, 1, { projectname, phone: "010-1111-0001" });
  await saveInterest(product, people, 2, { projectname, phone: "02-111-0002" });
  await saveInterest(product, people, 3, { projectname, phone: "+82 10 1111 0001" });
  await saveInterest(product, people, 4, { projectname, phone: "010-1111-0004", interest: 0 });
  await saveInterest(product, people, 5, { projectname: "다른 사업", phone: "010-1111-0005" });
  await startProject(product, people, projectId);

  await eventually(async () => {
    const { state, counts: found } = await counts(product, people, projectId);
    assert.equal(state, "done");
    assert.deepEqual([found["sent"], found["not a mobile"], found["same phone"]], [1, 1, 1]);
  });
  const texts = await product.outbox();
  assert.deepEqual(
    texts.map(({ to }) => to),
    ["+821011110001"],
  );
  assert.match(texts[0]?.message ?? "", /^\[KT\.GG\] 클라우드 보급 지원사업 접수 시작/);

  const alarms = await eventually(async () => {
    const found = await alarmsOf(product, people);
    assert.ok(found.some(({ type, subject }) => type === "ProjectStarted" && subject === projectId));
    return found;
  });
  assert.deepEqual(
    alarms.filter(({ subject }) => subject === projectId).map(({ type }) => type),
    ["ProjectStarted", "ProjectCreated"],
    "the newest first",
  );
  assert.ok(
    alarms.every(({ type }) => !type.startsWith("Interest")),
    "nobody is matched: nobody sees interests",
  );
});

test("when a project ends, next year's is there, once, with what stays and an expected start a year on", async () => {
  const projectname = "스마트상점 기술보급사업";
  const written = {
    projectname,
    year: 2027,
    scale: "점포당 최대 500만원",
    host: "중소벤처기업부",
    endDate: "2027-03-12",
  };
  const { projectId } = await createProject(product, people, written);
  await startProject(product, people, projectId, { startDate: "2027-02-01" });
  await endProject(product, people, projectId);
  const found = await eventually(async () => {
    const items = await listProjects(product, people, `text=${encodeURIComponent(projectname)}`);
    assert.equal(items.length, 2);
    return items;
  });
  const { projectId: nextId, ...next } = found[0] ?? {};
  assert.notEqual(nextId, projectId);
  assert.deepEqual(next, {
    projectname,
    year: 2028,
    scale: written.scale,
    host: written.host,
    expStartDate: "2028-02-01",
    status: "planned",
  });
});

test("an interest outlives the year: next year's start tells the customer again", async () => {
  const projectname = "판로 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveInterest(product, people, 6, { projectname, phone: "010-1111-0006" });
  await startProject(product, people, projectId);
  await eventually(async () => {
    assert.equal((await textsTo(product, "+821011110006")).length, 1);
  });
  await endProject(product, people, projectId);
  const nextId = await eventually(async () => {
    const next = (
      await listProjects(product, people, `text=${encodeURIComponent(projectname)}&status=planned`)
    )[0];
    assert.ok(next);
    return next.projectId;
  });
  await startProject(product, people, nextId);
  await eventually(async () => {
    assert.equal((await textsTo(product, "+821011110006")).length, 2);
  });
});

test("opting out stops the SMS, not the interest", async () => {
  const projectname = "수신거부 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  const { body: saved } = await saveInterest(product, people, 7, { projectname, phone: "010-1111-0007" });
  const token = await people.customer(7);
  await product.request("PUT", "/me/sms-opt-out", { token, body: { optedOut: true } });
  await startProject(product, people, projectId);
  await eventually(async () => {
    assert.equal((await counts(product, people, projectId)).counts["opted out"], 1);
  });
  assert.deepEqual(await textsTo(product, "+821011110007"), []);
  const mine = await product.request("GET", "/me/interests", { token });
  const [item, ...more] = (mine.body as { items: Record<string, unknown>[] }).items;
  const { project, etag, ...interest } = item ?? {};
  assert.deepEqual([interest, more], [saved, []]);
});

test("the sample of real announcements is imported, with reasons; again, nothing changes", async () => {
  const sample = await readFile(new URL("../../docs/samples/bizinfo-sample.json", import.meta.url), "utf8");
  const importIt = async () => {
    const answer = await product.request("POST", "/projects/import", { token: people.staff, body: sample });
    assert.equal(answer.status, 200);
    return answer.body as {
      rows: { outcome: string; warnings: string[] }[];
      summary: Record<string, number>;
    };
  };
  const first = await importIt();
  assert.deepEqual(first.summary, { rows: 12, created: 11, updated: 1, unchanged: 0, refused: 0 });
  assert.ok(first.rows[7]?.warnings.length, "31 February is told");
  const second = await importIt();
  assert.deepEqual(second.summary, { rows: 12, created: 0, updated: 0, unchanged: 12, refused: 0 });
});

test("staff, customers and salesmen can only do what is theirs", async () => {
  const { projectId } = await createProject(product, people, { projectname: "권한 지원사업" });
  const customer = await people.customer(8);
  const { body } = await saveInterest(product, people, 8, {
    projectname: "권한 지원사업",
    phone: "010-1111-0008",
  });
  const { interestId } = body as { interestId: string };
  const status = async (method: string, path: string, token?: string, sent: unknown = {}) =>
    (
      await product.request(method, path, {
        ...(token !== undefined && { token }),
        ...(method !== "GET" && { body: sent }),
      })
    ).status;
  assert.equal(await status("POST", `/projects/${projectId}/start`, customer), 403);
  assert.equal(await status("POST", `/projects/${projectId}/start`), 401);
  assert.equal(await status("GET", `/staff/projects/${projectId}/notifications`, people.salesman), 403);
  assert.equal(
    await status("PATCH", `/interests/${interestId}`, await people.customer(9), { interest: 0 }),
    404,
  );
  assert.equal(await status("GET", `/interests/${interestId}`, await people.customer(9)), 404);
  assert.equal(await status("GET", `/interests/${interestId}`, customer), 200);
});

test("the same Idempotency-Key creates once; with another body it is refused, and nothing is stored", async () => {
  const headers = { "idempotency-key": "key-1" };
  const post = (path: string, token: string, body: unknown) =>
    product.request("POST", path, { token, headers, body });
  const project = { projectname: "멱등 지원사업", year: 2027 };
  const one = await post("/projects", people.staff, project);
  const two = await post("/projects", people.staff, project);
  assert.deepEqual([one.status, two.status], [201, 201]);
  assert.deepEqual(two.body, one.body);
  assert.equal((await post("/projects", people.staff, { ...project, year: 2028 })).status, 422);
  assert.equal((await listProjects(product, people, `text=${encodeURIComponent("멱등")}`)).length, 1);

  const token = await people.customer(10);
  const interest = { projectname: "멱등 지원사업", phone: "010-1111-0010" };
  assert.equal((await post("/interests", token, interest)).status, 201);
  assert.equal((await post("/interests", token, interest)).status, 201, "the answer of the first time");
  assert.equal((await post("/interests", token, { ...interest, projectname: "다른 멱등" })).status, 422);
  const mine = await product.request("GET", "/me/interests", { token });
  assert.equal((mine.body as { items: unknown[] }).items.length, 1);
});

test("an edit on a stale version is refused and changes nothing", async () => {
  const { projectId } = await createProject(product, people, { projectname: "판본 지원사업" });
  const edit = (etag: string, scale: string) =>
    product.request("PATCH", `/projects/${projectId}`, {
      token: people.staff,
      headers: { "if-match": etag },
      body: { scale },
    });
  const first = await edit('"1"', "하나");
  assert.equal(first.headers.get("etag"), '"2"');
  assert.equal((await edit('"1"', "둘")).status, 412);
  const { body } = await product.request("GET", `/projects/${projectId}`, { token: people.staff });
  assert.equal((body as { scale: string }).scale, "하나");
});
