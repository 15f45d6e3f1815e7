import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../../shared/domain/clock.ts";
import type { Origin } from "../../shared/cosmos/aggregates.ts";
import { DomainError } from "../../shared/domain/errors.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import type { Logger } from "../../shared/telemetry/log.ts";
import { type Announcement, readAnnouncement } from "./announcement/announcement.ts";
import type { Row } from "./announcement/rows.ts";
import { annualProjectId } from "./policies.ts";
import type { Projects } from "./projects.ts";

/** What became of one row; rows are counted from 1. */
export const rowReport = z
  .object({
    row: z.int().min(1),
    outcome: z.enum(["created", "updated", "unchanged", "refused"]),
    projectId: z.string().optional(),
    projectname: z.string().optional(),
    warnings: z.array(z.string()),
    reasons: z.array(z.string()),
  })
  .meta({ id: "ImportRow" });

export type RowReport = z.infer<typeof rowReport>;

/** Rows that are under way at once: enough to hide the store's latency, few enough to keep memory flat. */
const inFlight = 16;

type Parts = { projects: Projects; clock: Clock; origin: Origin; log: Logger };

/**
 * Takes announcements in, row by row, and reports each in the order of the file. A row that fails harms no other; rows of
 * the same announcement are taken one after the other. Stops when the reader does.
 */
export async function* importRows(rows: AsyncIterable<Row>, parts: Parts): AsyncGenerator<RowReport> {
  const waiting: Promise<RowReport>[] = [];
  const lastOf = new Map<string, Promise<RowReport>>();
  for await (const row of rows) {
    waiting.push(begin(row, lastOf, parts));
    if (waiting.length >= inFlight) yield await shift(waiting);
  }
  while (waiting.length > 0) yield await shift(waiting);
}

const shift = async (waiting: Promise<RowReport>[]): Promise<RowReport> => {
  const next = waiting.shift();
  if (!next) throw new Error("Nothing is under way.");
  return next;
};

const begin = (row: Row, lastOf: Map<string, Promise<RowReport>>, parts: Parts): Promise<RowReport> => {
  if ("refused" in row) return Promise.resolve(refused(row.row, [row.refused]));
  const read = readAnnouncement(row.value);
  if ("refused" in read) return Promise.resolve(refused(row.row, read.refused));
  const { announcement, warnings } = read;
  // Two rows may name one project by the announcement or by its name and year: neither pair may run side by side.
  const keys = [
    idFrom("announcement", announcement.source, announcement.sourceId),
    annualProjectId(announcement.projectname, announcement.year),
  ];
  const before = Promise.all(keys.flatMap((key) => lastOf.get(key) ?? []));
  const report = before.then(() => take(row.row, announcement, warnings, parts));
  for (const key of keys) {
    lastOf.set(key, report);
    void report.finally(() => {
      if (lastOf.get(key) === report) lastOf.delete(key);
    });
  }
  return report;
};

const take = async (
  row: number,
  announcement: Announcement,
  warnings: string[],
  { projects, clock, origin, log }: Parts,
): Promise<RowReport> => {
  const { source, sourceId, sourceUpdatedAt, ...fields } = announcement;
  const { projectname } = fields;
  try {
    const { projectId, expectNew } = await projectOf(announcement, projects);
    const version = {
      system: source,
      sourceId,
      ...(sourceUpdatedAt !== undefined && { updatedAt: sourceUpdatedAt }),
      fingerprint: createHash("sha256").update(JSON.stringify(announcement)).digest("base64url"),
    };
    const { created, changed } = await projects.execute(
      projectId,
      { type: "ImportProject", projectId, fields, source: version, at: clock() },
      { origin, expectNew },
    );
    const outcome = created ? "created" : changed ? "updated" : "unchanged";
    return { row, outcome, projectId, projectname, warnings, reasons: [] };
  } catch (error) {
    if (error instanceof DomainError) return { ...refused(row, [error.message], warnings), projectname };
    log.error("A row could not be stored.", { row, error });
    return { ...refused(row, ["It could not be stored now. Import the file again."], warnings), projectname };
  }
};

/** The announcement's own project, or next year's that AnnualProjectCreate made and no other announcement has taken yet. */
const projectOf = async (
  { source, sourceId, projectname, year }: Announcement,
  projects: Projects,
): Promise<{ projectId: string; expectNew: boolean }> => {
  const ownId = idFrom("announcement", source, sourceId);
  const annualId = annualProjectId(projectname, year);
  const [own, annual] = await Promise.all([projects.load(ownId), projects.load(annualId)]);
  if (own || !annual) return { projectId: ownId, expectNew: !own };
  const taken = annual.state.source;
  return !taken || (taken.system === source && taken.sourceId === sourceId)
    ? { projectId: annualId, expectNew: false }
    : { projectId: ownId, expectNew: true };
};

const refused = (row: number, reasons: string[], warnings: string[] = []): RowReport => ({
  row,
  outcome: "refused",
  warnings,
  reasons,
});
