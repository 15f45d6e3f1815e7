import type { ViewEvent } from "../../functions/views/view-events.ts";

type Counts = Record<string, number>;

/** The totals and each salesman's figures, counted one by one from whole histories: what the views have to come to. */
export const truthOf = (
  histories: readonly ViewEvent[][],
): { totals: Counts; salesmen: Map<string, Counts> } => {
  const totals: Counts = {};
  const salesmen = new Map<string, Counts>();
  const names = new Set<string>();
  const add = (counts: Counts, name: string, count = 1): void => {
    if (count !== 0) counts[name] = (counts[name] ?? 0) + count;
  };
  const of = (who: string): Counts => {
    const counts = salesmen.get(who) ?? {};
    salesmen.set(who, counts);
    return counts;
  };
  for (const history of histories) {
    for (const event of history) {
      if ("projectname" in event.data && event.type !== "SalesmanMatched") names.add(event.data.projectname);
      if (event.type === "ConsultationHandedBack") add(of(event.data.by), "handed back");
      if (event.type === "ConsultationProgressed") {
        const who = event.data.matchedsalesman ?? "nobody";
        const { step } = event.data;
        if (step === "accepted" || step === "success" || step === "fail") add(of(who), step);
        if (step === "canceled") add(of(who), "rejected");
      }
    }
    const last = history.at(-1);
    switch (last?.type) {
      case "InterestCreated":
      case "InterestUpdated":
        add(totals, "interested", last.data.interest);
        break;
      case "ConsultationCreated":
      case "ConsultationEdited":
      case "ConsultationProgressed":
      case "ConsultationHandedBack": {
        const { step, matchedsalesman } = last.data;
        add(totals, `step ${step}`);
        if (matchedsalesman === null || !["requested", "accepted", "in progress"].includes(step)) break;
        add(of(matchedsalesman), "open");
        add(totals, "load");
        if (step === "requested") add(of(matchedsalesman), "waiting");
        break;
      }
      case "CustomersNotified":
        add(totals, "sms sent", last.data.outcomes.sent);
        break;
      default:
    }
  }
  add(totals, "projectnames", names.size);
  return { totals, salesmen };
};
