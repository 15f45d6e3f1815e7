import type { Salesman } from "../../shared/contract/salesman.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import { type Decider, unreachable } from "../../shared/domain/decider.ts";
import { AlreadyExists, NotFound, WrongState } from "../../shared/domain/errors.ts";
import { isOnLeave } from "./working-time.ts";

/** What staff write of a person on the roster. */
export type Profile = Omit<Salesman, "load">;

/** A place that is taken, and since when. */
export type Place = { consultationId: string; at: string };

/** The aggregate: the profile, and the consultations that the person has now, each counted once however often it is reserved. */
export type SalesmanState = {
  profile: Profile;
  serving: readonly Place[];
  /** When the person was given something last; null while that never happened. */
  lastMatchedAt: string | null;
};

/** A change of the profile: what is undefined stays. */
export type ProfileChanges = {
  [Field in keyof Omit<Profile, "salesmanId" | "kind">]?: Profile[Field] | undefined;
};

export type SalesmanCommand =
  | { type: "RegisterSalesman"; profile: Profile }
  | { type: "EditSalesmanProfile"; changes: ProfileChanges }
  /** Takes one place for the consultation. By hand also from who is away, but never above the capacity. */
  | { type: "ReserveCapacity"; consultationId: string; at: Date; byHand: boolean }
  /**
   * Gives the place back; nothing when the person does not have that consultation. With `upTo`, not a place that was
   * reserved after it: that one belongs to a later match.
   */
  | { type: "ReleaseCapacity"; consultationId: string; upTo?: string | undefined }
  /** The person was given an interest: no place is taken, but it is somebody else's turn. */
  | { type: "NoteInterest"; at: Date };

export type SalesmanEvent =
  | { type: "SalesmanRegistered" | "SalesmanProfileEdited"; data: Profile }
  | { type: "CapacityReserved"; data: Place }
  | { type: "CapacityReleased"; data: { consultationId: string } }
  | { type: "InterestNoted"; data: { at: string } };

/** The person has no place for the consultation, or may not be given one: choose again. */
export class NotFree extends WrongState {}

const decide = (command: SalesmanCommand, state: SalesmanState | undefined): SalesmanEvent[] => {
  switch (command.type) {
    case "RegisterSalesman":
      if (state) throw new AlreadyExists("salesman");
      return [{ type: "SalesmanRegistered", data: command.profile }];
    case "EditSalesmanProfile":
      return edit(existing(state).profile, command.changes);
    case "ReserveCapacity":
      return reserve(existing(state), command);
    case "ReleaseCapacity":
      return release(existing(state), command);
    case "NoteInterest":
      return noteInterest(existing(state), command.at.toISOString());
    default:
      return unreachable(command);
  }
};

const evolve = (state: SalesmanState | undefined, event: SalesmanEvent): SalesmanState => {
  switch (event.type) {
    case "SalesmanRegistered":
      return { profile: event.data, serving: [], lastMatchedAt: null };
    case "SalesmanProfileEdited":
      return { ...existing(state), profile: event.data };
    case "CapacityReserved": {
      const before = existing(state);
      const { consultationId, at } = event.data;
      const serving = [...without(before.serving, consultationId), { consultationId, at }];
      return { ...before, serving, lastMatchedAt: later(before, at) };
    }
    case "CapacityReleased": {
      const before = existing(state);
      return { ...before, serving: without(before.serving, event.data.consultationId) };
    }
    case "InterestNoted": {
      const before = existing(state);
      return { ...before, lastMatchedAt: later(before, event.data.at) };
    }
    default:
      return unreachable(event);
  }
};

export const salesmanDecider: Decider<SalesmanCommand, SalesmanState, SalesmanEvent> = { decide, evolve };

const existing = (state: SalesmanState | undefined): SalesmanState => {
  if (!state) throw new NotFound("salesman");
  return state;
};

const edit = (profile: Profile, changes: ProfileChanges): SalesmanEvent[] => {
  const said = Object.entries(changes).filter(([, value]) => value !== undefined);
  const data = { ...profile, ...(Object.fromEntries(said) as Partial<Profile>) };
  return JSON.stringify(data) === JSON.stringify(profile) ? [] : [{ type: "SalesmanProfileEdited", data }];
};

const reserve = (
  { profile, serving }: SalesmanState,
  command: Extract<SalesmanCommand, { type: "ReserveCapacity" }>,
): SalesmanEvent[] => {
  const { consultationId, byHand } = command;
  const at = command.at.toISOString();
  const held = placeOf(serving, consultationId);
  // The same place for a later match: it is not given back with the match before.
  if (held) return held.at < at ? [{ type: "CapacityReserved", data: { consultationId, at } }] : [];
  const { available, leave, capacity } = profile;
  if (!byHand && (!available || isOnLeave(leave, seoulDate(command.at)))) {
    throw new NotFree("This person takes nothing on at the moment.", "away", ["available"]);
  }
  if (serving.length >= capacity) {
    throw new NotFree(
      `This person has ${serving.length} consultations of at most ${capacity}; no more can be given.`,
      "full",
      ["a place that becomes free", "a higher capacity"],
    );
  }
  return [{ type: "CapacityReserved", data: { consultationId, at } }];
};

const release = (
  { serving }: SalesmanState,
  { consultationId, upTo }: Extract<SalesmanCommand, { type: "ReleaseCapacity" }>,
): SalesmanEvent[] => {
  const held = placeOf(serving, consultationId);
  if (!held || (upTo !== undefined && held.at > upTo)) return [];
  return [{ type: "CapacityReleased", data: { consultationId } }];
};

const placeOf = (serving: readonly Place[], consultationId: string): Place | undefined =>
  serving.find((place) => place.consultationId === consultationId);

const without = (serving: readonly Place[], consultationId: string): Place[] =>
  serving.filter((place) => place.consultationId !== consultationId);

const noteInterest = (state: SalesmanState, at: string): SalesmanEvent[] =>
  later(state, at) === state.lastMatchedAt ? [] : [{ type: "InterestNoted", data: { at } }];

const later = ({ lastMatchedAt }: SalesmanState, at: string): string =>
  lastMatchedAt !== null && lastMatchedAt >= at ? lastMatchedAt : at;
