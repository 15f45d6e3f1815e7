import type { Loaded, Origin } from "../../shared/cosmos/aggregates.ts";
import { WrongState } from "../../shared/domain/errors.ts";
import type { Choice } from "./choose.ts";
import type { MatchState, Subject, Wish } from "./domain.ts";
import { matchIdOf, type Matches } from "./matches.ts";
import type { Profile } from "./salesman.ts";
import { NotFree } from "./salesman.ts";
import { salesmanAggregateId, type Salesmen } from "./salesmen.ts";
import type { Roster } from "./roster.ts";
import { deadlinesOf, type MatchingRules } from "./rules.ts";

export type Parts = { salesmen: Salesmen; matches: Matches; roster: Roster; rules: MatchingRules };

export type Assignment = {
  subject: Subject;
  wish: Wish;
  salesmanId: string;
  consultantId: string | null;
  found: Pick<Choice, "reasons" | "considered" | "others">;
  by: { choiceAfter: number } | { staff: string };
  /** What was read for the choice, and needs not be read or written again; the match is null where there was none. */
  known?: { presentSalesman: string | undefined; match: Loaded<MatchState> | null };
};

/** Gives a subject to a salesman, and a consultation a place of his capacity. */
export type Assign = (assignment: Assignment, origin: Origin) => Promise<MatchState>;

/**
 * Reserves first, then saves the match. A crash in between is mended by the next try, which finds its place reserved; a match
 * that can't be saved any more gives the place back. The salesman before keeps his place until the consultation
 * itself names another one (see policies.ts), since until then he may still accept.
 *
 * @throws NotFree when the salesman has no place, MatchDecided and Overtaken when the match has moved on
 */
export const assignWith = ({ salesmen, matches, roster, rules }: Parts): Assign => {
  const oneByOne = queues();
  return async ({ subject, wish, salesmanId, consultantId, found, by, known }, origin) => {
    const { at } = origin;
    const isConsultation = subject.type === "consultation";

    const run = async (id: string, command: Parameters<Salesmen["execute"]>[1]): Promise<Profile> => {
      const stored = await oneByOne(id, async () => {
        const done = await salesmen.execute(salesmanAggregateId(id), command, {
          origin,
          known: roster.known(id),
        });
        roster.note(done);
        return done;
      });
      return stored.state.profile;
    };
    const reserve = (id: string): Promise<Profile> =>
      isConsultation
        ? run(id, { type: "ReserveCapacity", consultationId: subject.id, at, byHand: "staff" in by })
        : run(id, { type: "NoteInterest", at });
    const giveBack = (id: string): Promise<Profile> =>
      run(id, { type: "ReleaseCapacity", consultationId: subject.id, upTo: at.toISOString() });

    const before = new Set(roster.serving(subject.id).map((holder) => holder.salesmanId));
    // A consultant alone is no match: a place that he did not have before is given back when there is none for a salesman.
    const bothOrNone = async (
      salesman: Promise<Profile>,
      consultant: Promise<Profile | null> | null,
    ): Promise<[Profile, Profile | null]> => {
      const [one, other] = await Promise.allSettled([salesman, consultant]);
      if (one.status === "fulfilled" && other.status === "fulfilled") return [one.value, other.value];
      if (
        one.status === "rejected" &&
        other.status === "fulfilled" &&
        other.value &&
        !before.has(other.value.salesmanId)
      ) {
        await giveBack(other.value.salesmanId);
      }
      throw one.status === "rejected" ? one.reason : (other as PromiseRejectedResult).reason;
    };

    const settle = () => {
      for (const id of [salesmanId, consultantId]) if (id !== null) roster.settle(id, subject.id);
    };

    try {
      const [salesman, consultant] = await bothOrNone(
        reserve(salesmanId),
        consultantId === null ? null : reserve(consultantId).catch(nobodyWhenNotFree),
      );
      const reasons = consultant ? found.reasons : found.reasons.filter(({ code }) => !isConsultants(code));
      try {
        const [{ state }] = await Promise.all([
          matches.execute(
            matchIdOf(subject),
            {
              type: "AssignSalesman",
              about: { matchId: matchIdOf(subject), subject, wish },
              at,
              salesman,
              consultant,
              deadlines: isConsultation ? deadlinesOf(at, salesman, rules) : null,
              by,
              ...found,
              reasons,
            },
            {
              origin,
              expectNew: known?.match === null,
              known: known?.match ?? undefined,
            },
          ),
          known?.presentSalesman === salesmanId
            ? undefined
            : matches.noteSalesmanOf(wish.customerId, salesmanId),
        ]);
        return state;
      } catch (error) {
        if (!(error instanceof WrongState) || !isConsultation) throw error;
        const present = (await matches.load(matchIdOf(subject)))?.state;
        const kept = present && present.state !== "closed" ? [present.salesmanId, present.consultantId] : [];
        for (const one of [salesman, ...(consultant ? [consultant] : [])]) {
          if (!kept.includes(one.salesmanId)) await giveBack(one.salesmanId);
        }
        throw error;
      }
    } finally {
      settle();
    }
  };
};

const isConsultants = (code: string): boolean => code.startsWith("consultant-");

// A consultation does not wait for a consultant.
const nobodyWhenNotFree = (error: unknown): null => {
  if (error instanceof NotFree) return null;
  throw error;
};

/** One piece of work after the other for the same person: of each process at most one then meets the others at the document. */
const queues = () => {
  const last = new Map<string, Promise<unknown>>();
  return <Result>(salesmanId: string, work: () => Promise<Result>): Promise<Result> => {
    const mine = (last.get(salesmanId) ?? Promise.resolve()).then(work, work);
    last.set(salesmanId, mine);
    const forget = () => {
      if (last.get(salesmanId) === mine) last.delete(salesmanId);
    };
    mine.then(forget, forget);
    return mine;
  };
};
