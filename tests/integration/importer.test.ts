import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { importRows, type RowReport } from "../../functions/project/importer.ts";
import { annualProjectId } from "../../functions/project/policies.ts";
import { cosmosProjects, type Projects } from "../../functions/project/projects.ts";
import type { Row } from "../../functions/project/announcement/rows.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const at = new Date("2027-03-02T01:00:00.000Z");
const origin = { at, correlationid: "correlation-1" };

const projects = cosmosProjects(cosmos.container("project"));
const file = new URL("../../docs/samples/bizinfo-sample.json", import.meta.url);
const { jsonArray: sample } = JSON.parse(await readFile(file, "utf8")) as { jsonArray: unknown[] };

async function* rowsOf(values: readonly unknown[]): AsyncGenerator<Row> {
  for (const [index, value] of values.entries()) yield await Promise.resolve({ row: index + 1, value });
}

const logged: string[] = [];
const note = (message: string): void => {
  logged.push(message);
};

const imported = async (rows: AsyncIterable<Row>, store = projects): Promise<RowReport[]> => {
  const log = { info: note, warn: note, error: note };
  const reports: RowReport[] = [];
  const parts = { projects: store, clock: () => at, origin, log };
  for await (const report of importRows(rows, parts)) reports.push(report);
  return reports;
};

const announcement = (id: string, more: Record<string, unknown> = {}) => ({
  pblancId: id,
  pblancNm: `2027년 ${id} 지원사업 공고`,
  reqstBeginEndDe: "2027-03-02 ~ 2027-03-31",
  creatPnttm: "2027-01-05 11:20:40",
  updtPnttm: "2027-01-05 11:20:40",
  ...more,
});

const documentsStored = async (): Promise<unknown[]> =>
  (await cosmos.container("project").items.query<unknown>("SELECT * FROM c").fetchAll()).resources;

test("the sample is taken in, row by row in its order, and a second time changes nothing at all", async () => {
  const first = await imported(rowsOf(sample));
  assert.deepEqual(
    first.map(({ outcome }) => outcome),
    sample.map((_, index) => (index === 9 ? "updated" : "created")), // row 10 is row 1 again, newer
  );
  assert.equal(first[9]?.projectId, first[0]?.projectId);

  const before = await documentsStored();
  const second = await imported(rowsOf(sample));
  assert.ok(second.every(({ outcome }) => outcome === "unchanged"));
  assert.deepEqual(
    await documentsStored(),
    before,
    "not one document is new or changed, _ts and _etag included",
  );
});

test("an imported project is a planned one with all that the announcement tells, and its event says from what", async () => {
  const [report] = await imported(rowsOf([announcement("PBLN_A1", { pblancUrl: "https://example.com/a1" })]));
  const projectId = report?.projectId ?? "";
  assert.deepEqual((await projects.load(projectId))?.state.project, {
    projectId,
    projectname: "PBLN_A1 지원사업",
    title: "2027년 PBLN_A1 지원사업 공고",
    year: 2027,
    link: "https://example.com/a1",
    expStartDate: "2027-03-02",
    endDate: "2027-03-31",
    periodText: "2027-03-02 ~ 2027-03-31",
    status: "planned",
  });
  const [event] = await cosmos.documents("project", projectId);
  const { source } = (event?.["event"] as { data: { source: Record<string, unknown> } }).data;
  assert.deepEqual(
    [source["system"], source["sourceId"], source["updatedAt"]],
    ["bizinfo", "PBLN_A1", "2027-01-05T02:20:40.000Z"],
  );
});

test("versions of one announcement in one file are taken one after the other, and the newest stays", async () => {
  const version = (day: string, trgetNm: string) =>
    announcement("PBLN_V1", { updtPnttm: `2027-01-${day} 00:00:00`, trgetNm });
  const rows = [version("06", "첫째"), version("09", "넷째"), version("07", "둘째"), version("08", "셋째")];
  const reports = await imported(rowsOf(rows));
  assert.deepEqual(
    reports.map(({ outcome }) => outcome),
    ["created", "updated", "unchanged", "unchanged"],
  );
  const project = (await projects.load(reports[0]?.projectId ?? ""))?.state.project;
  assert.equal(project?.target, "넷째");
  assert.deepEqual(
    (await imported(rowsOf(rows))).map(({ outcome }) => outcome),
    Array(4).fill("unchanged"),
  );
});

test("two announcements of one name and year are two projects", async () => {
  const twin = { pblancNm: "2027년 쌍둥이 지원사업 공고" };
  const [one, other] = await imported(rowsOf([announcement("PBLN_T1", twin), announcement("PBLN_T2", twin)]));
  assert.deepEqual([one?.outcome, other?.outcome], ["created", "created"]);
  assert.notEqual(one?.projectId, other?.projectId);
});

