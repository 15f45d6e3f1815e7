import { app, type InvocationContext } from "@azure/functions";
import type { EventOf } from "../../shared/contract/events.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { consumed } from "../../shared/servicebus/consumed.ts";
import { Unreadable } from "../../shared/servicebus/consumer.ts";
import { persistently } from "../../shared/servicebus/persistently.ts";
import { onEvents } from "../../shared/servicebus/subscribe.ts";
import { type Logger, loggerFor } from "../../shared/telemetry/log.ts";
import { activeTraceparent, withSpan } from "../../shared/telemetry/tracing.ts";
import type { ConsultationHandlers } from "./consultation-sms.ts";
import type { Recipients } from "./recipients.ts";
import { claimMs, type SendLog } from "./send-log.ts";
import { type SendPage, sendPage, type SendQueue } from "./send-queue.ts";

type Parts = {
  aboutConsultations: ConsultationHandlers;
  recipients: Recipients;
  sendLog: SendLog;
  queue: SendQueue;
  textOf: (project: EventOf<"ProjectStarted">["data"]) => string;
  sendOne: (message: SendPage, log: Logger) => Promise<void>;
  clock: Clock;
};

/** NotifyInterested, and what it needs to know: who is interested, and the continuation messages of the fan-out. */
export const notificationPolicies = (parts: Parts): void => {
  const { recipients, sendLog, queue, textOf, clock } = parts;

  onEvents("notifyInterested", "project-events", "notification", {
    ProjectStarted: async ({ id, time, correlationid, data }) => {
      const { projectId, projectname } = data;
      // Noted before the first page is read: a recipient whose event comes later finds the start, see below.
      await recipients.noteStart(projectname, { projectId, eventId: id, at: time });
      await sendLog.begin({ projectId, projectname, eventId: id, startedAt: time, text: textOf(data) });
      await queue.put(toPage({ projectId, projectname }, { kind: "all", after: null }, correlationid));
    },
  });

  const keep = async (event: EventOf<"InterestCreated"> | EventOf<"InterestUpdated">): Promise<void> => {
    const { data, aggregateversion, time, correlationid } = event;
    const kept = await recipients.save(data, aggregateversion);
    if (data.interest === 0) return;
    // The event was late: the project had started, and its pages may have been read. Who asked before the start is told.
    for (const { projectId } of await recipients.startsSince(data.projectname, time)) {
      const page = { kind: "these" as const, interestIds: [data.interestId], round: event.id };
      // A page under way may just be texting the old phone: it is in the log, or its claim has run out, when we look.
      const changed = kept.saved && kept.phoneBefore !== undefined && kept.phoneBefore !== data.phone;
      const at = changed ? new Date(clock().getTime() + 2 * claimMs) : undefined;
      await queue.put(toPage({ projectId, projectname: data.projectname }, page, correlationid), at);
    }
  };
  onEvents("keepRecipient", "interest-events", "notification", {
    InterestCreated: keep,
    InterestUpdated: keep,
  });

  const { SalesmanMatched, ...ofConsultations } = parts.aboutConsultations;
  onEvents("tellOfConsultation", "consultation-events", "notification", ofConsultations);
  onEvents("tellOfMatch", "matching-events", "notification", { SalesmanMatched });

  consumed.push({ entity: "notification-sends" });
  app.serviceBusQueue("sendPage", {
    connection: "SERVICEBUS",
    queueName: "notification-sends",
    handler: (message, context) => handlePage(message, context, parts),
  });
};

const toPage = (
  start: { projectId: string; projectname: string },
  page: SendPage["page"],
  correlationid: string,
): SendPage => {
  const traceparent = activeTraceparent();
  return { ...start, page, tries: 0, correlationid, ...(traceparent !== undefined && { traceparent }) };
};

const handlePage = async (
  message: unknown,
  context: InvocationContext,
  { sendOne }: Parts,
): Promise<void> => {
  const parsed = sendPage.safeParse(message);
  if (!parsed.success) throw new Unreadable("Not a page to send.");
  const { correlationid, traceparent, projectId } = parsed.data;
  const log = loggerFor(context, { correlationid, projectId, operation: "sendPage" });
  const attributes = {
    "messaging.system": "servicebus",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": "notification-sends",
    "faas.invocation_id": context.invocationId,
    "ktgg.function": context.functionName,
    "ktgg.correlation_id": correlationid,
  };
  await withSpan("process notification-sends", { kind: "consumer", traceparent, attributes }, () =>
    persistently(
      () => sendOne(parsed.data, log),
      (error, waitMs) => {
        log.warn("A page could not be handled yet.", { error, waitMs });
      },
    ),
  );
};
