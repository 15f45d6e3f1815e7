import type { EventOf } from "../../shared/contract/events.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { toMobile } from "../../shared/sms/phone.ts";
import type { SmsSender } from "../../shared/sms/sms-sender.ts";
import type { Handlers } from "../../shared/servicebus/consumer.ts";
import type { ConsultationNotes, CustomerNote, MatchNote } from "./consultation-notes.ts";
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
  /** Nobody can have sent it before. */
  isNew?: boolean;
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
    isNew = false,
  }: Sms): Promise<void> => {
    const at = clock().toISOString();
    const mobile = toMobile(phone);
    if ("reason" in mobile) return notes.settle(consultationId, key, { outcome: mobile.reason, at });
    const [isSettled, ...optedOut] = await Promise.all([
      isNew ? false : notes.settled(consultationId, key),
      optOuts.has(mobile),
      ...(customerId === undefined ? [] : [optOuts.has({ customerId })]),
    ]);
    if (isSettled) return;
    if (optedOut.includes(true)) return notes.settle(consultationId, key, { outcome: "opted out", at });
    const [result] = await sms.send({ text, to: [mobile.e164], repeatability: { key, firstSent } });
    if (!result || result.outcome === "busy") throw new Error("The carrier is busy.");
    const { outcome } = result;
    await notes.settle(consultationId, key, {
      outcome,
      at,
      ...(result.outcome === "sent" && { messageId: result.messageId }),
    });
  };

  /**
   * The customer is told once both are known, whichever came first: each event notes its own part, then looks for the
   * other. Both lie in one partition, where a read shows at least all that came before the reader's own last write, so
   * that one of two events handled at once sees the other. When both do, both tell: under one key, which is one SMS.
   */
  const tellMatch = async (
    consultationId: string,
    { customerId, phone, projectname }: CustomerNote,
    { eventId, at, salesmanname }: MatchNote,
  ): Promise<void> => {
    const text = matchedText(projectname, salesmanname);
    const firstSent = new Date(at);
    await sendOnce({ consultationId, key: `${eventId}-customer`, phone, customerId, text, firstSent });
  };

  const noteCustomer = async ({
    aggregateversion,
    data: { consultationId, customerId, phone, projectname },
  }: EventOf<"ConsultationCreated"> | EventOf<"ConsultationEdited">): Promise<CustomerNote> => {
    const note = { customerId, phone, projectname };
    return (await notes.noteCustomer(consultationId, aggregateversion, note)).newest;
  };

  return {
    ConsultationCreated: async (event): Promise<void> => {
      const { consultationId } = event.data;
      const customer = await noteCustomer(event);
      const match = settings.matched ? await notes.match(consultationId) : undefined;
      if (match) await tellMatch(consultationId, customer, match);
    },

    // One that changes neither, as the match's does, says what an earlier event says, which comes as well: nothing is noted.
    ConsultationEdited: async (event): Promise<void> => {
      const { changed } = event.data;
      if (changed.includes("phone") || changed.includes("projectname")) await noteCustomer(event);
    },

    ConsultationProgressed: async ({ id, time, data }): Promise<void> => {
      if (!settings.accepted || data.step !== "accepted") return;
      const { consultationId, customerId, phone, projectname } = data;
      const text = acceptedText(projectname);
      const firstSent = new Date(time);
      await sendOnce({ consultationId, key: `${id}-customer`, phone, customerId, text, firstSent });
    },

    SalesmanMatched: async ({ id, time, aggregateversion, data }): Promise<void> => {
      const { subject, salesmanname, salesmanphone, projectname } = data;
      if (subject.type !== "consultation") return;
      const consultationId = subject.id;
      const match = { eventId: id, at: time, ...(salesmanname !== undefined && { salesmanname }) };
      const { came } = await notes.noteMatch(consultationId, aggregateversion, match);
      if (came === "late") return; // Another has it by now.

      const tellSalesman = async (): Promise<void> => {
        if (!settings.assigned || salesmanphone === undefined) return;
        const text = assignedText(projectname ?? "");
        const firstSent = new Date(time);
        // This event alone sends it, and only once it is noted.
        const isNew = came === "first";
        await sendOnce({
          consultationId,
          key: `${id}-salesman`,
          phone: salesmanphone,
          text,
          firstSent,
          isNew,
        });
      };
      const tellCustomer = async (): Promise<void> => {
        const customer = settings.matched ? await notes.customer(consultationId) : undefined;
        if (customer) await tellMatch(consultationId, customer, match);
      };
      // Side by side: while the carrier takes its time for the one, the match could become an old one for the other.
      for (const told of await Promise.allSettled([tellSalesman(), tellCustomer()])) {
        if (told.status === "rejected") throw told.reason;
      }
    },
  };
};
