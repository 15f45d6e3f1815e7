import type { EventOf } from "../../shared/contract/events.ts";
import type { Choice, Considered } from "./choose.ts";
import { type Decider, unreachable } from "../../shared/domain/decider.ts";
import { WrongState } from "../../shared/domain/errors.ts";
import { acceptedFirstReason, type Reason } from "./reasons.ts";

export type Subject = EventOf<"SalesmanMatched">["data"]["subject"];

/** What is to be served, as the customer said it. */
export type Wish = {
  projectname: string;
  customerId: string;
  content?: string;
  region?: string;
  /** The event that asked for it, where that was heard. */
  request?: { eventId: string; requestedAt: string };
};

/** Someone who serves, as the others need to know them. */
export type Server = { salesmanId: string; name: string; phone: string };

/** Until when the salesman may decide, and when he is reminded. */
export type Deadlines = { remindAt: string; passAt: string };

export type Outcome = "open" | "accepted" | "passed" | "handed back" | "rejected" | "replaced" | "nobody";

/** One try to match: who was taken and why, what was thought of the others, and how it went. */
export type Attempt = {
  number: number;
  at: string;
  salesmanId: string | null;
  consultantId: string | null;
  /** The staff member who named the salesman; null when he was chosen. */
  byHand: string | null;
  reasons: readonly Reason[];
  considered: readonly Considered[];
  /** How many more were considered than are kept. */
  others: number;
  /** null where nothing has to be accepted. */
  deadlines: Deadlines | null;
  remindedAt: string | null;
  outcome: Outcome;
  endedAt: string | null;
  /** Why it was handed back. */
  because: string | null;
};

/** The match of one subject: who serves it now, and the whole way there. */
export type MatchState = {
  matchId: string;
  subject: Subject;
  wish: Wish;
  state: "matching" | "matched" | "waiting" | "escalated" | "closed";
  /** When it came into this state. */
  since: string;
  /** Who serves it, or may still take it. */
  salesmanId: string | null;
  consultantId: string | null;
  accepted: boolean;
  /** The step that ended it. */
  ending: string | null;
  /** How many events there are, and which of them was the last SalesmanMatched: the match's version; 0 before the first. */
  events: number;
  version: number;
  attempts: readonly Attempt[];
  tried: number;
  passes: number;
  /** The versions of the consultation at which it was handed back last, and from which the wish is. */
  handedBackAt: number;
  wishAt: number;
  /** Salesmen who are not asked again: they let it pass, or handed it back. */
  excluded: readonly string[];
};

type About = { matchId: string; subject: Subject; wish: Wish };
type Found = Pick<Choice, "reasons" | "considered" | "others">;

export type MatchCommand = { about: About; at: Date } & (
  | { type: "RequestMatch" }
  /** `after` is the number of tries that the choice knew of; by hand it does not matter. */
  | ({
      type: "AssignSalesman";
      salesman: Server;
      consultant: Server | null;
      deadlines: Deadlines | null;
      by: { choiceAfter: number } | { staff: string };
    } & Found)
  /** Nobody is eligible: it waits for someone. */
  | ({ type: "Wait" } & Found)
  /** So many let it pass that people must see to it. */
  | { type: "Escalate" }
  /** The customer said it anew; an older one than the last that was heard changes nothing. */
  | { type: "NoteWish"; said: Pick<Wish, "content" | "region">; heard: number }
  | { type: "NoteReminder"; attempt: number }
  /** `heard` is the version of the consultation's event: an older one, or the same again, says nothing new. */
  | { type: "NoteHandedBack"; salesmanId: string; because: string; heard: number }
  | { type: "NoteAccepted"; salesman: Server; consultantId: string | null }
  | { type: "Close"; ending: string }
);

type AssignmentDecided = Found &
  Pick<Attempt, "byHand" | "salesmanId" | "consultantId" | "deadlines"> & { at: string };

