import type { Clock } from "../../shared/domain/clock.ts";
import { followingFrom } from "../../shared/servicebus/following-from.ts";
import { onEvents } from "../../shared/servicebus/subscribe.ts";
import type { Consultations } from "./consultations.ts";

/** EditSalesman: who was matched to a consultation is saved on it, as long as it is not decided. */
export const consultationPolicies = (consultations: Consultations, clock: Clock): void => {
  onEvents("editConsultationSalesman", "matching-events", "consultation", {
    SalesmanMatched: async (event) => {
      const { subject, salesmanId, consultantId } = event.data;
      if (subject.type !== "consultation") return;
      await consultations.execute(
        subject.id,
        { type: "EditSalesman", salesmanId, consultantId, version: event.aggregateversion },
        { origin: followingFrom(event, clock()) },
      );
    },
  });
};
