import type { InvocationContext } from "@azure/functions";
import type { AnyEvent } from "../contract/envelope.ts";
import { recordFeedLag } from "../telemetry/metrics.ts";
import { withSpan } from "../telemetry/tracing.ts";
import { isEventDocument } from "./documents.ts";

type FeedHandler = (documents: readonly unknown[], context: InvocationContext) => Promise<void>;

/**
 * A change-feed handler that can be followed: its batch is a span, below the request whose events it holds or linked to the several
 * whose it holds; and how old the oldest event was is recorded when the batch is handled. State documents alone leave no mark.
 */
export const watchedFeed =
  (name: string, container: string, handler: FeedHandler): FeedHandler =>
  async (documents, context) => {
    const events = documents.filter(isEventDocument).map(({ event }) => event);
    if (events.length === 0) return handler(documents, context);
    const attributes = {
      "faas.trigger": "datasource",
      "faas.document.collection": container,
      "faas.invocation_id": context.invocationId,
      "ktgg.function": name,
      "ktgg.events": events.length,
    };
    const origins = events.map(({ traceparent }) => traceparent);
    await withSpan(name, { kind: "consumer", origins, attributes }, () => handler(documents, context));
    recordFeedLag(Date.now() - oldest(events), name);
  };

const oldest = (events: readonly AnyEvent[]): number =>
  events.reduce((time, event) => Math.min(time, Date.parse(event.time)), Infinity);
