import type { EventOf } from "../../shared/contract/events.ts";
import type { Changed, Found } from "./change-partition.ts";
import {
  projectCounts,
  withEvent,
  type ConsultationEvent,
  type ConsultationFacts,
} from "./consultation-facts.ts";
import { moved, only, sumOf, type Counts } from "./counts.ts";
import { byMonth, isOfDay } from "./days.ts";
import type { ContributionDocument, MonthDocument, SummaryDocument } from "./documents.ts";
import { interestCounts, withInterest, type InterestEvent } from "./interest-facts.ts";
import { startCounts, withNotified } from "./start-facts.ts";

export type FigureEvent = InterestEvent | ConsultationEvent | EventOf<"CustomersNotified">;

export type FigureDocument = ContributionDocument | SummaryDocument | MonthDocument;

/** The document of what an event's aggregate adds to its projectname. */
export const contributionId = ({ type, subject }: FigureEvent): string =>
  type === "CustomersNotified"
    ? `start-${subject}`
    : `${type === "InterestCreated" || type === "InterestUpdated" ? "interest" : "consultation"}-${subject}`;

export const monthId = (month: string): string => `month-${month}`;

/** What is counted of a projectname before anything is. */
export const blankSummary = (partition: string, projectname: string): SummaryDocument => ({
  id: "summary",
  partition,
  kind: "summary",
  projectname,
  revision: 0,
  counts: {},
  projects: {},
});

/**
 * What becomes of a projectname's figures with these events: each contribution that they change, and the counters by the
 * difference, all for one batch. An event that is known already changes nothing.
 */
export const withFigures =
  (partition: string, projectname: string, events: readonly FigureEvent[]) =>
  (found: Found<FigureDocument>, asked: ReadonlySet<string>): Changed<FigureDocument> => {
    const contributions = new Map<string, ContributionDocument>();
    for (const event of events) {
      const id = contributionId(event);
      const before = contributions.get(id) ?? (found.get(id) as ContributionDocument | undefined);
      const now = contributionWith(before, { id, partition }, event);
      if (now !== before) contributions.set(id, now);
    }
    if (contributions.size === 0) return { documents: [] };
    const before = sumOf([...contributions.keys()].map((id) => countsOf(found.get(id))));
    const after = sumOf([...contributions.values()].map(countsOf));
    const change = moved(after, before, {});
    const months = byMonth(change);
    const needs = ["summary", ...[...months.keys()].map(monthId)].filter((id) => !asked.has(id));
    if (needs.length > 0) return { needs };
    const summary =
      (found.get("summary") as SummaryDocument | undefined) ?? blankSummary(partition, projectname);
    const ofAll = only(change, (name) => !isOfDay(name));
    return {
      documents: [
        ...contributions.values(),
        // What has a contribution has figures, also when they are all 0.
        ...(Object.keys(ofAll).length > 0 || !found.has("summary")
          ? [{ ...summary, revision: summary.revision + 1, counts: moved(summary.counts, {}, ofAll) }]
          : []),
        ...[...months].map(([month, counts]) =>
          monthWith(
            found.get(monthId(month)) as MonthDocument | undefined,
            { partition, month, projectname },
            counts,
          ),
        ),
      ],
    };
  };

const monthWith = (
  before: MonthDocument | undefined,
  { partition, month, projectname }: { partition: string; month: string; projectname: string },
  change: Counts,
): MonthDocument => ({
  id: monthId(month),
  partition,
  kind: "month",
  month,
  projectname,
  revision: (before?.revision ?? 0) + 1,
  counts: moved(before?.counts ?? {}, {}, change),
});

const contributionWith = (
  before: ContributionDocument | undefined,
  place: { id: string; partition: string },
  event: FigureEvent,
): ContributionDocument => {
  const revision = (before?.revision ?? 0) + 1;
  switch (event.type) {
    case "InterestCreated":
    case "InterestUpdated": {
      const known = before?.kind === "interest" ? before : undefined;
      const facts = withInterest(known?.facts, event);
      return known && facts === known.facts ? known : { ...place, kind: "interest", revision, facts };
    }
    case "CustomersNotified": {
      const known = before?.kind === "start" ? before : undefined;
      const facts = withNotified(known?.facts, event);
      return known && facts === known.facts ? known : { ...place, kind: "start", revision, facts };
    }
    default: {
      const known = before?.kind === "consultation" ? before : undefined;
      const facts = withEvent(known?.facts, event);
      return known && facts === known.facts ? known : { ...place, kind: "consultation", revision, facts };
    }
  }
};

const countsOf = (document: FigureDocument | undefined): Counts => {
  switch (document?.kind) {
    case "interest":
      return interestCounts(document.facts);
    case "consultation":
      return projectCounts(document.facts);
    case "start":
      return startCounts(document.facts);
    default:
      return {};
  }
};

/** What is known of a consultation among the documents of its projectname. */
export const factsIn = (
  documents: Found<FigureDocument>,
  consultationId: string,
): { revision: number; facts: ConsultationFacts } | undefined => {
  const document = documents.get(`consultation-${consultationId}`);
  return document?.kind === "consultation" ? document : undefined;
};
