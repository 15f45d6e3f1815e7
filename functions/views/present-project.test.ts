import assert from "node:assert/strict";
import { test } from "node:test";
import { presentOf, shownProject, type ProjectOfName } from "./present-project.ts";

const project = (year: number, status: ProjectOfName["status"], more: Partial<ProjectOfName> = {}) => ({
  version: 1,
  projectId: `p-${year}`,
  year,
  status,
  ...more,
});
const presentYear = (...projects: ProjectOfName[]): number | undefined => presentOf(projects)?.year;

test("the present project is the started one, else the next planned one, else the last ended one", () => {
  const [ended, started, planned] = [
    project(2026, "ended"),
    project(2027, "started"),
    project(2028, "planned"),
  ];
  assert.equal(presentYear(ended, started, planned), 2027);
  assert.equal(presentYear(ended, planned, project(2029, "planned")), 2028);
  assert.equal(presentYear(project(2025, "ended"), ended), 2026);
  assert.equal(presentYear(), undefined);
});

test("a project that got another name is not this name's any more", () => {
  assert.equal(presentYear(project(2027, "started", { gone: true }), project(2026, "ended")), 2026);
});

const dday = (one: ProjectOfName, now: string): [number | null, string | null] => {
  const { dday: days, ddayTo } = shownProject(one, new Date(now));
  return [days, ddayTo];
};

test("D-day counts the days in Seoul: to the start of a planned project, to the end of a started one", () => {
  const planned = project(2027, "planned", { expStartDate: "2027-03-02", endDate: "2027-03-31" });
  // 23:59 and 00:00 in Seoul.
  assert.deepEqual(dday(planned, "2027-02-28T14:59:59.000Z"), [2, "start"]);
  assert.deepEqual(dday(planned, "2027-02-28T15:00:00.000Z"), [1, "start"]);
  assert.deepEqual(dday(planned, "2027-03-02T00:00:00.000Z"), [0, "start"]);
  assert.deepEqual(dday(planned, "2027-03-03T00:00:00.000Z"), [-1, "start"]);
  assert.deepEqual(dday({ ...planned, status: "started" }, "2027-03-30T00:00:00.000Z"), [1, "end"]);
});

test("without a date, and after the end, there is no D-day", () => {
  assert.deepEqual(dday(project(2027, "planned"), "2027-03-01T00:00:00.000Z"), [null, null]);
  assert.deepEqual(dday(project(2027, "ended", { endDate: "2027-03-31" }), "2027-04-01T00:00:00.000Z"), [
    null,
    null,
  ]);
});

test("what the views keep for themselves is not shown", () => {
  const shown = shownProject(project(2027, "planned", { periodText: "상시 접수" }), new Date(0));
  assert.deepEqual(Object.keys(shown).toSorted(), [
    "dday",
    "ddayTo",
    "periodText",
    "projectId",
    "status",
    "year",
  ]);
});
