import { z } from "zod";
import { shownEvents } from "../../shared/contract/views.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import type { Show } from "./show.ts";

/** `POST /views/events`, for the contexts in other apps whose command has just committed. */
export const showRoute = (endpoint: Endpoint, show: Show): void => {
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
      await show(body, log);
      return ok({ shown: true });
    },
  );
};
