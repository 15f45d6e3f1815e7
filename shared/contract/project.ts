import { z } from "zod";
import { envelope } from "./envelope.ts";
import { date, id, line, link, projectname, text, year } from "./fields.ts";

export const projectStatus: z.ZodEnum<{ planned: "planned"; started: "started"; ended: "ended" }> = z.enum([
  "planned",
  "started",
  "ended",
]);

/** What staff write about a project; the same lengths on every way in. */
export const projectFields = {
  projectname,
  year,
  scale: text(500),
  target: text(500),
  host: text(200),
  summary: text(10_000),
  link,
  expStartDate: date,
  endDate: date,
  title: line(500),
  periodText: text(500),
};

const optional = {
  scale: projectFields.scale.optional(),
  target: projectFields.target.optional(),
  host: projectFields.host.optional(),
  summary: projectFields.summary.optional(),
  link: projectFields.link.optional(),
  expStartDate: projectFields.expStartDate.optional(),
  endDate: projectFields.endDate.optional(),
  title: projectFields.title.optional(),
  periodText: projectFields.periodText.optional(),
};

/** One support project of one year (지원사업). */
export const project = z
  .object({
    projectId: id,
    projectname,
    year,
    ...optional,
    startDate: date.optional(),
    status: projectStatus,
  })
  .meta({ id: "Project" });

export type Project = z.infer<typeof project>;

/** CreateProject. startDate comes only with StartProject. */
export const createProject = z
  .strictObject({
    projectname,
    year,
    ...optional,
  })
  .meta({ id: "CreateProject" });

/** EditProject: what is left out stays, null takes an optional field away. */
export const editProject = z
  .strictObject({
    projectname: projectname.optional(),
    year: year.optional(),
    scale: projectFields.scale.nullish(),
    target: projectFields.target.nullish(),
    host: projectFields.host.nullish(),
    summary: projectFields.summary.nullish(),
    link: projectFields.link.nullish(),
    expStartDate: projectFields.expStartDate.nullish(),
    endDate: projectFields.endDate.nullish(),
    title: projectFields.title.nullish(),
    periodText: projectFields.periodText.nullish(),
  })
  .meta({ id: "EditProject" });

/** StartProject: today in Asia/Seoul when no day is given. */
export const startProject = z.strictObject({ startDate: date.optional() }).meta({ id: "StartProject" });

/** EndProject: the announced end when it has passed, else today in Asia/Seoul, when no day is given. */
export const endProject = z.strictObject({ endDate: date.optional() }).meta({ id: "EndProject" });

/** One version of an announcement in a public source; `fingerprint` tells it from the others. */
export const importedVersion = z.object({
  system: z.string().max(50),
  sourceId: z.string().max(100),
  updatedAt: z.string().max(50).optional(),
  fingerprint: z.string().max(100),
});

export type ImportedVersion = z.infer<typeof importedVersion>;

/** Every project event carries the whole project as it is after the event; an imported one also says from what. */
const published = project.extend({ source: importedVersion.optional() });

export type PublishedProject = z.infer<typeof published>;

export const projectCreated = envelope("ProjectCreated", published).meta({ id: "ProjectCreated" });
export const projectEdited = envelope("ProjectEdited", published).meta({ id: "ProjectEdited" });
export const projectStarted = envelope("ProjectStarted", published.required({ startDate: true })).meta({
  id: "ProjectStarted",
});
export const projectEnded = envelope(
  "ProjectEnded",
  published.required({ startDate: true, endDate: true }),
).meta({ id: "ProjectEnded" });
