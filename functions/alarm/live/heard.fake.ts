import type { Alarm } from "../../../shared/contract/alarm.ts";

/** One event as a page gets it. */
export type Heard = { event: string; id: string | undefined; data: unknown };

/** Reads text/event-stream as the standard says, as far as this API writes it: comments and `retry` are passed over. */
export const heardIn = (text: string): Heard[] =>
  text
    .split("\n\n")
    .map((block) => {
      const fields = block.split("\n").map((line) => /^(\w*): ?(.*)$/.exec(line)?.slice(1) ?? ["", ""]);
      const field = (name: string): string | undefined => fields.find(([found]) => found === name)?.[1];
      return {
        event: field("event") ?? "",
        id: field("id"),
        data: JSON.parse(field("data") ?? "null") as unknown,
      };
    })
    .filter(({ event }) => event !== "");

/** The ids of the alarms among them, in order. */
export const alarmIdsIn = (heard: readonly Heard[]): string[] =>
  heard.flatMap(({ event, data }) => (event === "alarm" ? [(data as Alarm).alarmId] : []));
