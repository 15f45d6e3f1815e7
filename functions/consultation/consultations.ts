import type { Container } from "@azure/cosmos";
import type { Consultation, Step } from "../../shared/contract/consultation.ts";
import { cosmosAggregates, type Aggregates } from "../../shared/cosmos/aggregates.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { consultationDecider, type ConsultationCommand, type ConsultationState } from "./domain.ts";

/** The consultations as they are stored: the aggregates, and the list over their states. */
export type Consultations = Aggregates<ConsultationCommand, ConsultationState> & {
  /** The newest first. `after` is the sort key of the last one seen. */
  list: (
    filter: { step?: Step | undefined; unmatched?: boolean | undefined },
    page: { after?: string | undefined; limit: number },
  ) => Promise<{ consultation: Consultation; sortKey: string }[]>;
};

type Index = { sortKey: string };

export const cosmosConsultations = (container: Container): Consultations => ({
  ...cosmosAggregates({
    container: () => container,
    context: "consultation",
    decider: consultationDecider,
    index: ({ consultation }): Index => ({
      sortKey: `${consultation.requestedAt}|${consultation.consultationId}`,
    }),
  }),
  list: async ({ step, unmatched }, { after, limit }) => {
    const documents = await readSorted<StateDocument<ConsultationState> & { index: Index }>(container, {
      sortKey: "c.index.sortKey",
      order: "DESC",
      where: [
        "c.kind = 'state'",
        ...(step === undefined ? [] : ["c.state.consultation.step = @step"]),
        ...(unmatched === true ? ["IS_NULL(c.state.consultation.matchedsalesman)"] : []),
      ],
      parameters: step === undefined ? [] : [{ name: "@step", value: step }],
      after,
      limit,
    });
    return documents.map(({ state, index }) => ({
      consultation: state.consultation,
      sortKey: index.sortKey,
    }));
  },
});
