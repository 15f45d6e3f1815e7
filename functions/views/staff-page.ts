import type { Container } from "@azure/cosmos";
import type { z } from "zod";
import type {
  dayFigures,
  projectnameStatistics,
  projectStatistics,
  salesmanStatistics,
  statistics,
} from "../../shared/contract/views.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { readByIds } from "./change-partition.ts";
import { below, byOutcome, byStep, successRateOf, type Counts } from "./counts.ts";
import { lastDays, monthsOf } from "./days.ts";
import type {
  ContributionDocument,
  MonthDocument,
  ProjectDocument,
  RowDocument,
  SalesmanRowDocument,
  SummaryDocument,
  TotalsDocument,
} from "./documents.ts";
import type { Listed, Part } from "./listed.ts";
import { ofOverview, ofProject, ofProjectname } from "./partitions.ts";
import { monthId } from "./projectname-figures.ts";
import { startCounts } from "./start-facts.ts";
import { minutesToAccept } from "./time-to-accept.ts";

export type ProjectnameStatistics = z.infer<typeof projectnameStatistics>;
export type SalesmanStatistics = z.infer<typeof salesmanStatistics>;

/** The figures that staff look at: each is one query in one partition. */
export type StaffPage = {
  totals: (days: number, now: Date) => Promise<Omit<z.infer<typeof statistics>, "asOf">>;
  projectnames: (sort: keyof typeof projectKeys, part: Part) => Promise<Listed<ProjectnameStatistics>[]>;
  /** Undefined when there is no such project. */
  project: (
    projectId: string,
    days: number,
    now: Date,
  ) => Promise<Omit<z.infer<typeof projectStatistics>, "asOf"> | undefined>;
  salesmen: (sort: keyof typeof salesmanKeys, part: Part) => Promise<Listed<SalesmanStatistics>[]>;
};

const projectKeys = {
  interested: { key: "byInterested", order: "DESC" },
  waiting: { key: "byWaiting", order: "DESC" },
  consultations: { key: "byConsultations", order: "DESC" },
  name: { key: "byName", order: "ASC" },
} as const;

const salesmanKeys = {
  open: { key: "salesmanByOpen", order: "DESC" },
  waiting: { key: "salesmanByWaiting", order: "DESC" },
  success: { key: "salesmanBySuccess", order: "DESC" },
  id: { key: "salesmanById", order: "ASC" },
} as const;

export const cosmosStaffPage = (container: Container, current: () => Promise<string>): StaffPage => ({
  totals: async (count, now) => {
    const days = lastDays(seoulDate(now), count);
    const found = await readByIds<TotalsDocument | MonthDocument>(container, ofOverview(await current()), [
      "totals",
      ...monthsOf(days).map(monthId),
    ]);
    const counts = found.get("totals")?.counts ?? {};
    return {
      projectnames: counts["projectnames"] ?? 0,
      ...figuresOf(counts),
      days: daysOf(days, found),
    };
  },

  projectnames: async (sort, part) => {
    const { key, order } = projectKeys[sort];
    const rows = await readSorted<RowDocument>(container, {
      sortKey: `c.${key}`,
      order,
      where: [listed(key)],
      ...part,
      partition: ofOverview(await current()),
    });
    return rows.map((row) => ({
      sortKey: row[key],
      item: {
        projectname: row.projectname,
        projectId: row.project?.projectId ?? null,
        year: row.project?.year ?? null,
        status: row.project?.status ?? null,
        ...figuresOf(row.counts),
      },
    }));
  },

  project: async (projectId, count, now) => {
    const generation = await current();
    const { resource } = await container
      .item("project", ofProject(generation, projectId))
      .read<ProjectDocument>();
    if (!resource) return undefined;
    const { projectname, project } = resource;
    const days = lastDays(seoulDate(now), count);
    const ids = ["summary", `start-${projectId}`, ...monthsOf(days).map(monthId)];
    const found = await readByIds<SummaryDocument | ContributionDocument | MonthDocument>(
      container,
      ofProjectname(generation, projectname),
      ids,
    );
    const summary = found.get("summary") as SummaryDocument | undefined;
    const start = found.get(`start-${projectId}`);
    const ofThis = below(summary?.counts ?? {}, `of ${projectId} `);
    return {
      projectId,
      projectname,
      year: project.year,
      status: project.status,
      ...figuresOf(summary?.counts ?? {}),
      sms: byOutcome(start?.kind === "start" ? below(startCounts(start.facts), "sms ") : {}),
      thisYear: { consultations: byStep(ofThis), successRate: successRateOf(ofThis) },
      days: daysOf(days, found),
    };
  },

  salesmen: async (sort, part) => {
    const partition = ofOverview(await current());
    const { key, order } = salesmanKeys[sort];
    const [rows, { resource: totals }] = await Promise.all([
      readSorted<SalesmanRowDocument>(container, {
        sortKey: `c.${key}`,
        order,
        where: [listed(key)],
        ...part,
        partition,
      }),
      container.item("totals", partition).read<TotalsDocument>(),
    ]);
    const load = totals?.counts["load"] ?? 0;
    return rows.map((row) => ({ sortKey: row[key], item: salesmanOf(row, load) }));
  },
});

/** Only what is in that list: a range, which the index answers alone, not a look at each document without the key. */
const listed = (key: string): string => `c.${key} >= ""`;

const figuresOf = (counts: Counts) => {
  const ofSteps = below(counts, "step ");
  return {
    interested: counts["interested"] ?? 0,
    consultations: byStep(ofSteps),
    successRate: successRateOf(ofSteps),
    sms: byOutcome(below(counts, "sms ")),
  };
};

const daysOf = (
  days: readonly string[],
  found: ReadonlyMap<string, { kind: string } | MonthDocument>,
): z.infer<typeof dayFigures>[] =>
  days.map((date) => {
    const month = found.get(monthId(date.slice(0, 7)));
    const counts = month && "month" in month ? below(month.counts, `${date.slice(8)} `) : {};
    return {
      date,
      interests: counts["interests"] ?? 0,
      ...byStep(counts),
      sent: counts["sent"] ?? 0,
    };
  });

const salesmanOf = ({ salesmanId, name, counts }: SalesmanRowDocument, load: number): SalesmanStatistics => {
  const open = counts["open"] ?? 0;
  return {
    salesmanId,
    ...(name !== undefined && { name }),
    waiting: counts["waiting"] ?? 0,
    open,
    // Rows and totals are read one after the other: a share may not be more than all.
    loadShare: load === 0 ? null : Math.min(1, open / load),
    accepted: counts["accepted"] ?? 0,
    rejected: counts["rejected"] ?? 0,
    handedBack: counts["handed back"] ?? 0,
    success: counts["success"] ?? 0,
    fail: counts["fail"] ?? 0,
    successRate: successRateOf(counts),
    minutesToAccept: minutesToAccept(counts),
  };
};
