import type { Consultation, Step } from "../../shared/contract/consultation.ts";
import type { EventOf } from "../../shared/contract/events.ts";

/** What the context consultation publishes, as this one hears it. */
export type ConsultationEvent =
  | EventOf<"ConsultationCreated">
  | EventOf<"ConsultationEdited">
  | EventOf<"ConsultationProgressed">
  | EventOf<"ConsultationHandedBack">;

type Kept = { consultation: Consultation; matchVersion: number; version: number };

/** The context consultation by its contract alone: it saves matches, and lets the salesman it names decide. */
export type ConsultationSide = {
  create: (consultation: Omit<Consultation, "matchedsalesman" | "matchedconsultant" | "step">) => void;
  /** EditSalesman: not an older match than it has, and none once it was decided. */
  matched: (event: EventOf<"SalesmanMatched">) => void;
  /** Nothing when he is not the one it names, or the step does not fit. */
  progress: (consultationId: string, by: string, step: Step) => boolean;
  handBack: (consultationId: string, by: string) => boolean;
  all: () => readonly Consultation[];
};

const before: Partial<Record<Step, Step>> = {
  accepted: "requested",
  canceled: "requested",
  "in progress": "accepted",
  success: "in progress",
  fail: "in progress",
};

export const consultationSide = (
  now: () => Date,
  publish: (event: ConsultationEvent) => void,
): ConsultationSide => {
  const kept = new Map<string, Kept>();

  const store = (change: {
    consultation: Consultation;
    matchVersion?: number;
    event:
      | Pick<EventOf<"ConsultationCreated">, "type" | "data">
      | Pick<EventOf<"ConsultationEdited">, "type" | "data">
      | Pick<EventOf<"ConsultationProgressed">, "type" | "data">
      | Pick<EventOf<"ConsultationHandedBack">, "type" | "data">;
  }): void => {
    const { consultation, event } = change;
    const { consultationId } = consultation;
    const last = kept.get(consultationId);
    const version = (last?.version ?? 0) + 1;
    const matchVersion = change.matchVersion ?? last?.matchVersion ?? 0;
    kept.set(consultationId, { consultation, matchVersion, version });
    publish({
      specversion: "1.0",
      id: `${consultationId}.${version}`,
      source: "/contexts/consultation",
      subject: consultationId,
      time: now().toISOString(),
      datacontenttype: "application/json",
      dataversion: 1,
      aggregateversion: version,
      correlationid: consultationId,
      ...event,
    });
  };

  const namedBy = (consultationId: string, by: string): Consultation | undefined => {
    const consultation = kept.get(consultationId)?.consultation;
    return consultation?.matchedsalesman === by ? consultation : undefined;
  };

  return {
    create: (fields) => {
      const consultation: Consultation = {
        ...fields,
        matchedsalesman: null,
        matchedconsultant: null,
        step: "requested",
      };
      store({ consultation, event: { type: "ConsultationCreated", data: consultation } });
    },
    matched: ({ aggregateversion: matchVersion, data: { subject, salesmanId, consultantId } }) => {
      const last = kept.get(subject.id);
      if (!last || matchVersion <= last.matchVersion || last.consultation.step !== "requested") return;
      const consultation = {
        ...last.consultation,
        matchedsalesman: salesmanId,
        matchedconsultant: consultantId,
      };
      const changed = ["matchedsalesman", "matchedconsultant"];
      const data = { ...consultation, changed, matchVersion };
      store({ consultation, matchVersion, event: { type: "ConsultationEdited", data } });
    },
    progress: (consultationId, by, step) => {
      const named = namedBy(consultationId, by);
      if (!named || named.step !== before[step]) return false;
      const consultation = { ...named, step };
      const data = { ...consultation, from: named.step };
      store({ consultation, event: { type: "ConsultationProgressed", data } });
      return true;
    },
    handBack: (consultationId, by) => {
      const named = namedBy(consultationId, by);
      if (named?.step !== "requested") return false;
      const consultation = { ...named, matchedsalesman: null, matchedconsultant: null };
      const data = { ...consultation, by, reason: "no time" as const };
      store({ consultation, event: { type: "ConsultationHandedBack", data } });
      return true;
    },
    all: () => [...kept.values()].map(({ consultation }) => consultation),
  };
};
