import { writeCursor, type Cursor } from "./cursor.ts";

/** What a page hears: an alarm that appeared, that its list changed otherwise, and that it hears everything from here on. */
export type EventName = "ready" | "alarm" | "alarms-changed";

/** One event in the form of text/event-stream (HTML Living Standard, section 9.2). JSON has no line breaks: one data line. */
export const eventText = (name: EventName, cursor: Cursor, data: unknown): string =>
  `event: ${name}\nid: ${writeCursor(cursor)}\ndata: ${JSON.stringify(data)}\n\n`;

/** How long the page waits before it comes back. */
export const retryText = (ms: number): string => `retry: ${ms}\n\n`;

/** A comment: nothing for the page but that the connection lives. */
export const beatText = ": still here\n\n";
