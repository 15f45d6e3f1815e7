import type { Clock } from "../../shared/domain/clock.ts";
import { followingFrom } from "../../shared/servicebus/following-from.ts";
import { onEvents } from "../../shared/servicebus/subscribe.ts";
import type { Interests } from "./interests.ts";

/** EditSalesman: the salesman who was matched to an interest is saved on it. */
export const interestPolicies = (interests: Interests, clock: Clock): void => {
  onEvents("editInterestSalesman", "matching-events", "interest", {
    SalesmanMatched: async (event) => {
      const { subject, salesmanId } = event.data;
      if (subject.type !== "interest") return;
      await interests.execute(
        subject.id,
        { type: "EditSalesman", salesmanId, version: event.aggregateversion },
        { origin: followingFrom(event, clock()) },
      );
    },
  });
};
