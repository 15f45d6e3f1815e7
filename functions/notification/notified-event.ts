import type { EventOf } from "../../shared/contract/events.ts";
import type { Origin } from "../../shared/cosmos/aggregates.ts";
import { eventDocumentId } from "../../shared/cosmos/documents.ts";
import { newId } from "../../shared/domain/ids.ts";
import type { Summary } from "./send-log.ts";

type CustomersNotified = EventOf<"CustomersNotified">;

/** The event that tells the others of a start's outcomes so far. */
export const notifiedEvent = (
  { projectId, projectname, counts, eventId }: Summary,
  aggregateversion: number,
  { at, correlationid, traceparent }: Origin,
): CustomersNotified => ({
  specversion: "1.0",
  id: newId(),
  source: "/contexts/notification",
  type: "CustomersNotified",
  subject: projectId,
  time: at.toISOString(),
  datacontenttype: "application/json",
  dataversion: 1,
  aggregateversion,
  correlationid,
  causationid: eventId,
  ...(traceparent !== undefined && { traceparent }),
  data: { projectId, projectname, outcomes: counts },
});

/** The event as it lies in the outbox of this context, in the partition of its start. */
export const eventDocument = (
  partition: string,
  event: CustomersNotified,
): { id: string; partition: string; kind: "event"; event: CustomersNotified } => ({
  id: eventDocumentId(event.aggregateversion),
  partition,
  kind: "event",
  event,
});
