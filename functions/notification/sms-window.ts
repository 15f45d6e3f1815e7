import { seoulDate, seoulHour, seoulInstant } from "../../shared/domain/clock.ts";
import type { SmsClass } from "./sms-class.ts";

// 정보통신망법 section 50(3): from 21:00 to 08:00 an advertisement needs a consent of its own.
const nightFrom = 21;
const dayFrom = 8;
const dayMs = 24 * 60 * 60 * 1000;

/** The instant until which the message must wait, the next 08:00 in Asia/Seoul, or null when it may go out now. */
export const holdUntil = (now: Date, smsClass: SmsClass, nightConsent: boolean): Date | null => {
  if (smsClass === "info" || nightConsent) return null;
  const hour = seoulHour(now);
  if (hour >= dayFrom && hour < nightFrom) return null;
  const morning = hour >= nightFrom ? new Date(now.getTime() + dayMs) : now;
  return seoulInstant(seoulDate(morning), dayFrom);
};
