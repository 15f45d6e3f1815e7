import { z } from "zod";
import { alarm, alarmsRead, readAlarms, type Alarm } from "../../shared/contract/alarm.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf, pageQuery, readPage } from "../../shared/http/page.ts";
import type { SalesmanPage } from "./salesman-page.ts";

const examples: Alarm[] = [
  {
    alarmId: "5b0d6c1e-2f3a-4c4d-8e5f-60718293a4b5",
    type: "ProjectStarted",
    at: "2027-03-02T00:00:00.000Z",
    subject: "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
    text: "'이음5G 융합서비스 실증사업' 접수가 시작되었습니다.",
    read: false,
    projectname: "이음5G 융합서비스 실증사업",
  },
  {
    alarmId: "9c8b7a69-5847-4635-9241-302f1e0d9c8b",
    type: "InterestCreated",
    at: "2026-11-24T02:00:00.000Z",
    subject: "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
    text: "김하늘 고객이 '이음5G 융합서비스 실증사업' 관심을 등록했습니다.",
    read: true,
    projectname: "이음5G 융합서비스 실증사업",
  },
];

const alarmPage = pageOf(alarm).extend({
  unread: z.int().min(0).describe("How many of all my alarms I have not read, on this page or not"),
});

/** The alarms' HTTP functions. */
export const alarmHttp = (endpoint: Endpoint, page: SalesmanPage): void => {
  endpoint(
    {
      name: "listMyAlarms",
      method: "GET",
      path: "me/alarms",
      tag: "Alarms",
      summary: "My alarms, the newest first",
      description:
        "What happens to projects, for every salesman; what happens to interests, only for the salesman who is matched. An " +
        "alarm has the time of its event: one that comes late, or with a new match, appears in its own place.",
      roles: ["Salesman"],
      query: z.strictObject(pageQuery),
      answers: {
        200: {
          description: "A page of my alarms",
          schema: alarmPage,
          example: { items: examples, nextCursor: null, unread: 1 },
        },
      },
    },
    async ({ query, actor }) => {
      const [list, unread] = await Promise.all([
        readPage(query, (from) => page.list(actor.id, from), {
          item: (found) => found.alarm,
          sortKey: ({ sortKey }) => sortKey,
        }),
        page.unread(actor.id),
      ]);
      return ok({ ...list, unread });
    },
  );

  endpoint(
    {
      name: "readMyAlarms",
      method: "POST",
      path: "me/alarms/read",
      tag: "Alarms",
      summary: "Mark my alarms as read: some, all up to an instant, or all up to now",
      description:
        "Without a body, all that is there now. An alarm that comes later is unread, however long ago its event was. An alarmId " +
        "that is not one of mine changes nothing. Doing it again does no harm.",
      roles: ["Salesman"],
      body: readAlarms.optional(),
      bodyExample: { upTo: "2027-03-02T00:00:00.000Z" },
      answers: {
        200: {
          description: "Up to where all is read",
          schema: alarmsRead,
          example: { readUpTo: "2027-03-02T00:00:00.000Z" },
        },
      },
      refuses: ["contended"],
    },
    async ({ body, actor, at }) => {
      const readUpTo = body?.alarmIds
        ? await page.markRead(actor.id, body.alarmIds)
        : await page.readUpTo(actor.id, body?.upTo === undefined ? at : new Date(body.upTo), at);
      return ok({ readUpTo });
    },
  );
};