test("next year's project that was made by itself is taken over by its announcement, once", async () => {
  const projectId = annualProjectId("이어지는 지원사업", 2027);
  const ended = {
    projectId: "old",
    projectname: "이어지는 지원사업",
    year: 2026,
    scale: "작년 규모",
    status: "ended",
  } as const;
  await projects.execute(projectId, { type: "AnnualProjectCreate", projectId, ended, at }, { origin });
  const name = { pblancNm: "2027년 이어지는 지원사업 공고" };
  const [first, second] = await imported(
    rowsOf([announcement("PBLN_N1", name), announcement("PBLN_N2", name)]),
  );
  assert.deepEqual([first?.outcome, first?.projectId], ["updated", projectId]);
  assert.equal(
    (await projects.load(projectId))?.state.project.scale,
    undefined,
    "the announcement says no scale",
  );
  assert.equal(second?.outcome, "created");
  assert.notEqual(second.projectId, projectId);
  const again = await imported(rowsOf([announcement("PBLN_N1", name), announcement("PBLN_N2", name)]));
  assert.deepEqual(
    again.map(({ outcome }) => outcome),
    ["unchanged", "unchanged"],
  );
});

test("an announcement that has its project keeps it, also when next year's was made by itself beside it", async () => {
  const name = { pblancNm: "2027년 나란한 지원사업 공고" };
  const [first] = await imported(rowsOf([announcement("PBLN_O1", name)]));
  const projectId = annualProjectId("나란한 지원사업", 2027);
  const ended = { projectId: "old", projectname: "나란한 지원사업", year: 2026, status: "ended" } as const;
  await projects.execute(projectId, { type: "AnnualProjectCreate", projectId, ended, at }, { origin });
  const newer = { ...name, updtPnttm: "2027-02-05 00:00:00", trgetNm: "새 대상" };
  const [again] = await imported(rowsOf([announcement("PBLN_O1", newer)]));
  assert.deepEqual([again?.outcome, again?.projectId], ["updated", first?.projectId]);
});

test("a newer announcement of a project that has ended is refused with the reason, and harms nothing", async () => {
  const [{ projectId = "" } = {}] = await imported(rowsOf([announcement("PBLN_E1")]));
  await projects.execute(projectId, { type: "StartProject", projectId, at }, { origin });
  await projects.execute(projectId, { type: "EndProject", projectId, at }, { origin });
  const newer = announcement("PBLN_E1", { updtPnttm: "2027-02-05 00:00:00", trgetNm: "새 대상" });
  const [report] = await imported(rowsOf([newer]));
  assert.equal(report?.outcome, "refused");
  assert.match(report.reasons.join(), /has ended/);
});

test("when the store fails for one row, that row says so and no other is harmed", async () => {
  const rows = Array.from({ length: 20 }, (_, index) => announcement(`PBLN_F${index}`));
  let left = 1;
  const failing: Projects = {
    ...projects,
    execute: (id, command, options) =>
      command.type === "ImportProject" && command.source.sourceId === "PBLN_F7" && left-- > 0
        ? Promise.reject(new Error("secret: the connection was cut"))
        : projects.execute(id, command, options),
  };
  logged.length = 0;
  const reports = await imported(rowsOf(rows), failing);
  assert.deepEqual(
    reports.map(({ row, outcome }) => [row, outcome]),
    rows.map((_, index) => [index + 1, index === 7 ? "refused" : "created"]),
  );
  assert.deepEqual(reports[7]?.reasons, ["It could not be stored now. Import the file again."]);
  assert.deepEqual(logged, ["A row could not be stored."]);

  const mended = await imported(rowsOf(rows));
  assert.deepEqual(
    mended.map(({ outcome }) => outcome),
    rows.map((_, index) => (index === 7 ? "created" : "unchanged")),
  );
});

test("a store that cuts every connection for a while loses no row silently", async () => {
  const rows = Array.from({ length: 20 }, (_, index) => announcement(`PBLN_C${index}`));
  await cosmos.fault({ kind: "refuse", operation: "batch", times: 5 });
  const reports = await imported(rowsOf(rows));
  assert.ok(reports.every(({ outcome }) => outcome === "created" || outcome === "refused"));
  const stored = await Promise.all(
    reports.map(async ({ projectId }) => projectId && (await projects.load(projectId))),
  );
  assert.equal(stored.filter(Boolean).length, reports.filter(({ outcome }) => outcome === "created").length);
  const again = await imported(rowsOf(rows));
  assert.ok(
    again.every(
      ({ outcome }, index) => outcome === (reports[index]?.outcome === "created" ? "unchanged" : "created"),
    ),
  );
});

test("no more than sixteen rows are under way, and a reader that stops stops the import", async () => {
  let taken = 0;
  async function* endless(): AsyncGenerator<Row> {
    for (;;) {
      taken += 1;
      yield await Promise.resolve({ row: taken, value: announcement(`PBLN_S${taken}`) });
    }
  }
  const log = { info: note, warn: note, error: note };
  for await (const report of importRows(endless(), { projects, clock: () => at, origin, log })) {
    assert.ok(taken - report.row <= 16, `${taken} taken when ${report.row} was reported`);
    if (report.row === 30) break;
  }
  const stoppedAt = taken;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(taken, stoppedAt);
});

test("a row that could not be read is refused in its place", async () => {
  async function* broken(): AsyncGenerator<Row> {
    yield await Promise.resolve({ row: 1, refused: "the row is not JSON" });
    yield { row: 2, value: announcement("PBLN_R2") };
    yield { row: 3, value: 7 };
    yield { row: 4, value: { title: "neither" } };
  }
  const reports = await imported(broken());
  assert.deepEqual(
    reports.map(({ outcome }) => outcome),
    ["refused", "created", "refused", "refused"],
  );
  assert.deepEqual(reports[0]?.reasons, ["the row is not JSON"]);
});
