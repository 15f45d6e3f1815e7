import { test } from "node:test";
import type { Project } from "../../shared/contract/project.ts";
import { AlreadyExists, Invalid, NotFound, WrongState } from "../../shared/domain/errors.ts";
import { specificationOf } from "../../tests/decider-specification.ts";
import { type ProjectCommand, type ProjectEvent, type ProjectFields, projectDecider } from "./domain.ts";

const { given } = specificationOf(projectDecider);

const projectId = "project-1";
const at = new Date("2027-03-02T01:00:00.000Z"); // 10:00 of 2 March in Seoul
const unscaled: ProjectFields = {
  projectname: "이음5G 융합서비스 실증사업",
  year: 2027,
  expStartDate: "2027-03-02",
  endDate: "2027-03-31",
};
const fields: ProjectFields = { ...unscaled, scale: "총 50억원" };
const planned: Project = { projectId, ...fields, status: "planned" };
const started: Project = { ...planned, startDate: "2027-03-02", status: "started" };
const ended: Project = { ...started, status: "ended" };

const wasCreated: ProjectEvent = { type: "ProjectCreated", data: planned };
const wasStarted: ProjectEvent = { type: "ProjectStarted", data: started };
const wasEnded: ProjectEvent = { type: "ProjectEnded", data: ended };

const create: ProjectCommand = { type: "CreateProject", projectId, fields, at };
const edit = (changes: Extract<ProjectCommand, { type: "EditProject" }>["changes"]): ProjectCommand => ({
  type: "EditProject",
  projectId,
  changes,
  at,
});
const start = (startDate?: string, when = at): ProjectCommand => ({
  type: "StartProject",
  projectId,
  startDate,
  at: when,
});
const end = (endDate?: string, when = at): ProjectCommand => ({
  type: "EndProject",
  projectId,
  endDate,
  at: when,
});

test("a created project is planned, without a startDate", () => {
  given().when(create).then({ type: "ProjectCreated", data: planned });
});

test("a project is created once", () => {
  given(wasCreated).when(create).thenRefuses(AlreadyExists);
});

test("a project that is expected to start after its end is refused, and on its one day it is not", () => {
  given()
    .when({ ...create, fields: { ...fields, expStartDate: "2027-04-01" } })
    .thenRefuses(Invalid, { errors: [{ path: "expStartDate", message: "must not be after endDate" }] });
  given()
    .when({ ...create, fields: { ...fields, expStartDate: "2027-03-31" } })
    .then({ type: "ProjectCreated", data: { ...planned, expStartDate: "2027-03-31" } });
});

for (const command of [edit({ scale: "총 60억원" }), start(), end()]) {
  test(`${command.type} finds no project before one is created`, () => {
    given().when(command).thenRefuses(NotFound);
  });
}

test("an edit changes what it names, null takes away, and what it leaves out stays", () => {
  given(wasCreated)
    .when(
      edit({ projectname: "이음5G 실증사업", scale: null, host: "과학기술정보통신부", target: undefined }),
    )
    .then({
      type: "ProjectEdited",
      data: {
        ...unscaled,
        projectId,
        status: "planned",
        projectname: "이음5G 실증사업",
        host: "과학기술정보통신부",
      },
    });
});

test("an edit that changes nothing is no event", () => {
  given(wasCreated)
    .when(edit({ scale: "총 50억원", host: null }))
    .then();
});

test("a started project can be edited, and stays started", () => {
  given(wasCreated, wasStarted)
    .when(edit({ scale: "총 60억원" }))
    .then({ type: "ProjectEdited", data: { ...started, scale: "총 60억원" } });
});

test("a project that has ended is not edited", () => {
  given(wasCreated, wasStarted, wasEnded)
    .when(edit({ scale: "총 60억원" }))
    .thenRefuses(WrongState, { state: "ended", possible: ["planned", "started"] });
});

test("an edit that puts the dates out of order is refused, and names a field that it sent", () => {
  given(wasCreated)
    .when(edit({ expStartDate: "2027-04-01" }))
    .thenRefuses(Invalid, { errors: [{ path: "expStartDate", message: "must not be after endDate" }] });
  given(wasCreated)
    .when(edit({ endDate: "2027-03-01" }))
    .thenRefuses(Invalid, { errors: [{ path: "endDate", message: "must not be before expStartDate" }] });
  given(
    { type: "ProjectCreated", data: { ...planned, expStartDate: "2027-02-01" } },
    {
      type: "ProjectStarted",
      data: { ...started, expStartDate: "2027-02-01" },
    },
  )
    .when(edit({ endDate: "2027-03-01" }))
    .thenRefuses(Invalid, { errors: [{ path: "endDate", message: "must not be before startDate" }] });
});

test("a late start does not stand in the way of an edit of something else", () => {
  const late: Project = { ...started, startDate: "2027-04-05" };
  given(wasCreated, { type: "ProjectStarted", data: late })
    .when(edit({ scale: "총 60억원" }))
    .then({ type: "ProjectEdited", data: { ...late, scale: "총 60억원" } });
});

