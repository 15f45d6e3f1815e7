import type { ImportedVersion, Project, PublishedProject } from "../../shared/contract/project.ts";
import { oneYearOn, seoulDate } from "../../shared/domain/clock.ts";
import { type Decider, unreachable } from "../../shared/domain/decider.ts";
import { AlreadyExists, Invalid, NotFound, WrongState } from "../../shared/domain/errors.ts";

/** What of a project can be written by staff or by an announcement. */
export type ProjectFields = Omit<Project, "projectId" | "startDate" | "status">;

/** Where an imported project comes from, and every version of the announcement that was taken in. */
export type Source = {
  system: string;
  sourceId: string;
  updatedAt?: string;
  fingerprints: readonly string[];
};

/** The aggregate: the published project, and what only this context needs to know. */
export type ProjectState = { project: Project; source?: Source };

/** A change of fields: undefined leaves a field as it is, null takes it away. */
export type Changes = { [Field in keyof ProjectFields]?: ProjectFields[Field] | null | undefined };

export type ProjectCommand =
  | { type: "CreateProject"; projectId: string; fields: ProjectFields; at: Date }
  | { type: "EditProject"; projectId: string; changes: Changes; at: Date }
  | { type: "StartProject"; projectId: string; startDate?: string | undefined; at: Date }
  | { type: "EndProject"; projectId: string; endDate?: string | undefined; at: Date }
  /** AnnualProjectCreate: next year's project, from the one that ended. Nothing when it exists. */
  | { type: "AnnualProjectCreate"; projectId: string; ended: Project; at: Date }
  /** One version of an announcement: creates the project or edits it. Nothing when that version, or a newer one, was taken in. */
  | { type: "ImportProject"; projectId: string; fields: ProjectFields; source: ImportedVersion; at: Date };

export type ProjectEvent = {
  type: "ProjectCreated" | "ProjectEdited" | "ProjectStarted" | "ProjectEnded";
  data: PublishedProject;
};

const fingerprintsKept = 50;

const decide = (command: ProjectCommand, state: ProjectState | undefined): ProjectEvent[] => {
  switch (command.type) {
    case "CreateProject":
      if (state) throw new AlreadyExists("project");
      return [{ type: "ProjectCreated", data: planned(command.projectId, command.fields) }];
    case "EditProject":
      return edit(existing(state), command.changes);
    case "StartProject":
      return start(existing(state).project, command);
    case "EndProject":
      return end(existing(state).project, command);
    case "AnnualProjectCreate":
      return state ? [] : [{ type: "ProjectCreated", data: annual(command.projectId, command.ended) }];
    case "ImportProject":
      return take(state, command);
    default:
      return unreachable(command);
  }
};

const evolve = (state: ProjectState | undefined, event: ProjectEvent): ProjectState => {
  const { source: version, ...project } = event.data;
  const source = version ? taken(state?.source, version) : state?.source;
  return { project, ...(source && { source }) };
};

export const projectDecider: Decider<ProjectCommand, ProjectState, ProjectEvent> = { decide, evolve };

const existing = (state: ProjectState | undefined): ProjectState => {
  if (!state) throw new NotFound("project");
  return state;
};

const planned = (projectId: string, fields: ProjectFields): Project => {
  inOrder("expStartDate", fields.expStartDate, fields.endDate);
  return { projectId, ...fields, status: "planned" };
};

const edit = ({ project }: ProjectState, changes: Changes): ProjectEvent[] => {
  if (project.status === "ended") {
    throw new WrongState("A project that has ended stays as it was.", "ended", ["planned", "started"]);
  }
  const data = withChanges(project, changes);
  if (same(project, data)) return [];
  const sent = changes.expStartDate === undefined ? "endDate" : "expStartDate";
  inOrder("expStartDate", data.expStartDate, data.endDate, sent);
  if (changes.endDate !== undefined) inOrder("startDate", data.startDate, data.endDate, "endDate");
  return [{ type: "ProjectEdited", data }];
};

const start = (
  project: Project,
  { startDate, at }: { startDate?: string | undefined; at: Date },
): ProjectEvent[] => {
  if (project.status !== "planned") {
    throw new WrongState(
      `Only a planned project can start; this one has ${project.status}.`,
      project.status,
      ["planned"],
    );
  }
  const data = { ...project, startDate: startDate ?? seoulDate(at), status: "started" as const };
  // A day that staff name must fit; today is a fact, however late the announced end was.
  if (startDate !== undefined) inOrder("startDate", data.startDate, data.endDate);
  return [{ type: "ProjectStarted", data }];
};

