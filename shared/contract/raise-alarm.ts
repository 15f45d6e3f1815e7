import { z } from "zod";
import { id, instant, projectname } from "./fields.ts";

/**
 * RaiseAlarm, as the context matching asks the context alarm for it over HTTP (`POST /alarms`, with a function key): the salesman
 * sees his new consultation at once, not when its events have come. It says of the request and of the match what
 * ConsultationCreated and SalesmanMatched say, so that those, when they come, find the same alarm and the same match.
 */
export const raiseAlarm = z
  .strictObject({
    /** Id and time of the ConsultationCreated event. */
    eventId: id,
    at: instant,
    subject: z.strictObject({ type: z.literal("consultation"), id }),
    projectname,
    /** Whose page it belongs on, by which version of the match (aggregateversion of SalesmanMatched). */
    salesmanId: id,
    version: z.int().min(1),
  })
  .meta({ id: "RaiseAlarm" });

export type RaiseAlarm = z.infer<typeof raiseAlarm>;
