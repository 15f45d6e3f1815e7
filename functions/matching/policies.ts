import * as df from "durable-functions";
import type { EventOf } from "../../shared/contract/events.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { followingFrom } from "../../shared/servicebus/following-from.ts";
import { onEvents } from "../../shared/servicebus/subscribe.ts";
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
    const { data } = event;
    const origin = followingFrom(event, clock());
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
