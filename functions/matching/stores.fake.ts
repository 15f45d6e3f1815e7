import type { Aggregates, DomainEvent } from "../../shared/cosmos/aggregates.ts";
import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { Decider } from "../../shared/domain/decider.ts";
import { StaleVersion } from "../../shared/domain/errors.ts";
import { matchDecider, type MatchState } from "./domain.ts";
import type { Matches } from "./matches.ts";
import { salesmanDecider, type SalesmanState } from "./salesman.ts";
import { salesmanAggregateId, toSalesman, type Salesmen } from "./salesmen.ts";

type Stored<State> = { state: State; version: number };

/** Aggregates in memory: a command is one step, as one batch is. `onCommit` sees the events, as the change feed does. */
export const memoryAggregates = <Command, State, Event extends DomainEvent>(
  decider: Decider<Command, State, Event>,
  onCommit: (event: AnyEvent, after: State, before: State | undefined) => void = () => undefined,
): Aggregates<Command, State> & { stored: Map<string, Stored<State>> } => {
  const stored = new Map<string, Stored<State>>();
  let eventCount = 0;
  return {
    stored,
    load: (id) => {
      const found = stored.get(id);
      return Promise.resolve(found && { ...found, etag: String(found.version) });
    },
    execute: async (id, command, { origin, ifVersions }) => {
      await Promise.resolve(); // others run between any two commands
      const before = stored.get(id);
      if (before && ifVersions?.includes(before.version) === false) throw new StaleVersion();
      const drafts = decider.decide(command, before?.state);
      const state = drafts.reduce<State | undefined>(decider.evolve, before?.state);
      if (state === undefined) throw new Error("A command left no state behind.");
      const first = before?.version ?? 0;
      const version = first + drafts.length;
      if (drafts.length > 0) stored.set(id, { state, version });
      const events = drafts.map(({ type, data }, index): AnyEvent => ({
        specversion: "1.0",
        id: `event-${++eventCount}`,
        source: "/contexts/matching",
        type,
        subject: id,
        time: origin.at.toISOString(),
        datacontenttype: "application/json",
        dataversion: 1,
        aggregateversion: first + index + 1,
        correlationid: origin.correlationid,
        data,
      }));
      for (const event of events) onCommit(event, state, before?.state);
      return { state, version, created: !before, changed: drafts.length > 0, events, etag: String(version) };
    },
  };
};

export type MemoryStores = {
  salesmen: Salesmen & { states: () => SalesmanState[] };
  matches: Matches & { states: () => MatchState[] };
};

/** Both stores of the context in memory. */
export const memoryStores = (
  onMatch: (event: AnyEvent) => void = () => undefined,
  onSalesman: (event: AnyEvent, after: SalesmanState, before: SalesmanState | undefined) => void = () =>
    undefined,
): MemoryStores => {
  const byState = new Map<MatchState["state"], Map<string, MatchState>>();
  const inState = (state: MatchState["state"]): Map<string, MatchState> => {
    const there = byState.get(state) ?? new Map<string, MatchState>();
    byState.set(state, there);
    return there;
  };
  const people = memoryAggregates(salesmanDecider, onSalesman);
  const matches = memoryAggregates(matchDecider, (event, after, before) => {
    if (before) inState(before.state).delete(after.matchId);
    inState(after.state).set(after.matchId, after);
    onMatch(event);
  });
  const customers = new Map<string, string>();
  const sorted = (state: MatchState["state"]) =>
    [...inState(state).values()]
      .map((match) => ({ match, sortKey: `${match.since}|${match.matchId}` }))
      .toSorted((one, other) => (one.sortKey < other.sortKey ? -1 : 1));
  return {
    salesmen: {
      ...people,
      states: () => [...people.stored.values()].map(({ state }) => state),
      all: () => Promise.resolve([...people.stored.values()]),
      claimKey: () => Promise.resolve(),
      list: () =>
        Promise.resolve(
          [...people.stored.values()].map(({ state }) => ({
            salesman: toSalesman(state),
            sortKey: salesmanAggregateId(state.profile.salesmanId),
          })),
        ),
    },
    matches: {
      ...matches,
      states: () => [...matches.stored.values()].map(({ state }) => state),
      listIn: (state, { after = "", limit }) =>
        Promise.resolve(
          sorted(state)
            .filter(({ sortKey }) => sortKey > after)
            .slice(0, limit),
        ),
      salesmanOf: (customerId) => Promise.resolve(customers.get(customerId)),
      noteSalesmanOf: (customerId, salesmanId) => {
        customers.set(customerId, salesmanId);
        return Promise.resolve();
      },
    },
  };
};
