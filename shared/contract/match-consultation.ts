import { z } from "zod";
import { id } from "./fields.ts";

/**
 * The orchestration that matches a consultation: its name, the same in the app that starts it and in the one that runs it. With
 * each new order of its steps it gets a new one (docs/decisions/0010).
 */
export const matchConsultation = "matchConsultation2";

/**
 * What the orchestration shows of itself (its custom status): the instance id is the consultationId. A new match is shown
 * at once, and again without `alarm` when its alarm was raised or has failed: who waits for it may then answer that the
 * salesman sees it.
 */
export const matchProgress = z.object({
  state: z.enum(["matching", "matched", "waiting", "escalated", "closed"]),
  salesmanId: id.nullable(),
  consultantId: id.nullable(),
  /** The version of the match (aggregateversion of SalesmanMatched), 0 before the first. */
  version: z.int().min(0),
  alarm: z.literal("raising").optional(),
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
