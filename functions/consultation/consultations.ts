import type { Container } from "@azure/cosmos";
import type { Consultation, Step } from "../../shared/contract/consultation.ts";
import { cosmosAggregates, type Aggregates } from "../../shared/cosmos/aggregates.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { consultationDecider, type ConsultationCommand, type ConsultationState } from "./domain.ts";

/** Whose consultations: a customer's, a salesman's (or consultant's), or everybody's. */
export type Whose = { customerId: string } | { salesmanId: string } | "everybody";

/** The consultations as they are stored: the aggregates, and the lists over their states. */
export type Consultations = Aggregates<ConsultationCommand, ConsultationState> & {
  /** What waits longest first for a salesman, the newest first for the others. `after` is the sort key of the last one seen. */
  list: (
    whose: Whose,
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
  list: async (whose, { step, unmatched }, { after, limit }) => {
    const documents = await readSorted<StateDocument<ConsultationState> & { index: Index }>(container, {
      sortKey: "c.index.sortKey",
      order: whose !== "everybody" && "salesmanId" in whose ? "ASC" : "DESC",
      where: [
        "c.kind = 'state'",
        ...ownership(whose),
        ...(step === undefined ? [] : ["c.state.consultation.step = @step"]),
        ...(unmatched === true ? ["IS_NULL(c.state.consultation.matchedsalesman)"] : []),
      ],
      parameters: [
        ...(whose === "everybody" ? [] : [{ name: "@who", value: Object.values(whose)[0] ?? "" }]),
        ...(step === undefined ? [] : [{ name: "@step", value: step }]),
      ],
      after,
      limit,
    });
    return documents.map(({ state, index }) => ({
      consultation: state.consultation,
      sortKey: index.sortKey,
    }));
  },
});

const ownership = (whose: Whose): string[] => {
  if (whose === "everybody") return [];
  if ("customerId" in whose) return ["c.state.consultation.customerId = @who"];
  return ["(c.state.consultation.matchedsalesman = @who OR c.state.consultation.matchedconsultant = @who)"];
};
