import type { Container } from "@azure/cosmos";
import { idFrom } from "../../shared/domain/ids.ts";
import { changePartition, type Changed, type Found } from "./change-partition.ts";
import { forEachOf, inChunks } from "./chunks.ts";
import { moved, only, sumOf, type Counts } from "./counts.ts";
import type {
  MonthDocument,
  PartDocument,
  RowDocument,
  SalesmanDocument,
  SalesmanRowDocument,
  SummaryDocument,
  TotalsDocument,
} from "./documents.ts";
import { generationOf, ofOverview } from "./partitions.ts";
import { presentOf } from "./present-project.ts";
import { monthId } from "./projectname-figures.ts";

/** What the overview is made from: the counters of the single projectnames and salesmen. */
export type Counter = SummaryDocument | MonthDocument | SalesmanDocument;

type OverviewDocument = RowDocument | SalesmanRowDocument | PartDocument | TotalsDocument | MonthDocument;
type Row = RowDocument | SalesmanRowDocument | PartDocument;

const perBatch = 45;

/** The counters among what the change feed of staff-view brought; what the overview itself has written is none. */
export const countersIn = (documents: readonly unknown[]): Counter[] =>
  documents.filter(
    (document): document is Counter =>
      isCounterKind(document) && document.partition !== ofOverview(generationOf(document.partition)),
  );

const isCounterKind = (document: unknown): document is Counter =>
  typeof document === "object" &&
  document !== null &&
  "kind" in document &&
  (document.kind === "summary" || document.kind === "month" || document.kind === "salesman");

/**
 * Brings counters into the overview: each has a row there with the revision that was counted last, and in the same batch the
 * totals change by the difference. An older revision, or the same again, changes nothing.
 */
export const applyToOverview = async (container: Container, counters: readonly Counter[]): Promise<void> => {
  await forEachOf(
    Map.groupBy(counters, ({ partition }) => generationOf(partition)),
    async ([generation, all]) => {
      const partition = ofOverview(generation);
      for (const some of inChunks(newest(all), perBatch)) {
        const rows = some.map((counter) => rowOf(partition, counter));
        const months = some.flatMap((counter) => (counter.kind === "month" ? [monthId(counter.month)] : []));
        await changePartition<OverviewDocument>(
          container,
          partition,
          [...rows.map(({ id }) => id), "totals", ...months],
          withRows(partition, rows),
        );
      }
    },
  );
};

/** All counters of a generation, page by page: what a rebuild adds up at its end. */
export const countersOf = async function* (
  container: Container,
  generation: string,
): AsyncGenerator<Counter[]> {
  const counters = container.items.query<Counter>({
    query:
      "SELECT * FROM c WHERE c.kind IN ('summary', 'month', 'salesman') AND STARTSWITH(c.partition, @beginning)",
    parameters: [{ name: "@beginning", value: `${generation}|` }],
  });
  for await (const { resources } of counters.getAsyncIterator()) yield countersIn(resources);
};

const newest = (counters: readonly Counter[]): Counter[] => {
  const found = new Map<string, Counter>();
  for (const counter of counters) {
    const key = `${counter.partition}/${counter.id}`;
    if ((found.get(key)?.revision ?? 0) < counter.revision) found.set(key, counter);
  }
  return [...found.values()];
};

const padded = (count = 0): string => String(count).padStart(12, "0");

const rowOf = (partition: string, counter: Counter): Row => {
  const { revision, counts } = counter;
  switch (counter.kind) {
    case "summary": {
      const { projectname, projects } = counter;
      const all = Object.entries(counts).reduce(
        (sum, [name, count]) => (name.startsWith("step ") ? sum + count : sum),
        0,
      );
      const present = Object.values(projects);
      return {
        id: `row-${idFrom("projectname", projectname)}`,
        partition,
        kind: "row",
        revision,
        projectname,
        counts: only(counts, (name) => !name.startsWith("of ")),
        project: presentOf(present) ?? null,
        byName: projectname,
        byInterested: `${padded(counts["interested"])}|${projectname}`,
        byWaiting: `${padded(counts["step requested"])}|${projectname}`,
        byConsultations: `${padded(all)}|${projectname}`,
      };
    }
    case "month":
      return {
        id: `part-${counter.month}-${idFrom("projectname", counter.projectname ?? "")}`,
        partition,
        kind: "part",
        revision,
        counts,
      };
    case "salesman": {
      const { salesmanId, name } = counter;
      return {
        id: `salesman-${salesmanId}`,
        partition,
        kind: "salesmanRow",
        revision,
        salesmanId,
        ...(name !== undefined && { name }),
        counts,
        salesmanById: salesmanId,
        salesmanByOpen: `${padded(counts["open"])}|${salesmanId}`,
        salesmanByWaiting: `${padded(counts["waiting"])}|${salesmanId}`,
        salesmanBySuccess: `${padded(counts["success"])}|${salesmanId}`,
      };
    }
  }
};

const withRows =
  (partition: string, rows: readonly Row[]) =>
  (found: Found<OverviewDocument>): Changed<OverviewDocument> => {
    const newer = rows.filter(
      ({ id, revision }) => ((found.get(id) as Row | undefined)?.revision ?? 0) < revision,
    );
    if (newer.length === 0) return { documents: [] };
    const formerly = (row: Row): Row | undefined => found.get(row.id) as Row | undefined;
    const change = (some: readonly Row[], counted: (row: Row) => Counts): Counts =>
      moved(
        sumOf(some.map(counted)),
        sumOf(some.map(formerly).flatMap((row) => (row ? [counted(row)] : []))),
        {},
      );
    const totals = found.get("totals") as TotalsDocument | undefined;
    const ofAll = change(newer, totalled);
    const parts = newer.filter(({ kind }) => kind === "part");
    const months = [...Map.groupBy(parts, ({ id }) => id.slice("part-".length, "part-2027-03".length))];
    return {
      documents: [
        ...newer,
        ...(Object.keys(ofAll).length > 0
          ? [
              {
                id: "totals",
                partition,
                kind: "totals" as const,
                counts: moved(totals?.counts ?? {}, {}, ofAll),
              },
            ]
          : []),
        ...months.map(([month, some]): MonthDocument => {
          const before = found.get(monthId(month)) as MonthDocument | undefined;
          const counts = moved(
            before?.counts ?? {},
            {},
            change(some, (part) => part.counts),
          );
          return {
            id: monthId(month),
            partition,
            kind: "month",
            month,
            revision: (before?.revision ?? 0) + 1,
            counts,
          };
        }),
      ],
    };
  };

/** What a row adds to the totals. */
const totalled = (row: Row): Counts => {
  switch (row.kind) {
    case "row":
      return { projectnames: 1, ...row.counts };
    case "salesmanRow":
      return only({ load: row.counts["open"] ?? 0 }, () => (row.counts["open"] ?? 0) !== 0);
    case "part":
      return {};
  }
};
