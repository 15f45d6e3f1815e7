import { toMobile } from "../../shared/sms/phone.ts";
import type { SmsClass } from "./sms-class.ts";
import { holdUntil } from "./sms-window.ts";

/** One customer who may be told, as things stand when the message would go out. */
export type Recipient = {
  interest: 0 | 1;
  phone: string;
  adConsent: boolean;
  nightConsent: boolean;
  optedOut: boolean;
};

export type Decision =
  | { send: string }
  | { wait: Date }
  | { outcome: "opted out" | "not interested" | "no consent" | "invalid number" | "not a mobile" };

/**
 * Whether to send now (and to which E.164 number), to wait, or why never. The first that holds decides: opted out (it beats
 * all, the phone may be in several interests), not interested, no consent to an advertisement, a number that takes no
 * message, night. To be asked at send time, again after every wait: each of these may have changed.
 */
export const decideRecipient = (recipient: Recipient, smsClass: SmsClass, now: Date): Decision => {
  if (recipient.optedOut) return { outcome: "opted out" };
  if (recipient.interest === 0) return { outcome: "not interested" };
  if (smsClass === "ad" && !recipient.adConsent) return { outcome: "no consent" };
  const mobile = toMobile(recipient.phone);
  if ("reason" in mobile) return { outcome: mobile.reason };
  const wait = holdUntil(now, smsClass, recipient.nightConsent);
  return wait ? { wait } : { send: mobile.e164 };
};
