import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { Wish } from "./domain.ts";

type AskedFor = Wish & Required<Pick<Wish, "request">>;

/** Whether the event that asked for it was heard. */
export const isAskedFor = (wish: Wish): wish is AskedFor => wish.request !== undefined;

/** What a consultation's instance is started with. */
export const inputOf = (
  consultationId: string,
  { request, content = "", ...wish }: AskedFor,
  { correlationid, traceparent }: Pick<Origin, "correlationid" | "traceparent">,
): MatchConsultationInput => ({
  consultationId,
  ...wish,
  content,
  ...request,
  correlationid,
  ...(traceparent !== undefined && { traceparent }),
});

/** What is to be served, as the instance was started with it. */
export const wishOf = (input: MatchConsultationInput): AskedFor => {
  const { projectname, customerId, content, region, eventId, requestedAt } = input;
  return {
    projectname,
    customerId,
    content,
    ...(region !== undefined && { region }),
    request: { eventId, requestedAt },
  };
};
