import type { Container } from "@azure/cosmos";
import type { Interest } from "../../shared/contract/interest.ts";
import { cosmosAggregates, type Aggregates, type IdempotencyKey } from "../../shared/cosmos/aggregates.ts";
import { claimKey } from "../../shared/cosmos/claim-key.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { interestDecider, type InterestCommand, type InterestState, toInterest } from "./domain.ts";

/** The interests as they are stored: the aggregates, and a customer's list of them. */
export type Interests = Aggregates<InterestCommand, InterestState> & {
  /** One customer's interests, by projectname. `after` is the projectname of the last one seen. */
  listOf: (customerId: string, page: { after?: string | undefined; limit: number }) => Promise<Interest[]>;
  /** Ties an Idempotency-Key to its request before the command runs (ADR 2). @throws IdempotencyKeyReused */
  claimKey: (key: IdempotencyKey) => Promise<void>;
};

/** The one interest of a customer in a projectname. */
export const interestIdOf = (customerId: string, projectname: string): string =>
  idFrom("interest", customerId, projectname);

export const cosmosInterests = (container: Container): Interests => ({
  ...cosmosAggregates({
    container: () => container,
    context: "interest",
    decider: interestDecider,
    index: (interest) => ({ customerId: interest.customerId, sortKey: interest.projectname }),
  }),
  listOf: async (customerId, { after, limit }) => {
    const documents = await readSorted<StateDocument<InterestState>>(container, {
      sortKey: "c.index.sortKey",
      order: "ASC",
      where: ["c.kind = 'state'", "c.index.customerId = @customerId"],
      parameters: [{ name: "@customerId", value: customerId }],
      after,
      limit,
    });
    return documents.map(({ state }) => toInterest(state));
  },
  claimKey: (key) => claimKey(container, key),
});
