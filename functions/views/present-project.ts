import type { z } from "zod";
import type { presentProject } from "../../shared/contract/views.ts";
import type { PublishedProject } from "../../shared/contract/project.ts";
import { seoulDate } from "../../shared/domain/clock.ts";

/** One project as it stands below its projectname; `gone` when it has another name now. */
export type ProjectOfName = {
  version: number;
  gone?: true;
  projectId: string;
  year: number;
  status: PublishedProject["status"];
  expStartDate?: string;
  startDate?: string;
  endDate?: string;
  periodText?: string;
};

/** What the views keep of a project. */
export const projectOfName = (version: number, project: PublishedProject): ProjectOfName => {
  const { projectId, year, status, expStartDate, startDate, endDate, periodText } = project;
  return {
    version,
    projectId,
    year,
    status,
    ...(expStartDate !== undefined && { expStartDate }),
    ...(startDate !== undefined && { startDate }),
    ...(endDate !== undefined && { endDate }),
    ...(periodText !== undefined && { periodText }),
  };
};

const rank = { started: 0, planned: 1, ended: 2 };

/** Of the projects of one name the one that matters now: the started one, else the next planned one, else the last ended one. */
export const presentOf = (projects: readonly ProjectOfName[]): ProjectOfName | undefined =>
  projects
    .filter(({ gone }) => gone !== true)
    .toSorted(
      (one, other) =>
        rank[one.status] - rank[other.status] ||
        (one.status === "planned" ? one.year - other.year : other.year - one.year) ||
        (one.projectId < other.projectId ? -1 : 1),
    )[0];

/** The present project as a page shows it today. */
export const shownProject = (project: ProjectOfName, now: Date): z.infer<typeof presentProject> => {
  const { version, gone, ...shown } = project;
  const { status, expStartDate, endDate } = shown;
  const [day, ddayTo] =
    status === "planned"
      ? ([expStartDate, "start"] as const)
      : status === "started"
        ? ([endDate, "end"] as const)
        : ([undefined, null] as const);
  return day === undefined
    ? { ...shown, dday: null, ddayTo: null }
    : { ...shown, dday: daysBetween(seoulDate(now), day), ddayTo };
};

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (24 * 60 * 60 * 1000));
