import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { MatchConsultationInput } from "../../shared/contract/match-consultation.ts";
import { storedBy, type Executed, type Origin } from "../../shared/cosmos/aggregates.ts";
import { CircuitOpen } from "../../shared/domain/circuit-breaker.ts";
import type { Call } from "../../shared/http/route.ts";
import { Crowded } from "./admission.ts";
import type { Consultations } from "./consultations.ts";
import type { ConsultationState } from "./domain.ts";
import { NotMatchedNow, type Matcher } from "./matcher.ts";

/** The consultation as it is then. */
type Found = { state: ConsultationState; version: number };

type Parts = {
  consultations: Consultations;
  matcher: Matcher;
  /** Shows the saved match to whoever reads next. */
  show: (events: readonly AnyEvent[]) => Promise<void>;
};

/**
 * Has a request that was just committed matched, and saves the match on it; answers it as it is then. Whatever goes wrong here
 * costs the customer nothing but the name in the answer: the ConsultationCreated event starts the same matching.
 */
export const matchAtOnce = async (
  committed: Executed<ConsultationState>,
  { context, origin, log }: Pick<Call<unknown, unknown, unknown>, "context" | "origin" | "log">,
  { consultations, matcher, show }: Parts,
): Promise<Found> => {
  const { consultationId } = committed.state.consultation;
  try {
    const [event] = committed.events;
    // A repeated request was matched, or is being matched, with its first: it only looks.
    if (!event) return (await consultations.load(consultationId)) ?? committed;
    const input = inputOf(committed.state, event.id, origin);
    const { progress, alarmed } = await matcher.matched(input, context);
    const { salesmanId, consultantId, version } = progress;
    if (salesmanId === null) return committed;
    const save = async (): Promise<Found> => {
      const saved = await consultations.execute(
        consultationId,
        { type: "EditSalesman", salesmanId, consultantId, version },
        { origin: { ...origin, causationid: event.id }, known: storedBy(committed) },
      );
      await show(saved.events);
      return saved;
    };
    const [saved] = await Promise.all([save(), alarmed]);
    return saved;
  } catch (error) {
    if (isExpected(error)) {
      log.info("A consultation is matched later.", { consultationId, reason: error.message });
    } else
      log.warn("A consultation could not be matched at once; it is matched later.", {
        consultationId,
        error,
      });
    return committed;
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
