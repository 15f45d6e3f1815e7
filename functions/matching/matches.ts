import type { Container } from "@azure/cosmos";
import { cosmosAggregates, type Aggregates } from "../../shared/cosmos/aggregates.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { matchDecider, type MatchCommand, type MatchState, type Subject } from "./domain.ts";

/** The matches as they are stored: the aggregates, the list of those in a state, and who serves a customer. */
export type Matches = Aggregates<MatchCommand, MatchState> & {
  /** The matches in a state, those that came into it first ahead. `after` is the sort key of the last one seen. */
  listIn: (
    state: MatchState["state"],
    page: { after?: string | undefined; limit: number },
  ) => Promise<{ match: MatchState; sortKey: string }[]>;
  /** The salesman to whom something of this customer was given last. */
  salesmanOf: (customerId: string) => Promise<string | undefined>;
  noteSalesmanOf: (customerId: string, salesmanId: string) => Promise<void>;
};

/** The one match of a subject. */
export const matchIdOf = ({ type, id }: Subject): string => idFrom("match", type, id);

type CustomerDocument = { id: "customer"; aggregateId: string; kind: "customer"; salesmanId: string };

const customerPartition = (customerId: string): string => idFrom("customer", customerId);

export const cosmosMatches = (container: Container): Matches => ({
  ...cosmosAggregates({
    container: () => container,
    context: "matching",
    decider: matchDecider,
    index: ({ matchId, state, since }) => ({ type: "match", state, sortKey: `${since}|${matchId}` }),
  }),
  listIn: async (state, { after, limit }) => {
    const documents = await readSorted<StateDocument<MatchState> & { index: { sortKey: string } }>(
      container,
      {
        sortKey: "c.index.sortKey",
        order: "ASC",
        where: ["c.kind = 'state'", "c.index.type = 'match'", "c.index.state = @state"],
        parameters: [{ name: "@state", value: state }],
        after,
        limit,
      },
    );
    return documents.map((document) => ({ match: document.state, sortKey: document.index.sortKey }));
  },
  salesmanOf: async (customerId) => {
    const { resource } = await container
      .item("customer", customerPartition(customerId))
      .read<CustomerDocument>();
    return resource?.salesmanId;
  },
  noteSalesmanOf: async (customerId, salesmanId) => {
    const document: CustomerDocument = {
      id: "customer",
      aggregateId: customerPartition(customerId),
      kind: "customer",
      salesmanId,
    };
    // The last one wins, whichever was written first: a preference, not a promise.
    await container.items.upsert(document);
  },
});
