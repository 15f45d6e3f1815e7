import { z } from "zod";
import { events, type EventType } from "./events.ts";
import { id, instant, line, projectname } from "./fields.ts";

/** The events that raise an alarm: all but the match, which only decides who sees the others, and the counts of an SMS. */
export const alarmType = z
  .enum(Object.keys(events) as EventType[])
  .exclude(["SalesmanMatched", "CustomersNotified"]);

export type AlarmType = z.infer<typeof alarmType>;

/** One line on the SalesmanPage (알람). `at` is when the event happened, `subject` the id of what it happened to. */
export const alarm = z
  .object({
    alarmId: id,
    type: alarmType,
    at: instant,
    subject: id,
    text: line(500),
    read: z.boolean(),
    projectname: projectname.optional(),
  })
  .meta({ id: "Alarm" });

export type Alarm = z.infer<typeof alarm>;

/** What a salesman has read: these alarms, or all that happened up to an instant; all up to now when neither is given. */
export const readAlarms = z
  .strictObject({
    alarmIds: z.array(id).min(1).max(100).optional(),
    upTo: instant.optional().describe("An instant to come means now"),
  })
  .refine(({ alarmIds, upTo }) => alarmIds === undefined || upTo === undefined, {
    path: ["upTo"],
    message: "must not come together with alarmIds",
  })
  .meta({ id: "ReadAlarms" });

/** Up to which instant all alarms are read; null when only single ones are. */
export const alarmsRead = z.object({ readUpTo: instant.nullable() }).meta({ id: "AlarmsRead" });
