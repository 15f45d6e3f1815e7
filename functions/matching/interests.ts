import type { Interest } from "../../shared/contract/interest.ts";
import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { Assign, Parts } from "./assignment.ts";
import { choose } from "./choose.ts";
import { isSettled, MatchDecided, type MatchState, Overtaken, type Subject, type Wish } from "./domain.ts";
import { matchIdOf } from "./matches.ts";

/** Matches interests: the same choice as for a consultation, but nothing to accept and no place taken. */
export type InterestMatching = {
  /** The customer is interested: a salesman is chosen once, or it waits for one. */
  match: (
    interest: Pick<Interest, "interestId" | "projectname" | "customerId">,
    origin: Origin,
  ) => Promise<void>;
  /** Tries again for one that waits. Answers whether it has a salesman now. */
  again: (match: MatchState, origin: Origin) => Promise<boolean>;
  /** The interest was taken back: it waits no longer. */
  forget: (interestId: string, origin: Origin) => Promise<void>;
};

export const interestMatching = ({ matches, roster }: Parts, assign: Assign): InterestMatching => {
  const find = async (
    subject: Subject,
    wish: Wish,
    match: MatchState | undefined,
    origin: Origin,
  ): Promise<boolean> => {
    const [presentSalesman] = await Promise.all([
      matches.salesmanOf(wish.customerId),
      roster.refresh({ fresh: match !== undefined }),
    ]);
    const request = { ...wish, presentSalesman, excluded: [] };
    const { salesman, consultant, ...found } = choose(request, roster.people(), origin.at);
    if (!salesman) {
      const matchId = matchIdOf(subject);
      const about = { matchId, subject, wish };
      await matches.execute(matchId, { type: "Wait", about, at: origin.at, ...found }, { origin });
      return false;
    }
    const [salesmanId, consultantId] = [salesman.salesmanId, consultant?.salesmanId ?? null];
    const by = { choiceAfter: match?.tried ?? 0 };
    await assign({ subject, wish, salesmanId, consultantId, found, by }, origin);
    return true;
  };

  const unlessDecided = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await work();
    } catch (error) {
      // The same event twice at once, or a wake beside it: the other one has matched it.
      if (error instanceof MatchDecided || error instanceof Overtaken) return false;
      throw error;
    }
  };

  return {
    match: async ({ interestId, projectname, customerId }, origin) => {
      const subject = { type: "interest", id: interestId } as const;
      const match = (await matches.load(matchIdOf(subject)))?.state;
      if (match && (match.salesmanId !== null || match.state === "closed")) return;
      const wish = { projectname, customerId };
      const isMatched = await unlessDecided(() => find(subject, wish, match, origin));
      // It waits now, and that is noted: whoever became free at this moment is found by a second look.
      if (!isMatched && !match) {
        const waiting = (await matches.load(matchIdOf(subject)))?.state;
        if (waiting?.state === "waiting") await unlessDecided(() => find(subject, wish, waiting, origin));
      }
    },
    again: (match, origin) => unlessDecided(() => find(match.subject, match.wish, match, origin)),
    forget: async (interestId, origin) => {
      const matchId = matchIdOf({ type: "interest", id: interestId });
      const match = (await matches.load(matchId))?.state;
      if (!match || isSettled(match) || match.salesmanId !== null) return;
      const close = { type: "Close", about: match, at: origin.at, ending: "taken back" } as const;
      await matches.execute(matchId, close, { origin });
    },
  };
};
