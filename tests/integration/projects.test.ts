import assert from "node:assert/strict";
import { before, test } from "node:test";
import { annualProjectId } from "../../functions/project/policies.ts";
import { cosmosProjects, type ProjectFilter } from "../../functions/project/projects.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const origin = { at: new Date("2027-03-02T01:00:00.000Z"), correlationid: "correlation-1" };

const projects = cosmosProjects(cosmos.container("project"));

/** Fictional; the names sort as their letters do. */
const published = [
  { projectname: "가 클라우드 보급", year: 2026, host: "과학기술정보통신부", scale: "50% 할인" },
  { projectname: "나 Smart Store 보급", year: 2027, host: "중소벤처기업부", target: "소상공인" },
  { projectname: "다 이음5G|실증", year: 2027, summary: "5G 특화망을 구축합니다." },
  {
    projectname: "라 클라우드 바우처",
    year: 2027,
    title: "2027년 라 클라우드 바우처 공고",
    host: "MSS Korea",
  },
  { projectname: "가 클라우드 보급", year: 2027 },
  { projectname: "마 통신요금 상담", year: 2028 },
];

before(async () => {
  for (const fields of published) {
    const projectId = idFrom("test", fields.projectname, String(fields.year));
    const at = origin.at;
    await projects.execute(projectId, { type: "CreateProject", projectId, fields, at }, { origin });
    if (fields.year === 2026) {
      await projects.execute(projectId, { type: "StartProject", projectId, at }, { origin });
      await projects.execute(projectId, { type: "EndProject", projectId, at }, { origin });
    }
  }
});

const found = async (filter: ProjectFilter, limit = 100): Promise<string[]> =>
  (await projects.list(filter, { limit })).map(({ project }) => `${project.year} ${project.projectname}`);

const inOrder = [
  "2028 마 통신요금 상담",
  "2027 가 클라우드 보급",
  "2027 나 Smart Store 보급",
  "2027 다 이음5G|실증",
  "2027 라 클라우드 바우처",
  "2026 가 클라우드 보급",
];

test("every project is found once, the latest year first, then by name", async () => {
  assert.deepEqual(await found({}), inOrder);
});

test("pages of any size, one after the other, give the whole list", async () => {
  for (const limit of [1, 2, 4, 6, 7]) {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await projects.list({}, { after, limit });
      assert.ok(page.length <= limit);
      seen.push(...page.map(({ project }) => `${project.year} ${project.projectname}`));
      after = page.at(-1)?.sortKey;
      if (page.length < limit) break;
    }
    assert.deepEqual(seen, inOrder);
  }
});

test("a project that comes while a list is read moves no other one", async () => {
  const [first] = await projects.list({}, { limit: 1 });
  const projectId = "newcomer";
  const fields = { projectname: "가가", year: 2030 };
  await projects.execute(projectId, { type: "CreateProject", projectId, fields, at: origin.at }, { origin });
  const rest = await projects.list({}, { after: first?.sortKey, limit: 100 });
  assert.deepEqual(
    rest.map(({ project }) => `${project.year} ${project.projectname}`),
    inOrder.slice(1),
  );
  await cosmos.container("project").item("state", projectId).delete();
});

const filters: [string, ProjectFilter, string[]][] = [
  ["a year", { year: 2026 }, ["2026 가 클라우드 보급"]],
  ["a status", { status: "ended" }, ["2026 가 클라우드 보급"]],
  ["a part of the host's name", { host: "벤처" }, ["2027 나 Smart Store 보급"]],
  ["a host in other letters", { host: "mss" }, ["2027 라 클라우드 바우처"]],
  ["a word of the name", { text: "바우처" }, ["2027 라 클라우드 바우처"]],
  ["a word in other letters", { text: "SMART store" }, ["2027 나 Smart Store 보급"]],
  ["words in any order, each somewhere", { text: "소상공인  보급" }, ["2027 나 Smart Store 보급"]],
  ["a word of the summary", { text: "특화망" }, ["2027 다 이음5G|실증"]],
  ["a word of the title", { text: "공고" }, ["2027 라 클라우드 바우처"]],
  ["a word of the scale, which is no pattern", { text: "50%" }, ["2026 가 클라우드 보급"]],
  [
    "several at once",
    { text: "클라우드", year: 2027, status: "planned", host: "KOREA" },
    ["2027 라 클라우드 바우처"],
  ],
  ["words of which one is missing", { text: "클라우드 없음" }, []],
  ["a text that is SQL", { text: "' OR 1=1 --" }, []],
  ["a % alone, which stands only for itself", { text: "_" }, []],
];
for (const [what, filter, expected] of filters) {
  test(`a list is asked for by ${what}`, async () => {
    assert.deepEqual(await found(filter), expected);
  });
}

test("a project exists by its name and year, whoever made it", async () => {
  assert.equal(await projects.exists("가 클라우드 보급", 2026), true);
  assert.equal(await projects.exists("가 클라우드 보급", 2028), false);
  assert.equal(await projects.exists("가 클라우드", 2026), false);
});

test("an edit of name and year moves the project in the list", async () => {
  const projectId = idFrom("test", "마 통신요금 상담", "2028");
  const changes = { projectname: "하 통신요금 상담", year: 2027 };
  const edit = (to: typeof changes) =>
    projects.execute(projectId, { type: "EditProject", projectId, changes: to, at: origin.at }, { origin });
  await edit(changes);
  assert.deepEqual(await found({ text: "통신요금" }), ["2027 하 통신요금 상담"]);
  assert.equal((await found({})).indexOf("2027 하 통신요금 상담"), 4);
  await edit({ projectname: "마 통신요금 상담", year: 2028 });
});

test("the id of next year's project is one for each name and year", () => {
  assert.equal(annualProjectId("가", 2028), annualProjectId("가", 2028));
  assert.notEqual(annualProjectId("가", 2028), annualProjectId("가", 2029));
  assert.notEqual(annualProjectId("가", 2028), annualProjectId("나", 2028));
});
