import type { Container } from "@azure/cosmos";
import { cosmosAggregates, type Aggregates, type IdempotencyKey } from "../../shared/cosmos/aggregates.ts";
import { claimKey } from "../../shared/cosmos/claim-key.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { interestDecider, type InterestCommand, type InterestState } from "./domain.ts";

/** The interests as they are stored. */
export type Interests = Aggregates<InterestCommand, InterestState> & {
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
  }),
  claimKey: (key) => claimKey(container, key),
});
