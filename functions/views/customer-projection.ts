import type { Container } from "@azure/cosmos";
import { consultation } from "../../shared/contract/consultation.ts";
import { interest } from "../../shared/contract/interest.ts";
import { changePartition } from "./change-partition.ts";
import { forEachOf, inChunks } from "./chunks.ts";
import type { MyConsultationDocument, MyInterestDocument } from "./documents.ts";
import type { JustShown } from "./just-shown.ts";
import { ofCustomer } from "./partitions.ts";
import { applyNames } from "./people.ts";
import { applyProjects } from "./projects.ts";
import { newestOf, ofTypes, type ViewEvent } from "./view-events.ts";

export type Mine = MyInterestDocument | MyConsultationDocument;

/**
 * Brings events into the customers' pages. Each event carries its whole, so that of each interest and consultation the newest
 * is kept: any order and any duplication ends in the same documents.
 */
export const applyToCustomerView = async (
  container: Container,
  generation: string,
  events: readonly ViewEvent[],
): Promise<void> => {
  await Promise.all([
    applyMine(container, generation, events),
    applyNames(container, generation, ofTypes(events, "SalesmanMatched")),
    applyProjects(
      container,
      generation,
      ofTypes(events, "ProjectCreated", "ProjectEdited", "ProjectStarted", "ProjectEnded"),
      (partition) => ({ id: "projects", partition, kind: "projects" as const, projects: {} }),
    ),
  ]);
};

/**
 * Interests and consultations alone: what a customer's own command has changed. With `shown`, nobody has brought these events
 * before, as far as is known: what begins with them, or follows upon what was shown just now, is then written without a look.
 */
export const applyMine = async (
  container: Container,
  generation: string,
  events: readonly ViewEvent[],
  { shown }: { shown?: JustShown<Mine> } = {},
): Promise<void> => {
  const documents = documentsOf(generation, events);
  await forEachOf(
    Map.groupBy(documents, ({ partition }) => partition),
    async ([partition, mine]) => {
      for (const some of inChunks(mine, 90)) {
        await changePartition<Mine>(
          container,
          partition,
          some.map(({ id }) => id),
          (found) => ({
            documents: some.filter(({ id, version }) => (found.get(id)?.version ?? 0) < version),
          }),
          { areNew: shown !== undefined && some.every(({ version }) => version === 1), shown },
        );
      }
    },
  );
};

const documentsOf = (generation: string, events: readonly ViewEvent[]): Mine[] => [
  ...newestOf(ofTypes(events, "InterestCreated", "InterestUpdated")).map(
    ({ subject, data, aggregateversion }): MyInterestDocument => ({
      id: `interest-${subject}`,
      partition: ofCustomer(generation, data.customerId),
      kind: "interest",
      interestKey: data.projectname,
      version: aggregateversion,
      interest: interest.parse(data),
    }),
  ),
  ...newestOf(
    ofTypes(
      events,
      "ConsultationCreated",
      "ConsultationEdited",
      "ConsultationProgressed",
      "ConsultationHandedBack",
    ),
  ).map(({ subject, data, aggregateversion }): MyConsultationDocument => ({
    id: `consultation-${subject}`,
    partition: ofCustomer(generation, data.customerId),
    kind: "consultation",
    consultationKey: `${data.requestedAt}|${subject}`,
    version: aggregateversion,
    consultation: consultation.parse(data),
  })),
];
