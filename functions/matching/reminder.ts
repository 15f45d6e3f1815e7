import { toMobile } from "../../shared/sms/phone.ts";
import type { SmsSender } from "../../shared/sms/sms-sender.ts";

/** Reminds a salesman of a consultation that he has not decided on. */
export type Reminder = {
  remind: (reminder: { phone: string; matchId: string; attempt: number; firstSent: Date }) => Promise<void>;
};

const text = "[KT.GG] 수락을 기다리는 상담이 있습니다. 알람에서 확인해 주세요.";

/** By SMS: one for each try, however often it is asked for. */
export const smsReminder = (sms: SmsSender): Reminder => ({
  remind: async ({ phone, matchId, attempt, firstSent }) => {
    const to = toMobile(phone);
    if (!("e164" in to)) throw new Error("The salesman's phone takes no SMS.");
    const repeatability = { key: `${matchId} reminder ${attempt}`, firstSent };
    const [result] = await sms.send({ text, to: [to.e164], repeatability });
    if (result?.outcome !== "sent") throw new Error("The carrier did not take the reminder.");
  },
});

/** Where there is no carrier: the reminder is only noted on the match, where staff see it. */
export const noReminder: Reminder = { remind: () => Promise.resolve() };
