import { anyEvent, type AnyEvent } from "../../shared/contract/envelope.ts";
import {
  cosmosAggregates,
  type Aggregates,
  type CommandOptions,
  type Executed,
} from "../../shared/cosmos/aggregates.ts";
import type { Decider } from "../../shared/domain/decider.ts";
import { Invalid, NotFound } from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import type { StartedCosmos } from "./started-cosmos.ts";

export type Till = { total: number; closed: boolean };
export type TillCommand = { type: "Open" } | { type: "Add"; amounts: number[] } | { type: "Close" };
type TillEvent = { type: "Opened" | "Added" | "Closed"; data: { amount: number } };

const tillDecider: Decider<TillCommand, Till, TillEvent> = {
  decide: (command, state) => {
    if (command.type === "Open") return state ? [] : [{ type: "Opened", data: { amount: 0 } }];
    if (!state) throw new NotFound("till");
    if (state.closed) throw new Invalid({ path: "till", message: "is closed" });
    if (command.type === "Close") return [{ type: "Closed", data: { amount: 0 } }];
    return command.amounts.map((amount) => ({ type: "Added", data: { amount } }));
  },
  evolve: (state, { type, data }) => ({
    total: (state?.total ?? 0) + data.amount,
    closed: type === "Closed",
  }),
};

/** When every command of these tests is given. */
export const at = new Date("2027-03-02T01:00:00.000Z");

export const options = (more: Partial<CommandOptions> = {}): CommandOptions => ({
  origin: { at, correlationid: "correlation-1" },
  ...more,
});

export const withKey = (key: string, fingerprint = "same"): CommandOptions =>
  options({ idempotency: { key, fingerprint } });

export const add = (...amounts: number[]): TillCommand => ({ type: "Add", amounts });

/** What of an execution the caller hears; a repeated request must hear the same. */
export const heard = ({
  state,
  version,
  created,
  changed,
}: Executed<Till>): Omit<Executed<Till>, "events"> => ({
  state,
  version,
  created,
  changed,
});

export type Tills = Aggregates<TillCommand, Till> & {
  /** A new till that is open. */
  open: () => Promise<string>;
  /** The events of one till as they are stored, each checked against the contract. */
  history: (id: string) => Promise<AnyEvent[]>;
  versions: (id: string) => Promise<number[]>;
};

/**
 * The smallest aggregate that shows a lost or doubled command: a till that is opened once, counts, and can be closed.
 * It lies in the container of the projects.
 */
export const tillsIn = (cosmos: StartedCosmos): Tills => {
  const aggregates = cosmosAggregates({
    container: () => cosmos.container("project"),
    context: "project",
    decider: tillDecider,
    index: ({ total }) => ({ total }),
  });
  const history = async (id: string): Promise<AnyEvent[]> =>
    (await cosmos.documents("project", id)).flatMap(({ event }) =>
      event === undefined ? [] : [anyEvent.parse(event)],
    );
  return {
    ...aggregates,
    open: async () => {
      const id = newId();
      await aggregates.execute(id, { type: "Open" }, options());
      return id;
    },
    history,
    versions: async (id) => (await history(id)).map(({ aggregateversion }) => aggregateversion),
  };
};
