import type { Container } from "@azure/cosmos";
import type { Project } from "../../shared/contract/project.ts";
import { cosmosAggregates, type Aggregates } from "../../shared/cosmos/aggregates.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { projectDecider, type ProjectCommand, type ProjectState } from "./domain.ts";

export type ProjectFilter = {
  text?: string | undefined;
  status?: Project["status"] | undefined;
  year?: number | undefined;
  host?: string | undefined;
};

/** The projects as they are stored: the aggregates, and the lists over their states. */
export type Projects = Aggregates<ProjectCommand, ProjectState> & {
  /** The projects that match, the latest year first, then by name. `after` is the sort key of the last one seen. */
  list: (
    filter: ProjectFilter,
    page: { after?: string | undefined; limit: number },
  ) => Promise<{ project: Project; sortKey: string }[]>;
  /** Whether there is a project of that name and year. */
  exists: (projectname: string, year: number) => Promise<boolean>;
};

type Index = { sortKey: string; text: string; host: string };

export const cosmosProjects = (container: Container): Projects => ({
  ...cosmosAggregates({ container: () => container, context: "project", decider: projectDecider, index }),
  list: async (filter, { after, limit }) => {
    const { where, parameters } = conditions(filter);
    const documents = await readSorted<StateDocument<ProjectState> & { index: Index }>(container, {
      sortKey: "c.index.sortKey",
      order: "ASC",
      where,
      parameters,
      after,
      limit,
    });
    return documents.map((document) => ({
      project: document.state.project,
      sortKey: document.index.sortKey,
    }));
  },
  exists: async (projectname, year) => {
    const { resources } = await container.items
      .query({
        query:
          "SELECT TOP 1 VALUE c.aggregateId FROM c WHERE c.kind = 'state' AND c.state.project.projectname = @projectname AND c.state.project.year = @year",
        parameters: [
          { name: "@projectname", value: projectname },
          { name: "@year", value: year },
        ],
      })
      .fetchAll();
    return resources.length > 0;
  },
});

const index = ({ project }: ProjectState): Index => ({
  sortKey: [9999 - project.year, project.projectname, project.projectId].join("|"),
  text: [project.projectname, project.title, project.summary, project.target, project.host, project.scale]
    .filter((text) => text !== undefined)
    .join("\n")
    .toLowerCase(),
  host: (project.host ?? "").toLowerCase(),
});

const conditions = ({ text, status, year, host }: ProjectFilter) => {
  const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return {
    where: [
      "c.kind = 'state'",
      ...words.map((_, index) => `CONTAINS(c.index.text, @word${index})`),
      ...(status === undefined ? [] : ["c.state.project.status = @status"]),
      ...(year === undefined ? [] : ["c.state.project.year = @year"]),
      ...(host === undefined ? [] : ["CONTAINS(c.index.host, @host)"]),
    ],
    parameters: [
      ...words.map((word, index) => ({ name: `@word${index}`, value: word })),
      ...(status === undefined ? [] : [{ name: "@status", value: status }]),
      ...(year === undefined ? [] : [{ name: "@year", value: year }]),
      ...(host === undefined ? [] : [{ name: "@host", value: host.toLowerCase() }]),
    ],
  };
};
