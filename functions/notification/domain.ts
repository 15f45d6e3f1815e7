import { decideRecipient } from "./eligibility.ts";
import type { SmsOutcome, SmsOutcomeCounts } from "../../shared/contract/notification.ts";
import type { SmsClass } from "./sms-class.ts";
import { toMobile } from "../../shared/sms/phone.ts";
import type { SmsResult } from "../../shared/sms/sms-sender.ts";

/** A customer who asked to be told of a projectname, as the interest's last event said. */
export type Recipient = {
  interestId: string;
  customerId: string;
  phone: string;
  interest: 0 | 1;
  adConsent: boolean;
  adConsentAt?: string;
  nightConsent: boolean;
  nightConsentAt?: string;
};

/** One customer's line in the send log of one start. */
export type LogEntry = {
  interestId: string;
  customerId: string;
  outcome: SmsOutcome;
  to?: string;
  reason?: string;
  messageId?: string;
  /** The consents that an advertisement relied on. */
  adConsentAt?: string;
  nightConsentAt?: string;
  at: string;
};

/** What is to be done for one page of recipients, before anything is sent. */
export type Plan = {
  /** Who gets it now, by E.164 phone: each phone once. */
  send: ReadonlyMap<string, Recipient>;
  /** What is settled without sending. */
  entries: LogEntry[];
  /** Who waits for the morning, and until when. */
  held: { recipient: Recipient; until: Date }[];
};

/** A line as it is stored, with the ETag that a replacement must name. */
export type LoggedLine = LogEntry & { etag: string };

/** What the send log says already: the line of each interest, and for each phone that was texted, for which interest. */
export type Logged = {
  byInterest: ReadonlyMap<string, LoggedLine>;
  textedFor: ReadonlyMap<string, string>;
};

/**
 * Decides each recipient of a page at the time of sending. Whoever has a final line in the log is left out, so that a page
 * can be planned again after a crash; a phone that was texted for this start, for whomever, is not texted again.
 */
export const planPage = (
  recipients: readonly Recipient[],
  optedOut: (recipient: Recipient) => boolean,
  logged: Logged,
  smsClass: SmsClass,
  now: Date,
): Plan => {
  const send = new Map<string, Recipient>();
  const entries: LogEntry[] = [];
  const held: Plan["held"] = [];
  for (const recipient of recipients) {
    const before = logged.byInterest.get(recipient.interestId);
    if (before && before.outcome !== "waiting") continue;
    const decision = decideRecipient({ ...recipient, optedOut: optedOut(recipient) }, smsClass, now);
    if ("outcome" in decision) entries.push(entry(recipient, decision.outcome, now));
    else if ("wait" in decision) held.push({ recipient, until: decision.wait });
    else {
      const textedFor = logged.textedFor.get(decision.send) ?? recipient.interestId;
      if (textedFor !== recipient.interestId || send.has(decision.send))
        entries.push(entry(recipient, "same phone", now));
      else send.set(decision.send, recipient);
    }
  }
  return { send, entries, held };
};

/** The log lines of what was sent, and who has to be tried again since the carrier was busy for that phone. */
export const settle = (
  plan: Plan,
  results: readonly SmsResult[],
  smsClass: SmsClass,
  now: Date,
): { entries: LogEntry[]; busy: Recipient[] } => {
  const entries: LogEntry[] = [...plan.entries];
  const busy: Recipient[] = [];
  const byPhone = new Map(results.map((result) => [result.to, result]));
  for (const [to, recipient] of plan.send) {
    const result = byPhone.get(to);
    if (!result || result.outcome === "busy") {
      busy.push(recipient);
      entries.push({ ...entry(recipient, "waiting", now), reason: "the carrier is busy" });
    } else if (result.outcome === "sent") {
      const consents = smsClass === "ad" ? consentsOf(recipient) : {};
      entries.push({ ...entry(recipient, "sent", now), messageId: result.messageId, ...consents });
    } else entries.push({ ...entry(recipient, "refused", now), reason: result.reason });
  }
  for (const { recipient, until } of plan.held) {
    entries.push({ ...entry(recipient, "waiting", now), reason: `until ${until.toISOString()}` });
  }
  return { entries, busy };
};

/**
 * Which of a page's lines are still to be stored, by what the log says now: none for whom another page has settled; and where
 * another page texted the same phone meanwhile, this one's message was the same to the carrier.
 */
export const openLines = (lines: readonly LogEntry[], { byInterest, textedFor }: Logged): LogEntry[] =>
  lines
    .filter(({ interestId }) => (byInterest.get(interestId)?.outcome ?? "waiting") === "waiting")
    .map((line) => {
      const owner = line.outcome === "sent" && line.to !== undefined ? textedFor.get(line.to) : undefined;
      if (owner === undefined || owner === line.interestId) return line;
      const { messageId, ...rest } = line;
      return { ...rest, outcome: "same phone" };
    });

/** The counts after the lines of a page: a line that was waiting moves, a new one is added. */
export const recount = (
  counts: SmsOutcomeCounts,
  entries: readonly LogEntry[],
  byInterest: Logged["byInterest"],
): SmsOutcomeCounts => {
  const next = { ...counts };
  for (const { interestId, outcome } of entries) {
    const before = byInterest.get(interestId);
    if (before) next[before.outcome] -= 1;
    next[outcome] += 1;
  }
  return next;
};

const entry = (recipient: Recipient, outcome: SmsOutcome, at: Date): LogEntry => {
  const mobile = toMobile(recipient.phone);
  return {
    interestId: recipient.interestId,
    customerId: recipient.customerId,
    outcome,
    ...("e164" in mobile && { to: mobile.e164 }),
    at: at.toISOString(),
  };
};

const consentsOf = ({ adConsentAt, nightConsentAt }: Recipient) => ({
  ...(adConsentAt !== undefined && { adConsentAt }),
  ...(nightConsentAt !== undefined && { nightConsentAt }),
});
