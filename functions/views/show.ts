import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { OwnFunction } from "../../shared/http/app-call.ts";
import { applyMine, type Mine } from "./customer-projection.ts";
import type { Views } from "./feed.ts";
import { justShown } from "./just-shown.ts";
import { showAssignments } from "./staff-projection.ts";
import { knownEvents } from "./view-events.ts";

/** Shows events that were just committed to whoever reads next, before the change feed brings them. */
export type Show = OwnFunction<{ events: readonly AnyEvent[] }>;

/** Only lists are written here, never a counter: so a command waits for no one else's, and the feed counts each event once. */
export const showWith = (
  { customerView, staffView }: Views,
  current: { customer: () => Promise<string>; staff: () => Promise<string> },
): Show => {
  const shown = justShown<Mine>();
  return async ({ events: given }, log) => {
    const events = knownEvents(given, log);
    const [customer, staff] = await Promise.all([current.customer(), current.staff()]);
    await Promise.all([
      applyMine(customerView, customer, events, { shown }),
      showAssignments(staffView, staff, events),
    ]);
  };
};
