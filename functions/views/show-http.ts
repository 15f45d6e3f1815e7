import { z } from "zod";
import { shownEvents } from "../../shared/contract/views.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { applyMine } from "./customer-projection.ts";
import type { Views } from "./feed.ts";
import { showAssignments } from "./staff-projection.ts";
import { knownEvents } from "./view-events.ts";

/**
 * `POST /views/events`, for the contexts whose command has just committed: whoever gave it finds the change on the next read. Only
 * lists are written here, never a counter: so a command waits for no one else's, and the feed counts each event once.
 */
export const showRoute = (
  endpoint: Endpoint,
  { customerView, staffView }: Views,
  current: { customer: () => Promise<string>; staff: () => Promise<string> },
): void => {
  endpoint(
    {
      name: "showEvents",
      method: "POST",
      path: "views/events",
      tag: "Views",
      summary:
        "Show events that were just committed to whoever reads next, before the change feed brings them",
      roles: "app",
      body: shownEvents,
      answers: {
        200: { description: "They are shown", schema: z.object({ shown: z.literal(true) }) },
      },
    },
    async ({ body, log }) => {
      const events = knownEvents(body.events, log);
      const [customer, staff] = await Promise.all([current.customer(), current.staff()]);
      await Promise.all([
        applyMine(customerView, customer, events, { first: true }),
        showAssignments(staffView, staff, events),
      ]);
      return ok({ shown: true });
    },
  );
};
