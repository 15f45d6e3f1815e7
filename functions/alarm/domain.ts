import type { Alarm, AlarmType } from "../../shared/contract/alarm.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import { textOf } from "./text.ts";

export type AlarmEvent = EventOf<AlarmType>;

/** An alarm before anyone has read it. */
export type RaisedAlarm = Omit<Alarm, "read">;

/** What a salesman can be matched to. */
export type Subject = EventOf<"SalesmanMatched">["data"]["subject"];

/** Who serves a subject now, and who did before. `version` tells which of two matches is the newer. */
export type Match = { salesmanId: string; version: number; formers: readonly string[] };

const audiences: Record<AlarmType, "everyone" | Subject["type"]> = {
  ProjectCreated: "everyone",
  ProjectEdited: "everyone",
  ProjectStarted: "everyone",
  ProjectEnded: "everyone",
  InterestCreated: "interest",
  InterestUpdated: "interest",
  ConsultationCreated: "consultation",
  ConsultationEdited: "consultation",
  ConsultationProgressed: "consultation",
  ConsultationHandedBack: "consultation",
};

/** The partition that every salesman reads, so that an alarm for all of them is written once. */
export const everyone = "all";

/** The partition of a subject: its alarms, whoever sees them, and its match. Ids have no colon: no two share one. */
export const partitionOfSubject = ({ type, id }: Subject): string => `subject:${type}:${id}`;

/** The partition of what one salesman alone sees and has read. */
export const partitionOfSalesman = (salesmanId: string): string => `salesman:${salesmanId}`;

/** The partition where the alarm of an event lives for ever. */
export const homeOf = ({ type, subject }: AlarmEvent): string => {
  const audience = audiences[type];
  return audience === "everyone" ? everyone : partitionOfSubject({ type: audience, id: subject });
};

/** Whether an event is worth an alarm: that a match was saved on something is the machine's business, not a salesman's. */
export const isNews = ({ data }: AlarmEvent): boolean =>
  !("matchVersion" in data) || data.matchVersion === undefined;

/** The one alarm of an event; the same event always gives the same. */
export const alarmOf = ({ id, type, time, subject, data }: AlarmEvent): RaisedAlarm => ({
  alarmId: id,
  type,
  at: new Date(time).toISOString(),
  subject,
  text: textOf(type, data),
  projectname: data.projectname,
});

/** Alarms in the order of this key are in the order of time; no two have the same. */
export const sortKeyOf = ({ at, alarmId }: RaisedAlarm): string => `${at}|${alarmId}`;

/** The match once another is heard of: only a newer one takes its place, and then the salesman before is a former one. */
export const matchAfter = (
  present: Match | undefined,
  heard: { salesmanId: string; version: number },
): Match => {
  if (!present) return { ...heard, formers: [] };
  if (present.version >= heard.version) return present;
  const before = new Set([...present.formers, present.salesmanId]);
  before.delete(heard.salesmanId);
  return { ...heard, formers: [...before] };
};