const end = (
  project: Project,
  { endDate, at }: { endDate?: string | undefined; at: Date },
): ProjectEvent[] => {
  if (project.status !== "started") {
    const why = project.status === "planned" ? "this one has not started yet" : "this one has ended already";
    throw new WrongState(`Only a started project can end; ${why}.`, project.status, ["started"]);
  }
  const data = { ...project, endDate: endDate ?? usualEnd(project, seoulDate(at)), status: "ended" as const };
  if (endDate !== undefined) inOrder("startDate", project.startDate, endDate, "endDate");
  return [{ type: "ProjectEnded", data }];
};

/** The announced end when it has come, else today; but no project ends before it starts. */
const usualEnd = ({ startDate = "", endDate = "" }: Project, today: string): string => {
  if (endDate >= startDate && endDate !== "" && endDate <= today) return endDate;
  return today < startDate ? startDate : today;
};

const annual = (projectId: string, ended: Project): Project => {
  const { projectname, year, scale, target, host, summary, link, startDate } = ended;
  const copied = { scale, target, host, summary, link, expStartDate: startDate && oneYearOn(startDate) };
  return { projectId, projectname, year: year + 1, ...present(copied), status: "planned" };
};

const take = (
  state: ProjectState | undefined,
  command: Extract<ProjectCommand, { type: "ImportProject" }>,
): ProjectEvent[] => {
  const { projectId, fields, source: version } = command;
  if (!state) {
    return [{ type: "ProjectCreated", data: { ...planned(projectId, fields), source: version } }];
  }
  const { project, source } = state;
  if (source?.fingerprints.includes(version.fingerprint)) return [];
  if (isOlder(version, source)) return [];
  const everyField = Object.fromEntries(optionalFields.map((field) => [field, fields[field] ?? null]));
  const changes: Changes = { ...everyField, projectname: fields.projectname, year: fields.year };
  const data = withChanges(project, changes);
  if (project.status === "ended") {
    if (source && same(project, data)) return [];
    throw new WrongState("The project has ended; a newer announcement can't change it.", "ended", [
      "planned",
      "started",
    ]);
  }
  inOrder("expStartDate", data.expStartDate, data.endDate);
  // Also when it says the same: an older version that comes later must find that a newer one was taken in.
  return [{ type: "ProjectEdited", data: { ...data, source: version } }];
};

const isOlder = (version: ImportedVersion, source: Source | undefined): boolean =>
  version.updatedAt !== undefined && source?.updatedAt !== undefined && version.updatedAt < source.updatedAt;

const taken = (before: Source | undefined, version: ImportedVersion): Source => {
  const updatedAt = version.updatedAt ?? before?.updatedAt;
  return {
    system: version.system,
    sourceId: version.sourceId,
    ...(updatedAt !== undefined && { updatedAt }),
    fingerprints: [...(before?.fingerprints ?? []), version.fingerprint].slice(-fingerprintsKept),
  };
};

const optionalFields = [
  "scale",
  "target",
  "host",
  "summary",
  "link",
  "expStartDate",
  "endDate",
  "title",
  "periodText",
] as const satisfies readonly (keyof ProjectFields)[];

const withChanges = (project: Project, changes: Changes): Project => {
  const kept = Object.entries(project).filter(([field]) => changes[field as keyof Changes] !== null);
  return { ...(Object.fromEntries(kept) as Project), ...(present(changes) as Partial<Project>) };
};

/** Without the fields that are undefined or null. */
const present = <Fields extends object>(fields: Fields): { [F in keyof Fields]?: NonNullable<Fields[F]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as {
    [F in keyof Fields]?: NonNullable<Fields[F]>;
  };

const same = (one: Project, other: Project): boolean => {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Project>;
  return [...keys].every((key) => one[key] === other[key]);
};

const inOrder = (path: string, from: string | undefined, to: string | undefined, blame = path): void => {
  if (from !== undefined && to !== undefined && from > to) {
    throw new Invalid({
      path: blame,
      message: blame === path ? "must not be after endDate" : `must not be before ${path}`,
    });
  }
};
