import type { Clock } from "../../shared/domain/clock.ts";
import { planPage, type Logged } from "./domain.ts";
import type { OptOuts } from "./opt-outs.ts";
import { noSmsOutcomes, type SmsOutcomeCounts } from "../../shared/contract/notification.ts";
import type { Recipients } from "./recipients.ts";
import type { SmsClass } from "./sms-class.ts";

/** What a start would send, if it came now. */
export type Preview = {
  /** Customers whose interest in the projectname is 1. */
  interested: number;
  /** How many of them were looked at: each when there are few enough. */
  looked: number;
  /** Messages to those looked at, those of the night's wait among them. */
  messages: number;
  /** What would become of those looked at; "sent" are those who would get it at once. */
  counts: SmsOutcomeCounts;
};

/** A person waits for the answer, so that no more customers than these are looked at one by one. */
const mostLooked = 2_000;
const pageSize = 200;

/**
 * Counts what a start would send, by the rules of the send itself (domain.ts). Of a projectname with very many customers only
 * the first are looked at, and the answer says so.
 */
export const previewWith =
  ({
    recipients,
    optOuts,
    smsClass,
    clock,
  }: {
    recipients: Recipients;
    optOuts: OptOuts;
    smsClass: SmsClass;
    clock: Clock;
  }) =>
  async (projectname: string): Promise<Preview> => {
    const interested = await recipients.count(projectname);
    const counts = noSmsOutcomes();
    const textedFor = new Map<string, string>();
    let looked = 0;
    for (let after: string | null = null; looked < Math.min(interested, mostLooked);) {
      const people = await recipients.next(projectname, after, pageSize);
      if (people.length === 0) break;
      const logged: Logged = { byInterest: new Map(), textedFor };
      const plan = planPage(people, await optOuts.among(people), logged, smsClass, clock());
      for (const { outcome } of plan.entries) counts[outcome] += 1;
      for (const [phone, { interestId }] of plan.send) textedFor.set(phone, interestId);
      counts.sent += plan.send.size;
      counts.waiting += plan.held.length;
      looked += people.length;
      after = people.at(-1)?.interestId ?? null;
    }
    return { interested, looked, messages: counts.sent + counts.waiting, counts };
  };
