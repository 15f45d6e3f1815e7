import type { Container } from "@azure/cosmos";
import type { EventOf } from "../../shared/contract/events.ts";
import { changePartition } from "./change-partition.ts";
import { forEachOf } from "./chunks.ts";
import type { ProjectDocument, ProjectsDocument, SummaryDocument } from "./documents.ts";
import { ofProject, ofProjectname } from "./partitions.ts";
import { projectOfName, type ProjectOfName } from "./present-project.ts";

export type ProjectEvent = EventOf<"ProjectCreated" | "ProjectEdited" | "ProjectStarted" | "ProjectEnded">;

/** What has the projects of a projectname. */
type Holder = ProjectsDocument | SummaryDocument;

/**
 * Brings projects into the partitions of their projectnames. A project may get another name: so each keeps, in a partition of
 * its own, which names it has had, and goes to all of them as of its newest version, as gone from the former ones. Each step may
 * be repeated, so that a crash between them is mended when the events come again.
 */
export const applyProjects = async (
  container: Container,
  generation: string,
  events: readonly ProjectEvent[],
  blank: (partition: string, projectname: string) => Holder,
): Promise<void> => {
  await forEachOf(
    Map.groupBy(events, ({ subject }) => subject),
    async ([projectId, ofOne]) => {
      const { names, project, projectname } = await record(container, generation, projectId, ofOne);
      for (const name of names) {
        const present: ProjectOfName = name === projectname ? project : { ...project, gone: true };
        await place(container, ofProjectname(generation, name), present, (partition) =>
          blank(partition, name),
        );
      }
    },
  );
};

/** The project as it is known with these events. */
const record = async (
  container: Container,
  generation: string,
  projectId: string,
  events: readonly ProjectEvent[],
): Promise<ProjectDocument> => {
  const partition = ofProject(generation, projectId);
  let known: ProjectDocument | undefined;
  await changePartition<ProjectDocument>(container, partition, ["project"], (found) => {
    const before = found.get("project");
    known = events.reduce<ProjectDocument | undefined>(
      (document, event) => withProjectEvent(document, partition, event),
      before,
    );
    return { documents: known === undefined || known === before ? [] : [known] };
  });
  if (!known) throw new Error("A project is brought into a view without an event.");
  return known;
};

const withProjectEvent = (
  document: ProjectDocument | undefined,
  partition: string,
  { aggregateversion, data }: ProjectEvent,
): ProjectDocument => {
  const { projectId, projectname } = data;
  const isOld = document !== undefined && aggregateversion <= document.project.version;
  const isKnown = document?.names.includes(projectname) === true;
  if (document && isOld && isKnown) return document;
  // Sorted, so that it does not show in which order they came.
  const names = isKnown ? document.names : [...(document?.names ?? []), projectname].toSorted();
  if (isOld) return { ...document, names };
  const project = projectOfName(aggregateversion, data);
  return { id: "project", partition, kind: "project", projectId, projectname, names, project };
};

const place = async (
  container: Container,
  partition: string,
  project: ProjectOfName,
  blank: (partition: string) => Holder,
): Promise<void> => {
  const { id } = blank(partition);
  await changePartition<Holder>(container, partition, [id], (found) => {
    const before = found.get(id) ?? blank(partition);
    if ((before.projects[project.projectId]?.version ?? 0) >= project.version) return { documents: [] };
    const projects = { ...before.projects, [project.projectId]: project };
    const now =
      before.kind === "summary"
        ? { ...before, revision: before.revision + 1, projects }
        : { ...before, projects };
    return { documents: [now] };
  });
};