export type MatchEvent =
  | { type: "MatchRequested"; data: About & { at: string } }
  | { type: "AssignmentDecided"; data: AssignmentDecided }
  | { type: "SalesmanMatched"; data: EventOf<"SalesmanMatched">["data"] }
  | { type: "MatchWaiting"; data: Found & { at: string } }
  | { type: "WishChanged"; data: { wish: Wish; heard: number } }
  | { type: "MatchEscalated" | "SalesmanReminded"; data: { at: string } }
  | { type: "AssignmentHandedBack"; data: { at: string; salesmanId: string; because: string; heard: number } }
  | { type: "AssignmentAccepted"; data: { at: string; salesmanId: string; consultantId: string | null } }
  | { type: "MatchClosed"; data: { at: string; ending: string } };

/** The subject was accepted or has ended: nobody else is matched to it. */
export class MatchDecided extends WrongState {}

/** Another try came between the choice and its assignment: choose again. */
export class Overtaken extends WrongState {}

const attemptsKept = 30;

const decide = (command: MatchCommand, state: MatchState | undefined): MatchEvent[] => {
  if (state) return act(command, state);
  const requested = {
    type: "MatchRequested",
    data: { ...command.about, at: command.at.toISOString() },
  } as const;
  return [requested, ...act(command, evolve(undefined, requested))];
};

const act = (command: MatchCommand, match: MatchState): MatchEvent[] => {
  const at = command.at.toISOString();
  switch (command.type) {
    case "RequestMatch":
      return [];
    case "AssignSalesman":
      return assign(command, match);
    case "Wait":
      return wait(command, match);
    case "Escalate":
      refuseDecided(match);
      return match.state === "escalated" ? [] : [{ type: "MatchEscalated", data: { at } }];
    case "NoteWish":
      return noteWish(command, match);
    case "NoteReminder": {
      const open = openAttempt(match);
      return open?.number === command.attempt && open.remindedAt === null
        ? [{ type: "SalesmanReminded", data: { at } }]
        : [];
    }
    case "NoteHandedBack":
      return handBack(command, match);
    case "NoteAccepted":
      return accept(command, match);
    case "Close":
      return match.state === "closed" ? [] : [{ type: "MatchClosed", data: { at, ending: command.ending } }];
    default:
      return unreachable(command);
  }
};

const assign = (
  command: Extract<MatchCommand, { type: "AssignSalesman" }>,
  match: MatchState,
): MatchEvent[] => {
  const { salesman, consultant, reasons, considered, others, deadlines, by } = command;
  refuseDecided(match);
  const open = openAttempt(match);
  // It was stored before, and its answer was lost; or staff name whoever has it already.
  if (open?.salesmanId === salesman.salesmanId && ("staff" in by || open.number === by.choiceAfter + 1)) {
    return [];
  }
  if ("choiceAfter" in by && by.choiceAfter !== match.tried) {
    throw new Overtaken("It was matched anew in the meantime.", match.state, ["the next try"]);
  }
  const decided: AssignmentDecided = {
    at: command.at.toISOString(),
    salesmanId: salesman.salesmanId,
    consultantId: consultant?.salesmanId ?? null,
    byHand: "staff" in by ? by.staff : null,
    reasons,
    considered,
    others,
    deadlines,
  };
  return [{ type: "AssignmentDecided", data: decided }, matched(match, salesman, consultant, reasons)];
};

const wait = (command: Extract<MatchCommand, { type: "Wait" }>, match: MatchState): MatchEvent[] => {
  const { reasons, considered, others } = command;
  refuseDecided(match);
  const last = match.attempts.at(-1);
  const isKnown =
    match.state === "waiting" && last?.outcome === "nobody" && verdictsOf(last) === verdictsOf(command);
  return isKnown
    ? []
    : [{ type: "MatchWaiting", data: { at: command.at.toISOString(), reasons, considered, others } }];
};