test("a project starts on the day that is given", () => {
  given(wasCreated)
    .when(start("2027-03-05"))
    .then({ type: "ProjectStarted", data: { ...started, startDate: "2027-03-05" } });
});

test("without a day it starts today, as Seoul counts the days", () => {
  given(wasCreated)
    .when(start(undefined, new Date("2027-03-02T14:59:59.999Z")))
    .then({ type: "ProjectStarted", data: { ...started, startDate: "2027-03-02" } });
  given(wasCreated)
    .when(start(undefined, new Date("2027-03-02T15:00:00.000Z")))
    .then({ type: "ProjectStarted", data: { ...started, startDate: "2027-03-03" } });
});

test("a start after the end is refused as a given day, and is taken as a fact today", () => {
  given(wasCreated)
    .when(start("2027-04-01"))
    .thenRefuses(Invalid, { errors: [{ path: "startDate", message: "must not be after endDate" }] });
  given(wasCreated)
    .when(start(undefined, new Date("2027-04-01T01:00:00.000Z")))
    .then({ type: "ProjectStarted", data: { ...started, startDate: "2027-04-01" } });
});

test("only a planned project starts", () => {
  given(wasCreated, wasStarted)
    .when(start())
    .thenRefuses(WrongState, { state: "started", possible: ["planned"] });
  given(wasCreated, wasStarted, wasEnded)
    .when(start())
    .thenRefuses(WrongState, { state: "ended", possible: ["planned"] });
});

test("a project ends on the day that is given", () => {
  given(wasCreated, wasStarted)
    .when(end("2027-03-20"))
    .then({ type: "ProjectEnded", data: { ...ended, endDate: "2027-03-20" } });
});

test("without a day it ended on the announced end when that has come, else today", () => {
  given(wasCreated, wasStarted)
    .when(end(undefined, new Date("2027-04-02T01:00:00.000Z")))
    .then({ type: "ProjectEnded", data: { ...ended, endDate: "2027-03-31" } });
  given(wasCreated, wasStarted)
    .when(end(undefined, new Date("2027-03-30T15:00:00.000Z")))
    .then({ type: "ProjectEnded", data: { ...ended, endDate: "2027-03-31" } });
  given(wasCreated, wasStarted)
    .when(end(undefined, new Date("2027-03-30T14:59:00.000Z")))
    .then({ type: "ProjectEnded", data: { ...ended, endDate: "2027-03-30" } });
});

test("a project that started after its announced end ends today", () => {
  const late: Project = { ...started, startDate: "2027-04-05" };
  given(wasCreated, { type: "ProjectStarted", data: late })
    .when(end(undefined, new Date("2027-04-20T01:00:00.000Z")))
    .then({ type: "ProjectEnded", data: { ...late, endDate: "2027-04-20", status: "ended" } });
});

test("a project that ends before the day on which it was to start ends on that day", () => {
  const ahead: Project = { ...started, startDate: "2027-03-20" };
  given(wasCreated, { type: "ProjectStarted", data: ahead })
    .when(end())
    .then({ type: "ProjectEnded", data: { ...ahead, endDate: "2027-03-20", status: "ended" } });
});

test("a given end before the start is refused", () => {
  given(wasCreated, wasStarted)
    .when(end("2027-03-01"))
    .thenRefuses(Invalid, { errors: [{ path: "endDate", message: "must not be before startDate" }] });
});

test("only a started project ends, once", () => {
  given(wasCreated)
    .when(end())
    .thenRefuses(WrongState, { state: "planned", possible: ["started"] });
  given(wasCreated, wasStarted, wasEnded)
    .when(end())
    .thenRefuses(WrongState, { state: "ended", possible: ["started"] });
});

const annual = (last: Project): ProjectCommand => ({
  type: "AnnualProjectCreate",
  projectId: "project-2",
  ended: last,
  at,
});

test("next year's project copies what lasts, is expected one year on, and has no dates of the old one", () => {
  const last: Project = {
    ...ended,
    target: "중소기업",
    host: "과학기술정보통신부",
    summary: "실증합니다.",
    link: "https://example.com/1",
    title: "2027년 이음5G 융합서비스 실증사업 공고",
    periodText: "2027. 3. 2. ~ 3. 31.",
  };
  given()
    .when(annual(last))
    .then({
      type: "ProjectCreated",
      data: {
        projectId: "project-2",
        projectname: last.projectname,
        year: 2028,
        scale: "총 50억원",
        target: "중소기업",
        host: "과학기술정보통신부",
        summary: "실증합니다.",
        link: "https://example.com/1",
        expStartDate: "2028-03-02",
        status: "planned",
      },
    });
});

test("a project that started on 29 February is expected on 28 February of the next year", () => {
  given()
    .when(annual({ ...ended, year: 2028, startDate: "2028-02-29" }))
    .then({
      type: "ProjectCreated",
      data: {
        projectId: "project-2",
        projectname: fields.projectname,
        year: 2029,
        scale: "총 50억원",
        expStartDate: "2029-02-28",
        status: "planned",
      },
    });
});

test("next year's project is created once, however often it is asked for", () => {
  given(wasCreated)
    .when({ ...annual(ended), projectId })
    .then();
});
