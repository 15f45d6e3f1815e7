import { z } from "zod";
import { id } from "./fields.ts";

/** The orchestration that matches a consultation: its name, the same in the app that starts it and in the one that runs it. */
export const matchConsultation = "matchConsultation";

/**
 * What the orchestration shows of itself (its custom status): the instance id is the consultationId. "matched" is shown once
 * the alarm was raised or has failed, so that who waits for it may answer that the salesman sees it.
 */
export const matchProgress = z.object({
  state: z.enum(["matching", "matched", "waiting", "escalated", "closed"]),
  salesmanId: id.nullable(),
  consultantId: id.nullable(),
  /** The version of the match (aggregateversion of SalesmanMatched), 0 before the first. */
  version: z.int().min(0),
});

export type MatchProgress = z.infer<typeof matchProgress>;

/** The event that wakes the orchestration: something has changed, it looks at what is stored. It carries nothing. */
export const matchChanged = "matchChanged";

/** What the orchestration is started with. */
export type MatchConsultationInput = {
  consultationId: string;
  projectname: string;
  customerId: string;
  content: string;
  region?: string;
  /** Id and time of ConsultationCreated: the alarm that is raised at once is the same as the one that the event raises. */
  eventId: string;
  requestedAt: string;
  correlationid: string;
  traceparent?: string;
};
