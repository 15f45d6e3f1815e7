import type { Loaded } from "../../shared/cosmos/aggregates.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import type { Candidate } from "./choose.ts";
import type { Profile, SalesmanState } from "./salesman.ts";
import { salesmanAggregateId, type Salesmen, type StoredSalesman } from "./salesmen.ts";

/** Someone with a place for a consultation, and since when. */
export type Holder = Pick<Profile, "salesmanId" | "kind"> & { at: string };

const freshMs = 500;
const expectedMs = 10_000;

/**
 * The roster as the choice reads it: at most half a second old, with all that this process has stored since. What another
 * process stored in that time can make a choice second best, never wrong: the reservation asks the person's own document.
 */
export type Roster = {
  /** Reads the roster anew when it is older than half a second, or `fresh` is asked for. */
  refresh: (options?: { fresh: boolean }) => Promise<void>;
  /**
   * Everyone, as of this moment: after `refresh`, and with no wait between it, the choice and `expect`, or two choices of the
   * same moment fall on the same person. A place that someone has for the very consultation is not counted: it is for it.
   */
  people: (consultationId?: string) => Candidate[];
  /** Who has a place for the consultation, as of the same moment. */
  serving: (consultationId: string) => Holder[];
  /** One person's profile as it is now: reminders go to that number, and the customer is told that name. @throws NotFound */
  profileOf: (salesmanId: string) => Promise<Profile>;
  /** The person as they were a moment ago, for a command that is refused when they are not so any more. */
  known: (salesmanId: string) => Loaded<SalesmanState> | undefined;
  /** What this process has just stored of a person. */
  note: (stored: StoredSalesman) => void;
  /** The person was chosen, and a place is on its way to be reserved: choices at the same moment go to others. */
  expect: (salesmanId: string, consultationId: string) => void;
  /** The place was reserved, or was not to be had. */
  settle: (salesmanId: string, consultationId: string) => void;
};

export const rosterOf = (salesmen: Salesmen, clock: Clock): Roster => {
  const known = new Map<string, StoredSalesman>();
  const expected = new Map<string, Map<string, number>>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const note = ({ state, version, etag }: StoredSalesman): void => {
    const id = state.profile.salesmanId;
    const before = known.get(id);
    if (!before || before.version < version) known.set(id, { state, version, etag });
  };

  // One question for all who ask at the same time.
  const read = (): Promise<void> =>
    (reading ??= salesmen
      .all()
      .then((all) => {
        all.forEach(note);
        readAt = clock().getTime();
      })
      .finally(() => {
        reading = undefined;
      }));

  const expectedOf = (salesmanId: string): number => {
    const now = clock().getTime();
    const places = expected.get(salesmanId) ?? new Map<string, number>();
    for (const [consultationId, until] of places) if (until <= now) places.delete(consultationId);
    return places.size;
  };

  return {
    refresh: async ({ fresh } = { fresh: false }) => {
      if (fresh || clock().getTime() - readAt > freshMs) await read();
    },
    people: (consultationId) =>
      [...known.values()].map(({ state }) =>
        toCandidate(state, expectedOf(state.profile.salesmanId), consultationId),
      ),
    serving: (consultationId) =>
      [...known.values()].flatMap(({ state: { profile, serving } }) => {
        const place = serving.find((one) => one.consultationId === consultationId);
        return place ? [{ salesmanId: profile.salesmanId, kind: profile.kind, at: place.at }] : [];
      }),
    profileOf: async (salesmanId) => {
      const stored = await salesmen.load(salesmanAggregateId(salesmanId));
      if (!stored) throw new NotFound("salesman");
      note(stored);
      return stored.state.profile;
    },
    known: (salesmanId) => {
      const stored = known.get(salesmanId);
      if (stored?.etag === undefined) return undefined;
      return { state: stored.state, version: stored.version, etag: stored.etag };
    },
    note,
    expect: (salesmanId, consultationId) => {
      const places = expected.get(salesmanId) ?? new Map<string, number>();
      expected.set(salesmanId, places.set(consultationId, clock().getTime() + expectedMs));
    },
    settle: (salesmanId, consultationId) => {
      expected.get(salesmanId)?.delete(consultationId);
    },
  };
};

const toCandidate = (
  { profile, serving, lastMatchedAt }: SalesmanState,
  expected: number,
  consultationId: string | undefined,
): Candidate => {
  const others = serving.filter((place) => place.consultationId !== consultationId);
  return { ...profile, load: others.length, lastMatchedAt, expected };
};
