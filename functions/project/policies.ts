import type { Clock } from "../../shared/domain/clock.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { followingFrom } from "../../shared/servicebus/following-from.ts";
import { onEvents } from "../../shared/servicebus/subscribe.ts";
import type { Projects } from "./projects.ts";

/** The id of the project that follows by itself: one for each projectname and year, however often it is asked for. */
export const annualProjectId = (projectname: string, year: number): string =>
  idFrom("annual", projectname, String(year));

/**
 * AnnualProjectCreate: when a project has ended, next year's is created. Not where next year's exists already, be it from
 * staff or from an announcement.
 */
export const projectPolicies = (projects: Projects, clock: Clock): void => {
  onEvents("annualProjectCreate", "project-events", "project", {
    ProjectEnded: async (event) => {
      const ended = event.data;
      const projectId = annualProjectId(ended.projectname, ended.year + 1);
      if (await projects.exists(ended.projectname, ended.year + 1)) return;
      const at = clock();
      await projects.execute(
        projectId,
        { type: "AnnualProjectCreate", projectId, ended, at },
        { origin: followingFrom(event, at) },
      );
    },
  });
};
