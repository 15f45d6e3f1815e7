import type { Container } from "@azure/cosmos";
import type { Salesman } from "../../shared/contract/salesman.ts";
import { cosmosAggregates, type Aggregates, type IdempotencyKey } from "../../shared/cosmos/aggregates.ts";
import { claimKey } from "../../shared/cosmos/claim-key.ts";
import type { StateDocument } from "../../shared/cosmos/documents.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import { salesmanDecider, type SalesmanCommand, type SalesmanState } from "./salesman.ts";

/** A person as they are stored; the ETag is absent when the answer to what stored them was lost. */
export type StoredSalesman = { state: SalesmanState; version: number; etag?: string | undefined };

/** The people on the roster as they are stored: the aggregates, and the lists over them. */
export type Salesmen = Aggregates<SalesmanCommand, SalesmanState> & {
  /** People by name. `after` is the sort key of the last one seen. */
  list: (
    filter: { kind?: Salesman["kind"] | undefined; available?: boolean | undefined },
    page: { after?: string | undefined; limit: number },
  ) => Promise<{ salesman: Salesman; sortKey: string }[]>;
  /** Ties an Idempotency-Key to its request: the person's id comes from the body. @throws IdempotencyKeyReused */
  claimKey: (key: IdempotencyKey) => Promise<void>;
  /** Everyone. */
  all: () => Promise<StoredSalesman[]>;
};

/** The aggregate of one person: matches are in the same container, and no salesmanId may name one of them. */
export const salesmanAggregateId = (salesmanId: string): string => idFrom("salesman", salesmanId);

/** The person as the API shows them. */
export const toSalesman = ({ profile, serving }: SalesmanState): Salesman => ({
  ...profile,
  load: serving.length,
});

type Stored = StateDocument<SalesmanState> & { index: { sortKey: string } };

const isSalesman = "c.kind = 'state' AND c.index.type = 'salesman'";

export const cosmosSalesmen = (container: Container): Salesmen => ({
  ...cosmosAggregates({
    container: () => container,
    context: "matching",
    decider: salesmanDecider,
    index: ({ profile }) => ({ type: "salesman", sortKey: `${profile.name}|${profile.salesmanId}` }),
  }),
  list: async ({ kind, available }, { after, limit }) => {
    const documents = await readSorted<Stored>(container, {
      sortKey: "c.index.sortKey",
      order: "ASC",
      where: [
        isSalesman,
        ...(kind === undefined ? [] : ["c.state.profile.kind = @kind"]),
        ...(available === undefined ? [] : ["c.state.profile.available = @available"]),
      ],
      parameters: [
        ...(kind === undefined ? [] : [{ name: "@kind", value: kind }]),
        ...(available === undefined ? [] : [{ name: "@available", value: available }]),
      ],
      after,
      limit,
    });
    return documents.map(({ state, index: { sortKey } }) => ({ salesman: toSalesman(state), sortKey }));
  },
  claimKey: (key) => claimKey(container, key),
  all: async () => {
    const { resources } = await container.items
      .query<StoredSalesman>(`SELECT c.state, c.version, c._etag AS etag FROM c WHERE ${isSalesman}`)
      .fetchAll();
    return resources;
  },
});
