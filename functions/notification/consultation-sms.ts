import type { EventOf } from "../../shared/contract/events.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { toMobile } from "../../shared/sms/phone.ts";
import type { SmsSender } from "../../shared/sms/sms-sender.ts";
import type { Handlers } from "../../shared/servicebus/consumer.ts";
import type { ConsultationNotes } from "./consultation-notes.ts";
import type { OptOuts } from "./opt-outs.ts";
import { acceptedText, assignedText, matchedText } from "./text/consultation-texts.ts";

/** Which SMS about consultations go out. Each answers a request of its reader's: none is an advertisement. */
export type ConsultationSmsSettings = { matched: boolean; accepted: boolean; assigned: boolean };

type Parts = {
  notes: ConsultationNotes;
  optOuts: OptOuts;
  sms: SmsSender;
  clock: Clock;
  settings: ConsultationSmsSettings;
};

/** What is done on each event that such an SMS follows from. */
export type ConsultationHandlers = Required<
  Pick<Handlers, "ConsultationCreated" | "ConsultationEdited" | "ConsultationProgressed" | "SalesmanMatched">
>;

type Sms = {
  consultationId: string;
  key: string;
  phone: string;
  customerId?: string;
  text: string;
  firstSent: Date;
};

/** Tells the customer of the match and of acceptance, and the salesman of a new assignment: once each, in any order of events. */
export const consultationSms = ({ notes, optOuts, sms, clock, settings }: Parts): ConsultationHandlers => {
  /** Sent before it is noted: a crash in between sends it again under the same id, by which the carrier knows it. */
  const sendOnce = async ({
    consultationId,
    key,
    phone,
    customerId,
    text,
    firstSent,
  }: Sms): Promise<void> => {
    if (await notes.settled(consultationId, key)) return;
    const at = clock().toISOString();
    const mobile = toMobile(phone);
    if ("reason" in mobile) return notes.settle(consultationId, key, { outcome: mobile.reason, at });
    const subjects = [mobile, ...(customerId === undefined ? [] : [{ customerId }])];
    if ((await Promise.all(subjects.map(optOuts.has))).includes(true)) {
      return notes.settle(consultationId, key, { outcome: "opted out", at });
    }
    const [result] = await sms.send({ text, to: [mobile.e164], repeatability: { key, firstSent } });
    if (!result || result.outcome === "busy") throw new Error("The carrier is busy.");
    const { outcome } = result;
    await notes.settle(consultationId, key, {
      outcome,
      at,
      ...(result.outcome === "sent" && { messageId: result.messageId }),
    });
  };

  /** The customer is told once both are known, whichever came first: each event notes its own part, then looks for the other. */
  const tellMatch = async (consultationId: string): Promise<void> => {
    const [customer, match] = await Promise.all([
      notes.customer(consultationId),
      notes.match(consultationId),
    ]);
    if (!settings.matched || !customer || !match) return;
    const { customerId, phone, projectname } = customer;
    await sendOnce({
      consultationId,
      key: `${match.eventId}-customer`,
      phone,
      customerId,
      text: matchedText(projectname, match.salesmanname),
      firstSent: new Date(match.at),
    });
  };

  const noteCustomer = async (
    event: EventOf<"ConsultationCreated"> | EventOf<"ConsultationEdited">,
  ): Promise<void> => {
    const { consultationId, customerId, phone, projectname } = event.data;
    await notes.noteCustomer(consultationId, event.aggregateversion, { customerId, phone, projectname });
    if (event.type === "ConsultationCreated") await tellMatch(consultationId);
  };

  return {
    ConsultationCreated: noteCustomer,
    ConsultationEdited: noteCustomer,

    ConsultationProgressed: async ({ id, time, data }: EventOf<"ConsultationProgressed">): Promise<void> => {
      if (!settings.accepted || data.step !== "accepted") return;
      const { consultationId, customerId, phone, projectname } = data;
      const text = acceptedText(projectname);
      const firstSent = new Date(time);
      await sendOnce({ consultationId, key: `${id}-customer`, phone, customerId, text, firstSent });
    },

    SalesmanMatched: async ({
      id,
      time,
      aggregateversion,
      data,
    }: EventOf<"SalesmanMatched">): Promise<void> => {
      const { subject, salesmanname, salesmanphone, projectname } = data;
      if (subject.type !== "consultation") return;
      const written = { eventId: id, at: time, ...(salesmanname !== undefined && { salesmanname }) };
      const isNewest = await notes.noteMatch(subject.id, aggregateversion, written);
      if (!isNewest) return; // Another has it by now.
      if (settings.assigned && salesmanphone !== undefined) {
        const text = assignedText(projectname ?? "");
        const firstSent = new Date(time);
        await sendOnce({
          consultationId: subject.id,
          key: `${id}-salesman`,
          phone: salesmanphone,
          text,
          firstSent,
        });
      }
      await tellMatch(subject.id);
    },
  };
};