const noteWish = (
  { said, heard }: Extract<MatchCommand, { type: "NoteWish" }>,
  match: MatchState,
): MatchEvent[] => {
  const { content, region, ...rest } = match.wish;
  const isOld = heard <= match.wishAt || isSettled(match);
  if (isOld || (content === said.content && region === said.region)) return [];
  return [{ type: "WishChanged", data: { wish: { ...rest, ...said }, heard } }];
};

const handBack = (
  { salesmanId, because, heard, at }: Extract<MatchCommand, { type: "NoteHandedBack" }>,
  match: MatchState,
): MatchEvent[] =>
  isSettled(match) || match.salesmanId !== salesmanId || heard <= match.handedBackAt
    ? []
    : [{ type: "AssignmentHandedBack", data: { at: at.toISOString(), salesmanId, because, heard } }];

// Not the loads, which change all the time and change nothing here.
const verdictsOf = ({ considered }: { considered: readonly Considered[] }): string =>
  considered.map(({ salesmanId, verdict }) => `${salesmanId} ${verdict}`).join();

/** Whoever the consultation names has it, also when another one was being matched: then all the others hear of it anew. */
const accept = (
  { salesman, consultantId, at }: Extract<MatchCommand, { type: "NoteAccepted" }>,
  match: MatchState,
): MatchEvent[] => {
  if (isSettled(match)) return [];
  const accepted: MatchEvent = {
    type: "AssignmentAccepted",
    data: { at: at.toISOString(), salesmanId: salesman.salesmanId, consultantId },
  };
  if (match.salesmanId === salesman.salesmanId) return [accepted];
  const consultant = consultantId === null ? null : { salesmanId: consultantId };
  return [accepted, matched(match, salesman, consultant, [acceptedFirstReason])];
};

const matched = (
  { matchId, subject, wish }: MatchState,
  salesman: Server,
  consultant: (Pick<Server, "salesmanId"> & { name?: string }) | null,
  reasons: readonly Reason[],
): MatchEvent => ({
  type: "SalesmanMatched",
  data: {
    matchId,
    subject,
    projectname: wish.projectname,
    salesmanId: salesman.salesmanId,
    salesmanname: salesman.name,
    salesmanphone: salesman.phone,
    consultantId: consultant?.salesmanId ?? null,
    ...(consultant?.name !== undefined && { consultantname: consultant.name }),
    reasons: reasons.map(({ text }) => text),
  },
});

/** The try that waits for its salesman's decision. */
export const openAttempt = ({ attempts }: MatchState): Attempt | undefined => {
  const last = attempts.at(-1);
  return last?.outcome === "open" ? last : undefined;
};

/** Whether nobody else will be matched. */
export const isSettled = ({ state, accepted }: MatchState): boolean => accepted || state === "closed";

const refuseDecided = (match: MatchState): void => {
  if (!isSettled(match)) return;
  const state = match.ending ?? "accepted";
  throw new MatchDecided(`It is not to be matched any more: it is ${state}.`, state, ["requested"]);
};

const evolve = (match: MatchState | undefined, event: MatchEvent): MatchState => {
  if (event.type === "MatchRequested") return requested(event.data);
  if (!match) throw new Error(`The history of a match begins with ${event.type}.`);
  return { ...match, ...after(match, event), events: match.events + 1 };
};

export const matchDecider: Decider<MatchCommand, MatchState, MatchEvent> = { decide, evolve };

const requested = ({ matchId, subject, wish, at }: About & { at: string }): MatchState => ({
  matchId,
  subject,
  wish,
  state: "matching",
  since: at,
  salesmanId: null,
  consultantId: null,
  accepted: false,
  ending: null,
  events: 1,
  version: 0,
  attempts: [],
  tried: 0,
  passes: 0,
  handedBackAt: 0,
  wishAt: 0,
  excluded: [],
});

