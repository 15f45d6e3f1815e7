import { z } from "zod";
import { id, phone, projectname } from "../../shared/contract/fields.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { Invalid, NotFound } from "../../shared/domain/errors.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { toMobile } from "../../shared/sms/phone.ts";
import type { OptOuts } from "./opt-outs.ts";
import { noSmsOutcomes, smsOutcomeCounts } from "../../shared/contract/notification.ts";
import type { Preview } from "./preview.ts";
import type { SendLog } from "./send-log.ts";

const notifications = z
  .object({
    projectId: id,
    projectname: z.string(),
    startedAt: z.iso.datetime(),
    text: z.string().describe("The SMS, the same for every customer"),
    state: z.enum(["sending", "done"]).describe("sending: recipients are left, or some wait"),
    total: z.int().describe("customers with an outcome so far"),
    counts: smsOutcomeCounts,
  })
  .meta({ id: "ProjectNotifications" });

const preview = z
  .object({
    projectname,
    interested: z.int().describe("customers whose interest is 1"),
    looked: z
      .int()
      .describe("how many of them were looked at: less than interested when there are very many"),
    messages: z.int().describe("SMS to those looked at"),
    counts: smsOutcomeCounts.describe("what would become of those looked at, if the start came now"),
  })
  .meta({ id: "NotificationPreview" }) satisfies z.ZodType<Preview & { projectname: string }>;

const optOut = z.object({ optedOut: z.boolean() }).meta({ id: "SmsOptOut" });

/** The notification's HTTP functions. */
export const notificationHttp = (
  endpoint: Endpoint,
  {
    sendLog,
    optOuts,
    previewOf,
    clock,
  }: {
    sendLog: SendLog;
    optOuts: OptOuts;
    previewOf: (projectname: string) => Promise<Preview>;
    clock: Clock;
  },
): void => {
  endpoint(
    {
      name: "getProjectNotifications",
      method: "GET",
      path: "staff/projects/{projectId}/notifications",
      tag: "Notifications",
      summary: "What became of the SMS of a project's start, by outcome",
      description: "404 until the project has started.",
      roles: ["Staff"],
      params: z.object({ projectId: id }),
      answers: {
        200: {
          description: "The counts of the send log",
          schema: notifications,
          example: {
            projectId: "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
            projectname: "이음5G 융합서비스 실증사업",
            startedAt: "2027-03-02T00:00:00.000Z",
            text: "[KT.GG] 이음5G 융합서비스 실증사업 접수 시작\n3.2.~3.31.",
            state: "done",
            total: 3,
            counts: { ...noSmsOutcomes(), sent: 2, "not a mobile": 1 },
          },
        },
      },
    },
    async ({ params: { projectId } }) => {
      const summary = await sendLog.summary(projectId);
      if (!summary) throw new NotFound("start of a project");
      const { projectname, startedAt, text, counts, allRead } = summary;
      return ok({
        projectId,
        projectname,
        startedAt,
        text,
        state: allRead && counts.waiting === 0 ? "done" : "sending",
        total: Object.values(counts).reduce((sum, count) => sum + count, 0),
        counts,
      });
    },
  );

  endpoint(
    {
      name: "previewNotifications",
      method: "GET",
      path: "staff/notifications/preview",
      tag: "Notifications",
      summary:
        "How many SMS the start of a project of this projectname would send now, and who would get none, and why",
      roles: ["Staff"],
      query: z.strictObject({ projectname }),
      answers: {
        200: {
          description: "The counts",
          schema: preview,
          example: {
            projectname: "이음5G 융합서비스 실증사업",
            interested: 3,
            looked: 3,
            messages: 2,
            counts: { ...noSmsOutcomes(), sent: 2, "not a mobile": 1 },
          },
        },
      },
    },
    async ({ query }) => ok({ projectname: query.projectname, ...(await previewOf(query.projectname)) }),
  );

  endpoint(
    {
      name: "setMySmsOptOut",
      method: "PUT",
      path: "me/sms-opt-out",
      tag: "Notifications",
      summary: "Stop, or allow again, every SMS to me; my interests stay",
      roles: ["Customer"],
      body: z.strictObject({ optedOut: z.boolean() }),
      bodyExample: { optedOut: true },
      answers: { 200: { description: "As it is now", schema: optOut, example: { optedOut: true } } },
    },
    async ({ body: { optedOut }, actor, at }) => {
      await optOuts.set({ customerId: actor.id }, optedOut, at);
      return ok({ optedOut });
    },
  );

  endpoint(
    {
      name: "getMySmsOptOut",
      method: "GET",
      path: "me/sms-opt-out",
      tag: "Notifications",
      summary: "Whether I stopped the SMS",
      roles: ["Customer"],
      answers: { 200: { description: "As it is now", schema: optOut, example: { optedOut: false } } },
    },
    async ({ actor }) => ok({ optedOut: await optOuts.has({ customerId: actor.id }) }),
  );

  endpoint(
    {
      name: "setPhoneSmsOptOut",
      method: "PUT",
      path: "staff/sms-opt-outs",
      tag: "Notifications",
      summary:
        "Put a phone on the list of those who get no SMS, as its owner asked (the 080 number, by mail), or take it off",
      roles: ["Staff"],
      body: z.strictObject({ phone, optedOut: z.boolean() }),
      bodyExample: { phone: "010-0000-0001", optedOut: true },
      answers: { 200: { description: "As it is now", schema: optOut, example: { optedOut: true } } },
    },
    async ({ body: { phone: written, optedOut } }) => {
      const mobile = toMobile(written);
      if ("reason" in mobile) throw new Invalid({ path: "phone", message: `is ${mobile.reason}` });
      await optOuts.set(mobile, optedOut, clock());
      return ok({ optedOut });
    },
  );
};
