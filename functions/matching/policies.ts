import * as df from "durable-functions";
import type { EventOf } from "../../shared/contract/events.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { onEvents } from "../../shared/servicebus/subscribe.ts";
import { activeTraceparent } from "../../shared/telemetry/tracing.ts";
import type { ConsultationMatching } from "./consultations.ts";
import { instancesOf } from "./instances.ts";
import type { InterestMatching } from "./interests.ts";

/** MatchSalesman: on an interest at once, on a consultation by its orchestration; and what becomes of the consultation is heard. */
export const matchingPolicies = (
  interests: InterestMatching,
  consultations: ConsultationMatching,
  clock: Clock,
): void => {
  const interest = async (event: EventOf<"InterestCreated"> | EventOf<"InterestUpdated">): Promise<void> => {
    const { id, correlationid, data } = event;
    const traceparent = activeTraceparent();
    const origin = {
      at: clock(),
      correlationid,
      causationid: id,
      ...(traceparent !== undefined && { traceparent }),
    };
    await (data.interest === 1 ? interests.match(data, origin) : interests.forget(data.interestId, origin));
  };
  onEvents("matchInterest", "interest-events", "matching", {
    InterestCreated: interest,
    InterestUpdated: interest,
  });

  onEvents(
    "matchConsultationPolicy",
    "consultation-events",
    "matching",
    {
      ConsultationCreated: (event, context) => consultations.created(event, instancesOf(context)),
      ConsultationEdited: (event, context) => consultations.edited(event, instancesOf(context)),
      ConsultationProgressed: (event, context) => consultations.progressed(event, instancesOf(context)),
      ConsultationHandedBack: (event, context) => consultations.handedBack(event, instancesOf(context)),
    },
    [df.input.durableClient()],
  );
};
