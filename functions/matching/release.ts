import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { Parts } from "./assignment.ts";
import type { MatchState } from "./domain.ts";
import type { Holder } from "./roster.ts";
import { salesmanAggregateId } from "./salesmen.ts";

export type Release = {
  /** Gives back the places of those who had the consultation before, but of nobody in `kept`. */
  formers: (match: MatchState, kept: readonly (string | null)[], origin: Origin) => Promise<void>;
  /** Gives back every place of the consultation, but of those in `kept`. */
  all: (match: MatchState, kept: readonly (string | null)[], origin: Origin) => Promise<void>;
  /**
   * Before a choice: gives back what tries left behind that died between the place and the match, and answers who has such
   * a place that is young: a try may be at it still, or has died just now and is followed by this one. `match` is
   * undefined before the first one is stored. The roster has to be fresh.
   */
  strays: (consultationId: string, match: MatchState | undefined, origin: Origin) => Promise<string[]>;
};

/** Whether a place without a match is so old that nobody is about to save one. */
export const isStray = ({ at }: Pick<Holder, "at">, now: Date, strayMinutes: number): boolean =>
  Date.parse(at) < now.getTime() - strayMinutes * 60_000;

/** Everyone who was ever given this match, each with the instant of the last time. */
const servers = ({ attempts }: MatchState): Map<string, string> =>
  new Map(
    attempts.flatMap(({ at, salesmanId, consultantId }) =>
      [salesmanId, consultantId].filter((id) => id !== null).map((id): [string, string] => [id, at]),
    ),
  );

/** Gives capacity back; again and again without harm. */
export const releaseWith = ({
  salesmen,
  roster,
  rules,
}: Pick<Parts, "salesmen" | "roster" | "rules">): Release => {
  const release = async (id: string, consultationId: string, upTo: string | undefined, origin: Origin) => {
    const command = { type: "ReleaseCapacity", consultationId, upTo } as const;
    const known = roster.known(id);
    roster.note(await salesmen.execute(salesmanAggregateId(id), command, { origin, known }));
  };

  return {
    formers: async (match, kept, origin) => {
      const present = [...kept, match.salesmanId, match.consultantId];
      for (const [id, upTo] of servers(match)) {
        if (!present.includes(id)) await release(id, match.subject.id, upTo, origin);
      }
    },
    all: async (match, kept, origin) => {
      const { id: consultationId } = match.subject;
      // Also of whom the match never heard: a try that died, or was refused and died, may have left a place there.
      await roster.refresh({ fresh: true });
      const holders = roster.serving(consultationId).map(({ salesmanId }) => salesmanId);
      for (const id of new Set([...servers(match).keys(), ...holders])) {
        if (!kept.includes(id)) await release(id, consultationId, undefined, origin);
      }
    },
    strays: async (consultationId, match, origin) => {
      const known = match ? [...servers(match).keys(), match.salesmanId, match.consultantId] : [];
      const unknown = roster.serving(consultationId).filter(({ salesmanId }) => !known.includes(salesmanId));
      for (const holder of unknown) {
        if (isStray(holder, origin.at, rules.strayMinutes))
          await release(holder.salesmanId, consultationId, holder.at, origin);
      }
      return roster
        .serving(consultationId)
        .map(({ salesmanId }) => salesmanId)
        .filter((id) => !known.includes(id));
    },
  };
};
