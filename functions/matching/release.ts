import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { MatchState } from "./domain.ts";
import type { Roster } from "./roster.ts";
import { salesmanAggregateId, type Salesmen } from "./salesmen.ts";

/** Everyone who was ever given this match, each with the instant of the last time. */
const servers = ({ attempts }: MatchState): Map<string, string> =>
  new Map(
    attempts.flatMap(({ at, salesmanId, consultantId }) =>
      [salesmanId, consultantId].filter((id) => id !== null).map((id): [string, string] => [id, at]),
    ),
  );

export type Release = {
  /** Gives back the places of those who had the consultation before, but of nobody in `kept`. Answers whether a place became free. */
  formers: (match: MatchState, kept: readonly (string | null)[], origin: Origin) => Promise<boolean>;
  /** Gives back every place of the consultation, but of those in `kept`. Answers whether a place became free. */
  all: (match: MatchState, kept: readonly (string | null)[], origin: Origin) => Promise<boolean>;
};

/** Gives capacity back; again and again without harm. */
export const releaseWith = (salesmen: Salesmen, roster: Roster): Release => {
  const release = async (
    { subject }: MatchState,
    places: Map<string, string | undefined>,
    kept: readonly (string | null)[],
    origin: Origin,
  ): Promise<boolean> => {
    let isFree = false;
    for (const [id, upTo] of places) {
      if (kept.includes(id)) continue;
      const command = { type: "ReleaseCapacity", consultationId: subject.id, upTo } as const;
      const { state, version, changed } = await salesmen.execute(salesmanAggregateId(id), command, {
        origin,
      });
      roster.note({ state, version });
      isFree ||= changed;
    }
    return isFree;
  };
  return {
    formers: (match, kept, origin) =>
      release(match, servers(match), [...kept, match.salesmanId, match.consultantId], origin),
    all: (match, kept, origin) =>
      release(match, new Map([...servers(match).keys()].map((id) => [id, undefined])), kept, origin),
  };
};
