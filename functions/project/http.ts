import { z } from "zod";
import { id, line } from "../../shared/contract/fields.ts";
import {
  createProject,
  editProject,
  endProject,
  project,
  projectStatus,
  startProject,
} from "../../shared/contract/project.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { idFrom, newId } from "../../shared/domain/ids.ts";
import { created, ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf, pageQuery, readPage } from "../../shared/http/page.ts";
import * as examples from "./examples.ts";
import type { Projects } from "./projects.ts";

const params = z.object({ projectId: id });
const etag = { ETag: "The version, for If-Match" };
const one = (description: string, example: unknown) => ({
  description,
  schema: project,
  headers: etag,
  example,
});

const listQuery = z.strictObject({
  ...pageQuery,
  text: line(100).optional().describe("Words that all occur in the project's texts"),
  status: projectStatus.optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  host: line(100).optional().describe("Part of the host's name"),
});

/** The project's HTTP functions. */
export const projectHttp = (endpoint: Endpoint, projects: Projects): void => {
  endpoint(
    {
      name: "createProject",
      method: "POST",
      path: "projects",
      tag: "Projects",
      summary: "Publish a project, planned until it is started",
      roles: ["Staff"],
      body: createProject,
      bodyExample: examples.createProject,
      idempotent: true,
      answers: {
        201: {
          ...one("The project", examples.planned),
          headers: { ...etag, Location: "Where the project is" },
        },
      },
      refuses: ["already-exists"],
    },
    async ({ body, actor, at, origin, idempotency }) => {
      const projectId = idempotency ? idFrom("project", actor.id, idempotency.key) : newId();
      const { state, version } = await projects.execute(
        projectId,
        { type: "CreateProject", projectId, fields: body, at },
        { origin, idempotency, expectNew: true },
      );
      return created(state.project, version, `/api/projects/${projectId}`);
    },
  );

  endpoint(
    {
      name: "editProject",
      method: "PATCH",
      path: "projects/{projectId}",
      tag: "Projects",
      summary: "Change a project that has not ended; null takes a field away",
      roles: ["Staff"],
      params,
      body: editProject,
      bodyExample: { scale: "총 60억원", link: null },
      conditional: true,
      answers: { 200: one("The project as it is now", examples.planned) },
      refuses: ["wrong-state"],
    },
    async ({ params: { projectId }, body, at, origin, ifVersions }) => {
      const { state, version } = await projects.execute(
        projectId,
        { type: "EditProject", projectId, changes: body, at },
        { origin, ifVersions },
      );
      return ok(state.project, version);
    },
  );

  endpoint(
    {
      name: "startProject",
      method: "POST",
      path: "projects/{projectId}/start",
      tag: "Projects",
      summary: "Start a planned project: every interested customer gets one SMS",
      roles: ["Staff"],
      params,
      body: startProject.optional(),
      bodyExample: { startDate: "2027-03-02" },
      idempotent: true,
      conditional: true,
      answers: { 200: one("The started project", examples.started) },
      refuses: ["wrong-state"],
    },
    async ({ params: { projectId }, body, at, origin, ifVersions, idempotency }) => {
      const { state, version } = await projects.execute(
        projectId,
        { type: "StartProject", projectId, startDate: body?.startDate, at },
        { origin, ifVersions, idempotency },
      );
      return ok(state.project, version);
    },
  );

  endpoint(
    {
      name: "endProject",
      method: "POST",
      path: "projects/{projectId}/end",
      tag: "Projects",
      summary: "End a started project: next year's is created by itself",
      roles: ["Staff"],
      params,
      body: endProject.optional(),
      bodyExample: { endDate: "2027-03-31" },
      idempotent: true,
      conditional: true,
      answers: { 200: one("The ended project", examples.ended) },
      refuses: ["wrong-state"],
    },
    async ({ params: { projectId }, body, at, origin, ifVersions, idempotency }) => {
      const { state, version } = await projects.execute(
        projectId,
        { type: "EndProject", projectId, endDate: body?.endDate, at },
        { origin, ifVersions, idempotency },
      );
      return ok(state.project, version);
    },
  );

  endpoint(
    {
      name: "listProjects",
      method: "GET",
      path: "projects",
      tag: "Projects",
      summary: "Find projects, the latest year first, then by name",
      roles: "signed in",
      query: listQuery,
      answers: {
        200: {
          description: "A page of projects",
          schema: pageOf(project),
          example: { items: [examples.planned], nextCursor: null },
        },
      },
    },
    async ({ query: { limit, cursor, ...filter } }) =>
      ok(
        await readPage({ limit, cursor }, (from) => projects.list(filter, from), {
          item: ({ project: found }) => found,
          sortKey: ({ sortKey }) => sortKey,
        }),
      ),
  );

  endpoint(
    {
      name: "getProject",
      method: "GET",
      path: "projects/{projectId}",
      tag: "Projects",
      summary: "One project",
      roles: "signed in",
      params,
      answers: { 200: one("The project", examples.planned) },
    },
    async ({ params: { projectId } }) => {
      const loaded = await projects.load(projectId);
      if (!loaded) throw new NotFound("project");
      return ok(loaded.state.project, loaded.version);
    },
  );
};
