import { test } from "node:test";
import type { ImportedVersion, Project } from "../../shared/contract/project.ts";
import { Invalid, WrongState } from "../../shared/domain/errors.ts";
import { specificationOf } from "../../tests/decider-specification.ts";
import { type ProjectCommand, type ProjectEvent, type ProjectFields, projectDecider } from "./domain.ts";

const { given } = specificationOf(projectDecider);

const projectId = "project-1";
const at = new Date("2027-03-02T01:00:00.000Z");
const unscaled: ProjectFields = {
  projectname: "이음5G 융합서비스 실증사업",
  year: 2027,
  expStartDate: "2027-03-02",
  endDate: "2027-03-31",
};
const fields: ProjectFields = { ...unscaled, scale: "총 50억원" };
const planned: Project = { projectId, ...fields, status: "planned" };
const started: Project = { ...planned, startDate: "2027-03-02", status: "started" };
const wasCreated: ProjectEvent = { type: "ProjectCreated", data: planned };
const wasStarted: ProjectEvent = { type: "ProjectStarted", data: started };
const wasEnded: ProjectEvent = { type: "ProjectEnded", data: { ...started, status: "ended" } };

const version = (fingerprint: string, updatedAt?: string): ImportedVersion => ({
  system: "bizinfo",
  sourceId: "PBLN_1",
  ...(updatedAt !== undefined && { updatedAt }),
  fingerprint,
});
const take = (source: ImportedVersion, changed: Partial<ProjectFields> = {}): ProjectCommand => ({
  type: "ImportProject",
  projectId,
  fields: { ...fields, ...changed },
  source,
  at,
});
const march = "2027-03-01T00:00:00.000Z";
const april = "2027-04-01T00:00:00.000Z";
const wasImported: ProjectEvent = {
  type: "ProjectCreated",
  data: { ...planned, source: version("m", march) },
};

test("an announcement creates its project, and the event says from what", () => {
  given()
    .when(take(version("m", march)))
    .then(wasImported);
});

test("an announcement whose days are out of order is refused", () => {
  given()
    .when(take(version("m"), { endDate: "2027-01-01" }))
    .thenRefuses(Invalid);
  given(wasImported)
    .when(take(version("n", april), { endDate: "2027-01-01" }))
    .thenRefuses(Invalid);
});

test("the same version again changes nothing, also after staff edited the project", () => {
  given(wasImported)
    .when(take(version("m", march)))
    .then();
  given(wasImported, { type: "ProjectEdited", data: { ...planned, scale: "총 60억원" } })
    .when(take(version("m", march)))
    .then();
});

test("a newer version edits the project, and takes away what it no longer says", () => {
  const source = version("a", april);
  given(wasImported)
    .when({ type: "ImportProject", projectId, fields: { ...unscaled, year: 2028 }, source, at })
    .then({ type: "ProjectEdited", data: { ...unscaled, projectId, status: "planned", year: 2028, source } });
});

test("a newer version keeps the status and the startDate", () => {
  const source = version("a", april);
  given(wasImported, wasStarted)
    .when(take(source, { scale: "총 60억원" }))
    .then({ type: "ProjectEdited", data: { ...started, scale: "총 60억원", source } });
});

test("an older version changes nothing", () => {
  given({ ...wasImported, data: { ...planned, source: version("a", april) } })
    .when(take(version("m", march), { scale: "총 1억원" }))
    .then();
});

test("a version without a time of change is taken, and does not make an old one new", () => {
  const undated = version("u");
  const edited: ProjectEvent = {
    type: "ProjectEdited",
    data: { ...planned, scale: "총 60억원", source: undated },
  };
  given(wasImported)
    .when(take(undated, { scale: "총 60억원" }))
    .then(edited);
  given(wasImported, edited)
    .when(take(version("f", "2027-02-01T00:00:00.000Z"), { scale: "총 1억원" }))
    .then();
});

test("a newer version that says the same is remembered, so that an older one no longer counts", () => {
  const source = version("a", april);
  const renewed: ProjectEvent = { type: "ProjectEdited", data: { ...planned, source } };
  given(wasImported).when(take(source)).then(renewed);
  given(wasImported, renewed)
    .when(take(version("x", "2027-03-15T00:00:00.000Z"), { scale: "총 1억원" }))
    .then();
});

test("a project that has ended takes no newer announcement, and does not mind one that says the same", () => {
  given(wasImported, wasStarted, wasEnded)
    .when(take(version("a", april), { scale: "총 60억원" }))
    .thenRefuses(WrongState, { state: "ended" });
  given(wasImported, wasStarted, wasEnded)
    .when(take(version("a", april)))
    .then();
});

test("the annual project is adopted by the announcement, also when it says the same", () => {
  const source = version("m", march);
  given(wasCreated)
    .when(take(source))
    .then({ type: "ProjectEdited", data: { ...planned, source } });
});
