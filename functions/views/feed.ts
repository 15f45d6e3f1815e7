import type { InvocationContext } from "@azure/functions";
import type { Container } from "@azure/cosmos";
import { isEventDocument } from "../../shared/cosmos/documents.ts";
import { onChange } from "../../shared/cosmos/feed.ts";
import { loggerFor } from "../../shared/telemetry/log.ts";
import { applyToCustomerView } from "./customer-projection.ts";
import { writtenGenerations } from "./generations.ts";
import { applyToOverview, countersIn } from "./overview-projection.ts";
import { notePosition, sources } from "./positions.ts";
import { applyToStaffView } from "./staff-projection.ts";
import { eventsIn } from "./view-events.ts";

export type Views = { customerView: Container; staffView: Container };

/**
 * The projections: each event document of the core contexts goes into both views, into each of their generations. A batch that
 * fails comes again; what of it was done before changes nothing then.
 */
export const viewFeeds = (views: Views): void => {
  for (const source of sources) {
    onChange(`view${source[0]?.toUpperCase()}${source.slice(1)}s`, source, async (documents, context) => {
      const events = documents.filter(isEventDocument);
      if (events.length === 0) return;
      await applyToViews(views, events, context);
      await notePosition(views.staffView, source, events.at(-1));
    });
  }
  onChange("viewOverview", "staff-view", async (documents) => {
    const counters = countersIn(documents);
    if (counters.length === 0) return;
    await applyToOverview(views.staffView, counters);
    await notePosition(views.staffView, "staff-view", counters.at(-1));
  });
};

const applyToViews = async (
  { customerView, staffView }: Views,
  documents: readonly unknown[],
  context: InvocationContext,
): Promise<void> => {
  const events = eventsIn(documents, loggerFor(context, { operation: context.functionName }));
  const [ofCustomer, ofStaff] = await Promise.all([
    writtenGenerations(customerView),
    writtenGenerations(staffView),
  ]);
  await Promise.all([
    ...ofCustomer.map((generation) => applyToCustomerView(customerView, generation, events)),
    ...ofStaff.map((generation) => applyToStaffView(staffView, generation, events)),
  ]);
};
