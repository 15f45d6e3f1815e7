import { z } from "zod";
import { raiseAlarm } from "../../shared/contract/raise-alarm.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import type { Alarms } from "./alarms.ts";
import { raiseAtOnce } from "./delivery.ts";

/** `POST /alarms`, for the context matching: a customer waits for her answer until the salesman sees the alarm. */
export const alarmRaising = (endpoint: Endpoint, alarms: Alarms): void => {
  endpoint(
    {
      name: "raiseAlarmAtOnce",
      method: "POST",
      path: "alarms",
      tag: "Alarms",
      summary: "Raise the alarm of a consultation at once, before its events have come",
      roles: "app",
      body: raiseAlarm,
      answers: {
        200: { description: "The salesman sees it", schema: z.object({ raised: z.literal(true) }) },
      },
    },
    async ({ body }) => {
      await raiseAtOnce(alarms, body);
      return ok({ raised: true });
    },
  );
};
