import { z } from "zod";
import { id } from "../../shared/contract/fields.ts";
import {
  projectnameStatistics,
  projectSort,
  projectStatistics,
  salesmanSort,
  salesmanStatistics,
  statistics,
  viewPageOf,
} from "../../shared/contract/views.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageQuery } from "../../shared/http/page.ts";
import {
  asOf as exampleAsOf,
  day,
  figures,
  projectExample,
  projectnameExample,
  salesmanExample,
} from "./examples.ts";
import { answerList } from "./listed.ts";
import type { StaffPage } from "./staff-page.ts";

const days = z.coerce
  .number()
  .int()
  .min(1)
  .max(366)
  .default(30)
  .describe("How many days, up to today (Asia/Seoul)");

/** The figures for staff. */
export const statisticsRoutes = (
  endpoint: Endpoint,
  { staffPage, asOf }: { staffPage: StaffPage; asOf: () => Promise<string> },
): void => {
  endpoint(
    {
      name: "getStatistics",
      method: "GET",
      path: "staff/statistics",
      tag: "Statistics",
      summary: "Interests, consultations and SMS of all projects: now, and day by day",
      roles: ["Staff"],
      query: z.strictObject({ days }),
      answers: {
        200: {
          description: "The totals",
          schema: statistics,
          example: { projectnames: 12, ...figures, days: [day], asOf: exampleAsOf },
        },
      },
    },
    async ({ query, at }) => {
      const [totals, age] = await Promise.all([staffPage.totals(query.days, at), asOf()]);
      return ok({ ...totals, asOf: age });
    },
  );

  endpoint(
    {
      name: "listProjectStatistics",
      method: "GET",
      path: "staff/statistics/projects",
      tag: "Statistics",
      summary: "The same figures for each projectname: the most interested, the most waiting, or by name",
      roles: ["Staff"],
      query: z.strictObject({ ...pageQuery, sort: projectSort.default("interested") }),
      answers: {
        200: {
          description: "A page of projectnames",
          schema: viewPageOf(projectnameStatistics),
          example: { items: [projectnameExample], nextCursor: null, asOf: exampleAsOf },
        },
      },
    },
    async ({ query: { sort, ...query } }) =>
      ok(await answerList(query, (part) => staffPage.projectnames(sort, part), asOf)),
  );

  endpoint(
    {
      name: "getProjectStatistics",
      method: "GET",
      path: "staff/projects/{projectId}/statistics",
      tag: "Statistics",
      summary: "The figures of one project",
      description:
        "Interests and consultations live over the years, so the figures are those of the projectname; `sms` is of this very " +
        "project's start, and `thisYear` counts the consultations that were asked for on this very project.",
      roles: ["Staff"],
      params: z.object({ projectId: id }),
      query: z.strictObject({ days }),
      answers: {
        200: { description: "The project's figures", schema: projectStatistics, example: projectExample },
      },
    },
    async ({ params: { projectId }, query, at }) => {
      const [project, age] = await Promise.all([staffPage.project(projectId, query.days, at), asOf()]);
      if (!project) throw new NotFound("project");
      return ok({ ...project, asOf: age });
    },
  );

  endpoint(
    {
      name: "listSalesmanStatistics",
      method: "GET",
      path: "staff/statistics/salesmen",
      tag: "Statistics",
      summary: "Load, decisions, results and response time of each salesman",
      roles: ["Staff"],
      query: z.strictObject({ ...pageQuery, sort: salesmanSort.default("open") }),
      answers: {
        200: {
          description: "A page of salesmen",
          schema: viewPageOf(salesmanStatistics),
          example: { items: [salesmanExample], nextCursor: null, asOf: exampleAsOf },
        },
      },
    },
    async ({ query: { sort, ...query } }) =>
      ok(await answerList(query, (part) => staffPage.salesmen(sort, part), asOf)),
  );
};
