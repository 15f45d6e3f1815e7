import type { Interest } from "../../shared/contract/interest.ts";
import { type Decider, unreachable } from "../../shared/domain/decider.ts";
import { NotFound } from "../../shared/domain/errors.ts";

/** What a customer says of an interest; undefined leaves a part as it is. */
export type InterestChanges = {
  interest?: 1 | 0 | undefined;
  customername?: string | undefined;
  phone?: string | undefined;
  adConsent?: boolean | undefined;
  nightConsent?: boolean | undefined;
};

export type InterestCommand =
  /** Saves the interest of that customer in that projectname: the first time creates it, again updates it. */
  | {
      type: "CreateInterest";
      interestId: string;
      customerId: string;
      projectname: string;
      said: InterestChanges & { interest: 1 | 0; customername: string; phone: string };
      at: Date;
    }
  | { type: "UpdateInterest"; interestId: string; by: string; said: InterestChanges; at: Date }
  /** Saves the match, unless a newer one is saved. */
  | { type: "EditSalesman"; salesmanId: string; version: number };

/** The aggregate: the published interest, and the version of the match that is saved on it. */
export type InterestState = Interest & { matchVersion?: number };

export type InterestEvent = {
  type: "InterestCreated" | "InterestUpdated";
  data: Interest & { matchVersion?: number };
};

const decide = (command: InterestCommand, state: InterestState | undefined): InterestEvent[] => {
  switch (command.type) {
    case "CreateInterest":
      return state ? update(state, command.said, command.at) : [create(command)];
    case "UpdateInterest":
      // Another's interest is as absent as none.
      if (state?.customerId !== command.by) throw new NotFound("interest");
      return update(state, command.said, command.at);
    case "EditSalesman":
      return editSalesman(state, command);
    default:
      return unreachable(command);
  }
};

const evolve = (state: InterestState | undefined, event: InterestEvent): InterestState => {
  const matchVersion = event.data.matchVersion ?? state?.matchVersion;
  return { ...event.data, ...(matchVersion !== undefined && { matchVersion }) };
};

export const interestDecider: Decider<InterestCommand, InterestState, InterestEvent> = { decide, evolve };

/** The interest as it is published. */
export const toInterest = ({ matchVersion, ...interest }: InterestState): Interest => interest;

const editSalesman = (
  state: InterestState | undefined,
  { salesmanId, version }: { salesmanId: string; version: number },
): InterestEvent[] => {
  if (!state) throw new NotFound("interest");
  if (version <= (state.matchVersion ?? 0)) return [];
  return [
    { type: "InterestUpdated", data: { ...state, matchedsalesman: salesmanId, matchVersion: version } },
  ];
};

const create = ({
  interestId,
  projectname,
  customerId,
  said,
  at,
}: Extract<InterestCommand, { type: "CreateInterest" }>): InterestEvent => {
  const { interest, customername, phone } = said;
  const blank: Interest = {
    interestId,
    projectname,
    interest,
    customerId,
    customername,
    phone,
    adConsent: false,
    nightConsent: false,
    matchedsalesman: null,
  };
  return { type: "InterestCreated", data: withConsents(blank, said, at) };
};

const update = (saved: InterestState, said: InterestChanges, at: Date): InterestEvent[] => {
  const state = toInterest(saved);
  const data = withConsents(
    {
      ...state,
      interest: said.interest ?? state.interest,
      customername: said.customername ?? state.customername,
      phone: said.phone ?? state.phone,
    },
    said,
    at,
  );
  return same(state, data) ? [] : [{ type: "InterestUpdated", data }];
};

/** A consent keeps the day on which it was first given; a withdrawal keeps the day on which it came. */
const withConsents = (interest: Interest, said: InterestChanges, at: Date): Interest => {
  const now = at.toISOString();
  const consented = { ...interest };
  if (said.adConsent !== undefined && said.adConsent !== interest.adConsent) {
    consented.adConsent = said.adConsent;
    consented[said.adConsent ? "adConsentAt" : "adConsentWithdrawnAt"] = now;
  }
  if (said.nightConsent !== undefined && said.nightConsent !== interest.nightConsent) {
    consented.nightConsent = said.nightConsent;
    consented[said.nightConsent ? "nightConsentAt" : "nightConsentWithdrawnAt"] = now;
  }
  return consented;
};

const same = (one: Interest, other: Interest): boolean =>
  (Object.keys({ ...one, ...other }) as (keyof Interest)[]).every((key) => one[key] === other[key]);
