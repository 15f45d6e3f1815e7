import type { Match, RaisedAlarm } from "./domain.ts";
import type { Step } from "./reading.ts";

/** An alarm in one partition. `arrivedAt` is when it came there: later than the event, perhaps by months after a re-match. */
export type AlarmDocument = {
  id: string;
  partition: string;
  kind: "alarm";
  sortKey: string;
  arrivedAt: string;
  alarm: RaisedAlarm;
};

/** Who serves a subject, in the subject's partition. */
export type MatchDocument = { id: "match"; partition: string; kind: "match" } & Match;

/** Up to where a salesman has read all, in the salesman's partition. */
export type ReadingDocument = { id: "reading"; partition: string; kind: "reading"; steps: readonly Step[] };

/** One alarm that a salesman has read, as long as no step covers it. */
export type MarkDocument = {
  id: string;
  partition: string;
  kind: "mark";
  alarmId: string;
  at: string;
  arrivedAt: string;
};

/** That alarms were taken out of the salesman's partition, whose deletion the change feed does not tell. */
export type MovedDocument = { id: "moved"; partition: string; kind: "moved" };

// Event ids have only characters that Cosmos takes in an id (shared/contract/fields.ts).
export const alarmDocumentId = (alarmId: string): string => `alarm-${alarmId}`;
export const markDocumentId = (alarmId: string): string => `mark-${alarmId}`;
