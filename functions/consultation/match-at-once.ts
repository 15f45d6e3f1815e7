import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import { storedBy, type Executed, type Origin } from "../../shared/cosmos/aggregates.ts";
import { CircuitOpen } from "../../shared/domain/circuit-breaker.ts";
import type { Call } from "../../shared/http/route.ts";
import { Crowded } from "./admission.ts";
import type { Consultations } from "./consultations.ts";
import type { ConsultationState } from "./domain.ts";
import { NotMatchedNow, type Matcher } from "./matcher.ts";

/** The consultation as it is then, with what was committed to save its match. */
type Found = { state: ConsultationState; version: number; events: readonly AnyEvent[] };

/**
 * Has a request that was just committed matched, and saves the match on it; answers it as it is then. Whatever goes wrong here
 * costs the customer nothing but the name in the answer: the ConsultationCreated event starts the same matching.
 */
export const matchAtOnce = async (
  committed: Executed<ConsultationState>,
  { context, origin, log }: Pick<Call<unknown, unknown, unknown>, "context" | "origin" | "log">,
  { consultations, matcher }: { consultations: Consultations; matcher: Matcher },
): Promise<Found> => {
  const { consultationId } = committed.state.consultation;
  const unmatched: Found = { ...committed, events: [] };
  try {
    const [event] = committed.events;
    // A repeated request was matched, or is being matched, with its first: it only looks.
    if (!event) return { ...((await consultations.load(consultationId)) ?? committed), events: [] };
    const input = inputOf(committed.state, event.id, origin);
    const { progress, alarmed } = await matcher.matched(input, context);
    const { salesmanId, consultantId, version } = progress;
    if (salesmanId === null) return unmatched;
    const saving = consultations.execute(
      consultationId,
      { type: "EditSalesman", salesmanId, consultantId, version },
      { origin: { ...origin, causationid: event.id }, known: storedBy(committed) },
    );
    const [saved] = await Promise.all([saving, alarmed]);
    return saved;
  } catch (error) {
    if (isExpected(error)) {
      log.info("A consultation is matched later.", { consultationId, reason: error.message });
    } else
      log.warn("A consultation could not be matched at once; it is matched later.", {
        consultationId,
        error,
      });
    return unmatched;
  }
};

const isExpected = (error: unknown): error is Error =>
  error instanceof NotMatchedNow || error instanceof CircuitOpen || error instanceof Crowded;

const inputOf = (
  { consultation }: ConsultationState,
  eventId: string,
  { correlationid, traceparent }: Origin,
): MatchConsultationInput => {
  const { consultationId, projectname, customerId, content, region, requestedAt } = consultation;
  return {
    consultationId,
    projectname,
    customerId,
    content,
    ...(region !== undefined && { region }),
    eventId,
    requestedAt,
    correlationid,
    ...(traceparent !== undefined && { traceparent }),
  };
};
