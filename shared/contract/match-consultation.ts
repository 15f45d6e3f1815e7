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

/** What the orchestration is started with. */
export type MatchConsultationInput = {
  consultationId: string;
  projectname: string;
  customerId: string;
  content: string;
  region?: string;
  correlationid: string;
  traceparent?: string;
};
