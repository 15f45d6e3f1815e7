import type { Container } from "@azure/cosmos";
import { changePartition } from "./change-partition.ts";
import { forEachOf, inChunks } from "./chunks.ts";
import { peopleOf, type ConsultationEvent } from "./consultation-facts.ts";
import { ofProjectname, ofSalesman } from "./partitions.ts";
import { namingsOf } from "./people.ts";
import {
  blankSummary,
  contributionId,
  factsIn,
  monthId,
  withFigures,
  type FigureDocument,
  type FigureEvent,
} from "./projectname-figures.ts";
import { applyProjects } from "./projects.ts";
import {
  assignmentId,
  shownTo,
  withAssignments,
  withName,
  type Known,
  type SalesmanPartitionDocument,
} from "./salesman-figures.ts";
import type { AssignmentDocument } from "./documents.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import { newestOf, ofTypes, type ViewEvent } from "./view-events.ts";

/** So many aggregates in one batch leave room for as many months and the counters: at most 100 documents. */
const perBatch = 45;

const consultationTypes = [
  "ConsultationCreated",
  "ConsultationEdited",
  "ConsultationProgressed",
  "ConsultationHandedBack",
] as const;

/**
 * Brings events into what staff and salesmen see: first each projectname, where every consultation has its facts, then the
 * salesmen by those facts. A crash in between is mended when the events come again: they change no facts, but go on to the
 * salesmen all the same.
 */
export const applyToStaffView = async (
  container: Container,
  generation: string,
  events: readonly ViewEvent[],
): Promise<void> => {
  await applyProjects(
    container,
    generation,
    ofTypes(events, "ProjectCreated", "ProjectEdited", "ProjectStarted", "ProjectEnded"),
    blankSummary,
  );
  const known = await applyFigures(
    container,
    generation,
    ofTypes(events, "InterestCreated", "InterestUpdated", "CustomersNotified", ...consultationTypes),
  );
  await applyAssignments(container, generation, known);
  await forEachOf(namingsOf(ofTypes(events, "SalesmanMatched")), async ({ salesmanId, ...naming }) => {
    const partition = ofSalesman(generation, salesmanId);
    await changePartition(container, partition, ["salesman"], withName(partition, salesmanId, naming));
  });
};

const applyFigures = async (
  container: Container,
  generation: string,
  events: readonly FigureEvent[],
): Promise<Known[]> => {
  const known: Known[] = [];
  await forEachOf(
    Map.groupBy(events, ({ data }) => data.projectname),
    async ([projectname, ofName]) => {
      const partition = ofProjectname(generation, projectname);
      const byContribution = [...Map.groupBy(ofName, contributionId)];
      for (const some of inChunks(byContribution, perBatch)) {
        const these = some.flatMap(([, ofOne]) => ofOne);
        const change = withFigures(partition, projectname, these);
        // Which months there are is nearly always told by the days of the events; the change asks for others.
        const months = these.map(({ time }) => monthId(seoulDate(new Date(time)).slice(0, 7)));
        const ids = [...some.map(([id]) => id), "summary", ...months];
        let stored: ReadonlyMap<string, FigureDocument> = new Map();
        await changePartition<FigureDocument>(container, partition, ids, (found, asked) => {
          const changed = change(found, asked);
          if ("documents" in changed) {
            stored = new Map([
              ...found,
              ...changed.documents.map((document) => [document.id, document] as const),
            ]);
          }
          return changed;
        });
        known.push(...newestOf(these.filter(isOfConsultation)).flatMap((event) => knownOf(stored, event)));
      }
    },
  );
  return known;
};

const isOfConsultation = (event: FigureEvent): event is ConsultationEvent =>
  consultationTypes.some((type) => type === event.type);

const knownOf = (documents: ReadonlyMap<string, FigureDocument>, event: ConsultationEvent): Known[] => {
  const found = factsIn(documents, event.subject);
  if (!found) return [];
  const newest = event.aggregateversion === found.facts.version ? event : undefined;
  return [{ consultationId: event.subject, revision: found.revision, facts: found.facts, newest }];
};

const applyAssignments = async (
  container: Container,
  generation: string,
  known: readonly Known[],
): Promise<void> => {
  const served = known.flatMap((one) => peopleOf(one.facts).map((who) => ({ who, one })));
  await forEachOf(
    Map.groupBy(served, ({ who }) => who),
    async ([salesmanId, his]) => {
      const partition = ofSalesman(generation, salesmanId);
      for (const some of inChunks(his, 90)) {
        const consultations = some.map(({ one }) => one);
        const ids = ["salesman", ...consultations.map(({ consultationId }) => assignmentId(consultationId))];
        await changePartition<SalesmanPartitionDocument>(
          container,
          partition,
          ids,
          withAssignments(partition, salesmanId, consultations),
        );
      }
    },
  );
};

/** Shows a salesman's list what his own command has just changed. It is counted when the feed brings it. */
export const showAssignments = async (
  container: Container,
  generation: string,
  events: readonly ViewEvent[],
): Promise<void> => {
  const shown = newestOf(ofTypes(events, ...consultationTypes)).flatMap((event) => {
    const { matchedsalesman, matchedconsultant } = event.data;
    const formerly = event.type === "ConsultationHandedBack" ? event.data.by : null;
    const people = [matchedsalesman, matchedconsultant, formerly].filter((who) => who !== null);
    return people.map((salesmanId) => ({ salesmanId, event }));
  });
  await forEachOf(shown, async ({ salesmanId, event }) => {
    const partition = ofSalesman(generation, salesmanId);
    const id = assignmentId(event.subject);
    await changePartition<AssignmentDocument>(
      container,
      partition,
      [id],
      (found) => {
        const now = shownTo(found.get(id), { partition, salesmanId }, event);
        return { documents: now ? [now] : [] };
      },
      // Whom it was just given to nearly always has it for the first time.
      { areNew: event.type === "ConsultationEdited" && event.data.matchVersion !== undefined },
    );
  });
};