const after = (
  match: MatchState,
  event: Exclude<MatchEvent, { type: "MatchRequested" }>,
): Partial<MatchState> => {
  switch (event.type) {
    case "AssignmentDecided": {
      const { at, salesmanId } = event.data;
      // Whoever had it until now let it pass when his time was over; before that, staff took it from him.
      const left = ended(match, at, isOverdue(match, at) ? "passed" : "replaced");
      const attempt = { ...blank, ...event.data, number: match.tried + 1, outcome: "open" as const };
      return { ...left, ...tried(left, attempt), state: "matched", since: at, salesmanId };
    }
    case "SalesmanMatched": {
      const { salesmanId, consultantId } = event.data;
      return { salesmanId, consultantId, version: match.events + 1 };
    }
    case "MatchWaiting": {
      const { at } = event.data;
      const left = ended(match, at, "passed");
      const attempt = { ...blank, ...event.data, number: match.tried + 1, outcome: "nobody" as const };
      const since = match.state === "waiting" ? match.since : at;
      return { ...left, ...tried(left, attempt), state: "waiting", since };
    }
    case "MatchEscalated":
      return { ...ended(match, event.data.at, "passed"), state: "escalated", since: event.data.at };
    case "WishChanged":
      return { wish: event.data.wish, wishAt: event.data.heard };
    case "SalesmanReminded":
      return { attempts: withLast(match, { remindedAt: event.data.at }) };
    case "AssignmentHandedBack": {
      const { at, because, salesmanId, heard: handedBackAt } = event.data;
      const attempts = openAttempt(match)
        ? withLast(match, { outcome: "handed back", endedAt: at, because })
        : match.attempts;
      const excluded = [...new Set([...match.excluded, salesmanId])];
      return {
        attempts,
        excluded,
        handedBackAt,
        salesmanId: null,
        consultantId: null,
        state: "matching",
        since: at,
      };
    }
    case "AssignmentAccepted": {
      const { at, salesmanId, consultantId } = event.data;
      const outcome = salesmanId === match.salesmanId ? "accepted" : "replaced";
      const attempts = openAttempt(match) ? withLast(match, { outcome, endedAt: at }) : match.attempts;
      return { attempts, accepted: true, state: "matched", since: at, salesmanId, consultantId };
    }
    case "MatchClosed": {
      const { at, ending } = event.data;
      return { attempts: ended(match, at, "rejected").attempts, ending, state: "closed", since: at };
    }
    default:
      return unreachable(event);
  }
};

const blank = {
  salesmanId: null,
  consultantId: null,
  byHand: null,
  deadlines: null,
  remindedAt: null,
  endedAt: null,
  because: null,
};

/** The open try ended so; a salesman who let it pass is not asked again. */
const ended = (match: MatchState, at: string, outcome: Outcome): MatchState => {
  const open = openAttempt(match);
  if (!open) return match;
  const attempts = withLast(match, { outcome, endedAt: at });
  if (outcome !== "passed" || open.salesmanId === null) return { ...match, attempts };
  return {
    ...match,
    attempts,
    passes: match.passes + 1,
    excluded: [...new Set([...match.excluded, open.salesmanId])],
  };
};

const isOverdue = (match: MatchState, at: string): boolean => {
  const deadlines = openAttempt(match)?.deadlines;
  return deadlines !== undefined && deadlines !== null && deadlines.passAt <= at;
};

const withLast = ({ attempts }: MatchState, change: Partial<Attempt>): Attempt[] =>
  attempts.map((attempt, index) => (index === attempts.length - 1 ? { ...attempt, ...change } : attempt));

/** One try more; several on end that found nobody are kept as one. */
const tried = (
  { attempts, tried: before }: MatchState,
  attempt: Attempt,
): Pick<MatchState, "attempts" | "tried"> => {
  const isRepeated = attempt.outcome === "nobody" && attempts.at(-1)?.outcome === "nobody";
  return {
    attempts: [...(isRepeated ? attempts.slice(0, -1) : attempts), attempt].slice(-attemptsKept),
    tried: before + 1,
  };
};
