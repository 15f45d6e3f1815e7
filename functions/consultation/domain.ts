import type { Consultation, HandBackReason, Step } from "../../shared/contract/consultation.ts";
import { type Decider, unreachable } from "../../shared/domain/decider.ts";
import { AlreadyExists, NotFound, WrongState } from "../../shared/domain/errors.ts";

/** What the customer writes. */
export type ConsultationFields = Pick<
  Consultation,
  "projectname" | "projectId" | "customername" | "phone" | "content" | "preferredDate" | "region"
>;

/** A change by the customer: undefined leaves a field as it is, null takes it away. */
export type ConsultationChanges = {
  phone?: string | undefined;
  content?: string | undefined;
  preferredDate?: string | null | undefined;
  region?: string | null | undefined;
};

/** The aggregate: the published consultation, and the version of the match that is saved on it. */
export type ConsultationState = { consultation: Consultation; matchVersion: number };

export type ConsultationCommand =
  | {
      type: "CreateConsultation";
      consultationId: string;
      customerId: string;
      fields: ConsultationFields;
      at: Date;
    }
  | { type: "EditConsultation"; by: string; changes: ConsultationChanges }
  | { type: "AcceptConsultation"; by: string }
  /** Without a reason it is canceled; with one it goes back to be matched again. */
  | { type: "RejectConsultation"; by: string; reason?: HandBackReason | undefined }
  | { type: "ProgressConsultation"; by: string; step: "in progress" | "success" | "fail" }
  /** Saves the match, unless a newer one is saved or the consultation was decided meanwhile. */
  | { type: "EditSalesman"; salesmanId: string; consultantId: string | null; version: number };

export type ConsultationEvent =
  | { type: "ConsultationCreated"; data: Consultation }
  | { type: "ConsultationEdited"; data: Consultation & { changed: string[]; matchVersion?: number } }
  | { type: "ConsultationProgressed"; data: Consultation & { from: Step } }
  | { type: "ConsultationHandedBack"; data: Consultation & { by: string; reason: HandBackReason } };

/** Which steps may follow which. */
export const nextSteps: Readonly<Record<Step, readonly Step[]>> = {
  requested: ["accepted", "canceled"],
  accepted: ["in progress"],
  canceled: [],
  "in progress": ["success", "fail"],
  success: [],
  fail: [],
};

const decide = (command: ConsultationCommand, state: ConsultationState | undefined): ConsultationEvent[] => {
  switch (command.type) {
    case "CreateConsultation":
      if (state) throw new AlreadyExists("consultation");
      return [{ type: "ConsultationCreated", data: requested(command) }];
    case "EditConsultation":
      return edit(ofCustomer(state, command.by), command.changes);
    case "AcceptConsultation":
      return progress(ofSalesman(state, command.by), "accepted");
    case "RejectConsultation":
      return reject(ofSalesman(state, command.by), command);
    case "ProgressConsultation":
      return progress(ofSalesman(state, command.by), command.step);
    case "EditSalesman":
      return editSalesman(state, command);
    default:
      return unreachable(command);
  }
};

const evolve = (state: ConsultationState | undefined, event: ConsultationEvent): ConsultationState => {
  const before = state?.matchVersion ?? 0;
  switch (event.type) {
    case "ConsultationCreated":
      return { consultation: event.data, matchVersion: before };
    case "ConsultationEdited": {
      const { changed, matchVersion = before, ...consultation } = event.data;
      return { consultation, matchVersion };
    }
    case "ConsultationProgressed": {
      const { from, ...consultation } = event.data;
      return { consultation, matchVersion: before };
    }
    case "ConsultationHandedBack": {
      const { by, reason, ...consultation } = event.data;
      return { consultation, matchVersion: before };
    }
    default:
      return unreachable(event);
  }
};

export const consultationDecider: Decider<ConsultationCommand, ConsultationState, ConsultationEvent> = {
  decide,
  evolve,
};

const requested = ({
  consultationId,
  customerId,
  fields,
  at,
}: Extract<ConsultationCommand, { type: "CreateConsultation" }>): Consultation => ({
  consultationId,
  customerId,
  ...fields,
  matchedsalesman: null,
  matchedconsultant: null,
  step: "requested",
  requestedAt: at.toISOString(),
});

// Whose it is comes before its step: a stranger must not learn the step, nor that there is one.
const ofCustomer = (state: ConsultationState | undefined, by: string): Consultation => {
  if (state?.consultation.customerId !== by) throw new NotFound("consultation");
  return state.consultation;
};

const ofSalesman = (state: ConsultationState | undefined, by: string): Consultation => {
  if (state?.consultation.matchedsalesman !== by) throw new NotFound("consultation");
  return state.consultation;
};

const edit = (consultation: Consultation, changes: ConsultationChanges): ConsultationEvent[] => {
  if (consultation.step !== "requested") {
    throw new WrongState("A consultation that was decided can't be edited.", consultation.step, [
      "requested",
    ]);
  }
  const fields = Object.entries(changes).filter(
    ([field, value]) =>
      value !== undefined && (value ?? undefined) !== consultation[field as keyof Consultation],
  );
  if (fields.length === 0) return [];
  const changed = fields.map(([field]) => field);
  const kept = Object.entries(consultation).filter(([field]) => !changed.includes(field));
  const written = fields.filter(([, value]) => value !== null);
  return [
    {
      type: "ConsultationEdited",
      data: { ...(Object.fromEntries([...kept, ...written]) as Consultation), changed },
    },
  ];
};

const progress = (consultation: Consultation, step: Step): ConsultationEvent[] => {
  requireStep(consultation, step);
  return [{ type: "ConsultationProgressed", data: { ...consultation, step, from: consultation.step } }];
};

const reject = (
  consultation: Consultation,
  { by, reason }: { by: string; reason?: HandBackReason | undefined },
): ConsultationEvent[] => {
  if (reason === undefined) return progress(consultation, "canceled");
  requireStep(consultation, "canceled");
  const data = { ...consultation, matchedsalesman: null, matchedconsultant: null, by, reason };
  return [{ type: "ConsultationHandedBack", data }];
};

const requireStep = ({ step: present }: Consultation, step: Step): void => {
  const possible = nextSteps[present];
  if (possible.includes(step)) return;
  const then = possible.length === 0 ? "It is closed." : `Possible: ${possible.join(", ")}.`;
  throw new WrongState(`From "${present}" it can't become "${step}". ${then}`, present, possible);
};

const editSalesman = (
  state: ConsultationState | undefined,
  { salesmanId, consultantId, version }: Extract<ConsultationCommand, { type: "EditSalesman" }>,
): ConsultationEvent[] => {
  if (!state) throw new NotFound("consultation");
  const { consultation, matchVersion } = state;
  if (version <= matchVersion || consultation.step !== "requested") return [];
  return [
    {
      type: "ConsultationEdited",
      data: {
        ...consultation,
        matchedsalesman: salesmanId,
        matchedconsultant: consultantId,
        changed: ["matchedsalesman", "matchedconsultant"],
        matchVersion: version,
      },
    },
  ];
};
