import type { Platform } from "../../shared/platform.ts";
import { outbound } from "../../shared/servicebus/outbound.ts";
import { acsSmsSender, type AcsSettings } from "../../shared/sms/acs-sms-sender.ts";
import { notificationHttp } from "./http.ts";
import { cosmosOptOuts } from "./opt-outs.ts";
import { notificationPolicies } from "./policies.ts";
import { previewWith } from "./preview.ts";
import { cosmosRecipients } from "./recipients.ts";
import { cosmosConsultationNotes } from "./consultation-notes.ts";
import { consultationSms, type ConsultationSmsSettings } from "./consultation-sms.ts";
import { cosmosSendLog } from "./cosmos-send-log.ts";
import { serviceBusSendQueue } from "./send-queue.ts";
import { sendPageWith } from "./sender.ts";
import type { SmsClass } from "./sms-class.ts";
import { renderProjectStarted } from "./text/render-project-started.ts";

export type NotificationSettings = AcsSettings & {
  smsClass: SmsClass;
  /** Where our own page of a project is; without it, the message links the announcement. */
  linkBase: string | undefined;
  optOutNumber: string;
  aboutConsultations: ConsultationSmsSettings;
};

/** Registers the functions of the context `notification`. */
export const registerNotification = async (
  { database, bus, endpoint, clock }: Platform,
  settings: NotificationSettings,
): Promise<void> => {
  const { smsClass, linkBase, optOutNumber } = settings;
  const container = database.container("notification");
  const recipients = cosmosRecipients(container);
  const optOuts = cosmosOptOuts(container);
  const sendLog = cosmosSendLog(container);
  const queue = serviceBusSendQueue(outbound(bus, "notification-sends"));
  const sms = await acsSmsSender(settings);

  const previewOf = previewWith({ recipients, optOuts, smsClass, clock });
  notificationHttp(endpoint, { sendLog, optOuts, previewOf, clock });
  notificationPolicies({
    recipients,
    sendLog,
    queue,
    clock,
    aboutConsultations: consultationSms({
      notes: cosmosConsultationNotes(container),
      optOuts,
      sms,
      clock,
      settings: settings.aboutConsultations,
    }),
    textOf: (project) => {
      const link = linkBase === undefined ? project.link : `${linkBase}/projects/${project.projectId}`;
      return renderProjectStarted(project, smsClass, { link, optOutNumber }).text;
    },
    sendOne: sendPageWith({ recipients, optOuts, sendLog, queue, sms, smsClass, clock }),
  });
};
