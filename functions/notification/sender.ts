import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import type { SmsResult, SmsSender } from "../../shared/sms/sms-sender.ts";
import type { Logger } from "../../shared/telemetry/log.ts";
import { planPage, settle, type Plan } from "./domain.ts";
import type { OptOuts } from "./opt-outs.ts";
import type { Recipients } from "./recipients.ts";
import { type Again, type ClaimedPage, pageSize, type SendLog, type Summary } from "./send-log.ts";
import { pageName, type SendPage, type SendQueue } from "./send-queue.ts";
import type { SmsClass } from "./sms-class.ts";

type Parts = {
  recipients: Recipients;
  optOuts: OptOuts;
  sendLog: SendLog;
  queue: SendQueue;
  sms: SmsSender;
  smsClass: SmsClass;
  clock: Clock;
};

const busyMs = 60_000;

/**
 * Sends one page of one start: claim, plan, send, record, go on. A crash between any two of them is mended by the message's
 * next delivery: a claim runs out, a recorded page is only continued, and what was sent but not recorded is sent
 * again under the same repeatability id, by which the carrier knows it.
 */
export const sendPageWith =
  ({ recipients, optOuts, sendLog, queue, sms, smsClass, clock }: Parts) =>
  async (message: SendPage, log: Logger): Promise<void> => {
    const { projectId, projectname } = message;
    const summary = await sendLog.summary(projectId);
    if (!summary) throw new Error("The start of this page is not noted yet.");
    const claim = await sendLog.claim(projectId, pageName(message), clock(), () => read(message));
    if (claim.state === "busy") {
      await putOff(message, claim.until);
      return;
    }
    if (claim.state === "done") {
      await goOn(message, claim.next, claim.again);
      return;
    }
    const { page } = claim;
    const people = await recipients.these(projectname, page.interestIds);
    const [optedOut, logged] = await Promise.all([optOuts.among(people), sendLog.logged(projectId, people)]);
    const plan = planPage(people, optedOut, logged, smsClass, clock());
    const results = await send(plan, summary, page).catch(async (error: unknown) => {
      log.warn("The carrier took no message of a page; it is put off.", { error, tries: message.tries });
      await sendLog.release(projectId, page);
      return undefined;
    });
    if (!results) {
      await putOff(message, new Date(clock().getTime() + backOffMs(message.tries)));
      return;
    }
    const { entries, busy } = settle(plan, results, smsClass, clock());
    const again = againOf(
      plan,
      busy.map(({ interestId }) => interestId),
      clock(),
    );
    const recorded = await sendLog.record(projectId, page, {
      lines: entries,
      logged,
      again,
      origin: originOf(message, clock()),
    });
    if (recorded === "lost") {
      log.warn("A page was taken over by another process.", { projectId });
      await putOff(message, new Date(clock().getTime() + backOffMs(message.tries)));
      return;
    }
    await goOn(message, page.next, again);

    async function read({ page: which }: SendPage): Promise<{ interestIds: string[]; next: string | null }> {
      if (which.kind === "these") return { interestIds: which.interestIds, next: null };
      const found = await recipients.next(projectname, which.after, pageSize);
      const interestIds = found.map(({ interestId }) => interestId);
      return { interestIds, next: found.length < pageSize ? null : (interestIds.at(-1) ?? null) };
    }

    async function send(
      { send: phones }: Plan,
      { text, eventId }: Summary,
      { firstSentAt }: ClaimedPage,
    ): Promise<SmsResult[]> {
      if (phones.size === 0) return [];
      return sms.send({
        text,
        to: [...phones.keys()],
        repeatability: { key: eventId, firstSent: firstSentAt },
      });
    }

    async function putOff(page: SendPage, until: Date): Promise<void> {
      await queue.put({ ...page, tries: page.tries + 1 }, until);
    }

    async function goOn(page: SendPage, next: string | null, again: readonly Again[]): Promise<void> {
      for (const { interestIds, at } of again) {
        const these = { kind: "these" as const, interestIds: [...interestIds], round: at };
        await queue.put({ ...page, page: these, tries: 0 }, new Date(at));
      }
      if (next !== null) await queue.put({ ...page, page: { kind: "all", after: next }, tries: 0 });
    }
  };

const originOf = ({ correlationid, traceparent }: SendPage, at: Date): Origin => ({
  at,
  correlationid,
  ...(traceparent !== undefined && { traceparent }),
});

/** Who is to be tried again, by the instant at which: the morning for the night's, a minute on for the busy carrier's. */
const againOf = ({ held }: Plan, busy: readonly string[], now: Date): Again[] => {
  const byTime = new Map<string, string[]>();
  const add = (at: Date, interestId: string): void => {
    const key = at.toISOString();
    byTime.set(key, [...(byTime.get(key) ?? []), interestId]);
  };
  for (const { recipient, until } of held) add(until, recipient.interestId);
  for (const interestId of busy) add(new Date(now.getTime() + busyMs), interestId);
  return [...byTime].map(([at, interestIds]) => ({ interestIds, at }));
};

/** 1, 2, 4 ... seconds, at most 5 minutes: a carrier may be down for hours, and the page waits for it. */
const backOffMs = (tries: number): number => Math.min(300_000, 1000 * 2 ** Math.min(tries, 20));
