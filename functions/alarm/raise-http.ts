import { z } from "zod";
import { raiseAlarm, type RaiseAlarm } from "../../shared/contract/raise-alarm.ts";
import type { OwnFunction } from "../../shared/http/app-call.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";

/** `POST /alarms`, for the context matching in another app: a customer waits for her answer until the salesman sees the alarm. */
export const alarmRaising = (endpoint: Endpoint, raise: OwnFunction<RaiseAlarm>): void => {
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
    async ({ body, log }) => {
      await raise(body, log);
      return ok({ raised: true });
    },
  );
};
