import type { Container } from "@azure/cosmos";
import type { Step } from "../../shared/contract/consultation.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { named, type CustomerPage, type NamedConsultation } from "./customer-page.ts";
import type { AssignmentDocument } from "./documents.ts";
import type { Listed, Part } from "./listed.ts";
import { ofSalesman } from "./partitions.ts";

/** What a salesman was given: what waits for his decision first, then what is under way, at last what has ended. */
export type SalesmanPage = {
  assignmentsOf: (
    salesmanId: string,
    filter: { step?: Step | undefined },
    part: Part,
  ) => Promise<Listed<NamedConsultation>[]>;
};

type Shown = AssignmentDocument & Required<Pick<AssignmentDocument, "assignmentKey" | "consultation">>;

export const cosmosSalesmanPage = (
  container: Container,
  current: () => Promise<string>,
  { namesOf }: Pick<CustomerPage, "namesOf">,
): SalesmanPage => ({
  assignmentsOf: async (salesmanId, { step }, { after, limit }) => {
    const documents = await readSorted<Shown>(container, {
      sortKey: "c.assignmentKey",
      order: "ASC",
      where: ['c.assignmentKey >= ""', ...(step === undefined ? [] : ["c.consultation.step = @step"])],
      parameters: step === undefined ? [] : [{ name: "@step", value: step }],
      after,
      limit,
      partition: ofSalesman(await current(), salesmanId),
    });
    const people = documents.flatMap(({ consultation }) => [
      consultation.matchedsalesman,
      consultation.matchedconsultant,
    ]);
    const names = await namesOf(people);
    return documents.map(({ consultation, version, assignmentKey }) => ({
      item: named(consultation, version, names),
      sortKey: assignmentKey,
    }));
  },
});
