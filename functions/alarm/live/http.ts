import { z } from "zod";
import { connectionOf } from "../../../shared/http/connection.ts";
import type { Endpoint } from "../../../shared/http/endpoint.ts";
import { HttpRefusal } from "../../../shared/http/problem.ts";
import { readCursor, type Cursor } from "./cursor.ts";
import type { MissedChanges } from "./missed.ts";
import type { OpenPages } from "./open-pages.ts";
import { outletInto } from "./outlet.ts";
import { alarmStream } from "./stream.ts";

/** How many pages one process holds open, and for how long each. */
export type LiveSettings = { maxStreams: number; lifeSeconds: number };

const sample = [
  "retry: 1000",
  "",
  "event: ready",
  "id: 1803862800-1803862801",
  "data: {}",
  "",
  "event: alarm",
  "id: 1803862805-1803862801",
  'data: {"alarmId":"5b0d6c1e-2f3a-4c4d-8e5f-60718293a4b5","type":"ProjectStarted","at":"2027-03-02T00:00:00.000Z","subject":"7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f","text":"\'이음5G 융합서비스 실증사업\' 접수가 시작되었습니다.","projectname":"이음5G 융합서비스 실증사업","read":false}',
  "",
  "",
].join("\n");

const description = `Server-Sent Events, to be read with fetch, since EventSource sends no token.

- \`alarm\`: one that appeared, exactly as the list shows it. In the order of appearance: its \`at\` may be long ago, when its
  customer became mine just now.
- \`alarms-changed\`: the list changed otherwise, so read it anew: alarms were read elsewhere, or went to another salesman, or
  more were missed than are told one by one.
- \`ready\`: from here on nothing is missed. On the first connection read the list now.

The \`id\` of each is where to go on: send the last as \`Last-Event-ID\` (or \`after\`), to whichever instance, and nothing is
missed. An alarm may come twice then; its alarmId tells. A comment comes every 15 seconds; come anew when there is none for
45. The stream ends by itself before 230 seconds and when the token expires; come back then.`;

/** `GET /me/alarms/stream`. */
export const liveAlarmHttp = (
  endpoint: Endpoint,
  {
    pages,
    missedChanges,
    settings,
  }: { pages: OpenPages; missedChanges: MissedChanges; settings: LiveSettings },
): void => {
  endpoint(
    {
      name: "streamMyAlarms",
      method: "GET",
      path: "me/alarms/stream",
      tag: "Alarms",
      summary: "My alarms as they come",
      description,
      roles: ["Salesman"],
      query: z.strictObject({
        after: z
          .string()
          .max(64)
          .optional()
          .describe("The id of the last event, as Last-Event-ID; the header wins"),
      }),
      answers: {
        200: {
          description: "The events, until the stream ends",
          mediaType: "text/event-stream",
          schema: z.string(),
          example: sample,
        },
      },
      refuses: ["unavailable"],
    },
    async ({ query, actor, at, request, context }) => {
      const from = cursorOf(request.headers.get("last-event-id"), query.after);
      if (pages.count() >= settings.maxStreams) {
        throw new HttpRefusal("unavailable", "Too many pages are open here. Come again in a moment.", {
          headers: { "retry-after": "5" },
        });
      }
      const { outlet, body } = outletInto(connectionOf(context.invocationId), () => {
        clearTimeout(ending);
        pages.leave(page);
        page.end();
      });
      const page = alarmStream(actor.id, missedChanges, outlet);
      const ending = setTimeout(page.end, lifeMs(settings, at, actor.signedInUntil));
      try {
        await pages.join(page);
        await page.open(from);
      } catch (error) {
        page.end();
        throw error;
      }
      return {
        status: 200,
        headers: {
          "content-type": "text/event-stream; charset=utf-8",
          // No proxy may hold an event back, or make it smaller by waiting for more.
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
        },
        body,
      };
    },
  );
};

const cursorOf = (header: string | null, after: string | undefined): Cursor | undefined => {
  const id = header ?? after;
  if (id === undefined || id === "") return undefined;
  const cursor = readCursor(id);
  if (cursor !== undefined) return cursor;
  throw new HttpRefusal("invalid", "Send the id of the last event that you got, or none.", {
    errors: [{ path: header === null ? "after" : "Last-Event-ID", message: "is not the id of an event" }],
  });
};

/** Up to a tenth less than the whole life, so that pages that were opened together do not come back together. */
const lifeMs = ({ lifeSeconds }: LiveSettings, at: Date, signedInUntil: Date | undefined): number => {
  const life = lifeSeconds * 1000 * (1 - Math.random() / 10);
  return signedInUntil === undefined
    ? life
    : Math.max(0, Math.min(life, signedInUntil.getTime() - at.getTime()));
};
