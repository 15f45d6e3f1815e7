import type { Platform } from "../../shared/platform.ts";
import { projectFeed } from "./feed.ts";
import { projectHttp } from "./http.ts";
import { projectImport } from "./import.ts";
import { projectPolicies } from "./policies.ts";
import { cosmosProjects } from "./projects.ts";

/** Registers the functions of the context `project`. */
export const registerProject = ({ database, bus, endpoint, clock }: Platform): void => {
  const projects = cosmosProjects(database.container("project"));
  projectHttp(endpoint, projects);
  projectImport(endpoint, projects);
  projectPolicies(projects, clock);
  projectFeed(bus);
};
