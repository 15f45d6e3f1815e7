import { z } from "zod";
import { consultation, type Step } from "./consultation.ts";
import { anyEvent } from "./envelope.ts";
import { date, id, instant, line, projectname, text, year } from "./fields.ts";
import { interest } from "./interest.ts";
import { smsOutcomeCounts } from "./notification.ts";
import { projectStatus } from "./project.ts";

// What the pages read. Every answer says how old it is: all that was committed before `asOf` is in it, and perhaps more.
const asOf = instant.describe("Whatever was committed before this instant is in the answer; perhaps more is");

/** One page of a list of a view. */
export const viewPageOf = <Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{
  items: z.ZodArray<Item>;
  nextCursor: z.ZodNullable<z.ZodString>;
  asOf: z.ZodISODateTime;
}> => z.object({ items: z.array(item), nextCursor: z.string().nullable(), asOf });

const etag = z.string().describe("For If-Match");

/** The project of a projectname that matters now: the started one, else the next planned one, else the last ended one. */
export const presentProject = z
  .object({
    projectId: id,
    year,
    status: projectStatus,
    expStartDate: date.optional(),
    startDate: date.optional(),
    endDate: date.optional(),
    periodText: text(500).optional(),
    dday: z
      .int()
      .nullable()
      .describe("Days from today (Asia/Seoul) to the start or the end; below 0 once past"),
    ddayTo: z.enum(["start", "end"]).nullable(),
  })
  .meta({ id: "PresentProject" });

/** One of my interests, with the present project of its projectname; null when nobody published one. */
export const myInterest = interest
  .extend({ project: presentProject.nullable(), etag })
  .meta({ id: "MyInterest" });

/** A consultation with the names of those who serve it, where they are known. */
export const namedConsultation = consultation
  .extend({ salesmanname: line(100).optional(), consultantname: line(100).optional(), etag })
  .meta({ id: "NamedConsultation" });

const count = z.int().min(0);
const share = z.number().min(0).max(1).nullable();

/** Consultations by their present step. */
export const consultationsByStep = z
  .object({
    requested: count,
    accepted: count,
    canceled: count,
    "in progress": count,
    success: count,
    fail: count,
  })
  .meta({ id: "ConsultationsByStep" }) satisfies z.ZodType<Record<Step, number>>;

/** What is counted of projects, of one or of all. */
const figures = {
  interested: count.describe("Customers with interest 1 now"),
  consultations: consultationsByStep,
  successRate: share.describe("success / (success + fail); null before the first of them"),
  sms: smsOutcomeCounts.describe("What became of the SMS of the starts"),
};

/** What happened on one day in Asia/Seoul. */
export const dayFigures = z
  .object({
    date,
    interests: count.describe("Interests saved for the first time"),
    requested: count,
    accepted: count,
    canceled: count,
    "in progress": count,
    success: count,
    fail: count,
    sent: z.int().describe("SMS taken by the carrier"),
  })
  .meta({ id: "DayFigures" });

const days = z.array(dayFigures).describe("Each day asked for, oldest first, today last");

/** `GET /staff/statistics` */
export const statistics = z
  .object({ projectnames: count.describe("Projectnames with anything to count"), ...figures, days, asOf })
  .meta({ id: "Statistics" });

/** One row of `GET /staff/statistics/projects`: a projectname over the years, with its present project. */
export const projectnameStatistics = z
  .object({
    projectname,
    projectId: id.nullable(),
    year: year.nullable(),
    status: projectStatus.nullable(),
    ...figures,
  })
  .meta({ id: "ProjectnameStatistics" });

/** How `GET /staff/statistics/projects` is sorted; the counts with the most first. */
export const projectSort = z.enum(["interested", "waiting", "consultations", "name"]);

/**
 * `GET /staff/projects/{projectId}/statistics`: interests and consultations live over the years, so the figures are those of the
 * projectname; `sms`, and what is under `thisYear`, are of this very project.
 */
export const projectStatistics = z
  .object({
    projectId: id,
    projectname,
    year,
    status: projectStatus,
    ...figures,
    thisYear: z.object({ consultations: consultationsByStep, successRate: share }),
    days,
    asOf,
  })
  .meta({ id: "ProjectStatistics" });

/** One row of `GET /staff/statistics/salesmen`. */
export const salesmanStatistics = z
  .object({
    salesmanId: id,
    name: line(100).optional(),
    waiting: count.describe("Wait for the decision"),
    open: count.describe("The load: waiting, accepted and in progress"),
    loadShare: share.describe("Of the load of all; null while nobody has any"),
    accepted: count.describe("Accepted ever, whatever became of them"),
    rejected: count.describe("Rejected, and so canceled"),
    handedBack: count.describe("Handed back to be matched to another"),
    success: count,
    fail: count,
    successRate: share,
    minutesToAccept: z.object({
      average: z.number().nullable(),
      median: z.number().nullable(),
      p90: z.number().nullable(),
    }),
  })
  .meta({ id: "SalesmanStatistics" });

/** How `GET /staff/statistics/salesmen` is sorted; the counts with the most first. */
export const salesmanSort = z.enum(["open", "waiting", "success", "id"]);

/** `POST /views/events`: events that were just committed, for whoever reads next. The change feed brings them in any case. */
export const shownEvents = z
  .strictObject({ events: z.array(anyEvent).min(1).max(20) })
  .meta({ id: "ShownEvents" });
