import type { Container } from "@azure/cosmos";
import type { Interest } from "../../shared/contract/interest.ts";
import { cosmosAggregates, type Aggregates, type IdempotencyKey } from "../../shared/cosmos/aggregates.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { IdempotencyKeyReused } from "../../shared/domain/errors.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { interestDecider, type InterestCommand, type InterestState, toInterest } from "./domain.ts";

/** The interests as they are stored: the aggregates, and a customer's list of them. */
export type Interests = Aggregates<InterestCommand, InterestState> & {
  /** One customer's interests, by projectname. `after` is the projectname of the last one seen. */
  listOf: (customerId: string, page: { after?: string | undefined; limit: number }) => Promise<Interest[]>;
  /**
   * Ties an Idempotency-Key to its request before the command runs. The id of an interest comes from what is in the body,
   * so that a second body under the same key would be looked for elsewhere. @throws IdempotencyKeyReused
   */
  claimKey: (key: IdempotencyKey) => Promise<void>;
};

/** The one interest of a customer in a projectname. */
export const interestIdOf = (customerId: string, projectname: string): string =>
  idFrom("interest", customerId, projectname);

const keySeconds = 7 * 24 * 60 * 60;

type KeyDocument = { id: "key"; aggregateId: string; kind: "key"; fingerprint: string; ttl: number };

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
  claimKey: async ({ key, fingerprint }) => {
    const claim: KeyDocument = {
      id: "key",
      aggregateId: `key-${key}`,
      kind: "key",
      fingerprint,
      ttl: keySeconds,
    };
    try {
      await container.items.create(claim);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === 409)) throw error;
      const { resource } = await container.item("key", claim.aggregateId).read<KeyDocument>();
      if (resource && resource.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    }
  },
});
