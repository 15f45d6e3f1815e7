import { cosmosConsultationNotes } from "../../functions/notification/consultation-notes.ts";
import {
  consultationSms,
  type ConsultationSmsSettings,
} from "../../functions/notification/consultation-sms.ts";
import { cosmosOptOuts, type OptOuts } from "../../functions/notification/opt-outs.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import { newId } from "../../shared/domain/ids.ts";
import type { SmsSender } from "../../shared/sms/sms-sender.ts";
import { startedCosmos } from "./started-cosmos.ts";
import { watchedContainer, type Watch } from "./watched-container.ts";

const cosmos = await startedCosmos();
const container = cosmos.container("notification");
export const customerPhone = "+821000000001";
export const salesmanPhone = "+821000000021";

type World = {
  handle: (event: { type: string }) => Promise<void>;
  created: EventOf<"ConsultationCreated">;
  edited: (
    version: number,
    change: { phone?: string; changed: string[]; matchVersion?: number },
  ) => EventOf<"ConsultationEdited">;
  /** The match was saved on the consultation. */
  assigned: EventOf<"ConsultationEdited">;
  accepted: EventOf<"ConsultationProgressed">;
  matched: (version: number, salesmanname: string, salesmanphone?: string) => EventOf<"SalesmanMatched">;
  /** What was told, in the order of its first time. */
  inOrder: () => string[];
  texts: () => string[];
  carrier: { down: number; asked: number; slowFor?: { phone: string; until: Promise<unknown> } };
  optOuts: OptOuts;
  customerId: string;
};

/** The SMS of one consultation, over the real store; the carrier knows a repeated message, and may be down. */
export const world = (
  settings: Partial<ConsultationSmsSettings> = {},
  watch: Watch = (_, run) => run(),
): World => {
  const consultationId = newId();
  const sent = new Map<string, string>();
  const carrier: World["carrier"] = { down: 0, asked: 0 };
  const notification = watchedContainer(container, watch);
  const sms: SmsSender = {
    maxRecipients: 100,
    send: async ({ text, to, repeatability }) => {
      if (carrier.down-- > 0) throw new Error("503");
      carrier.asked += 1;
      if (carrier.slowFor && to.includes(carrier.slowFor.phone)) await carrier.slowFor.until;
      return to.map((phone) => {
        sent.set(`${repeatability.key} ${phone}`, `${phone} ${text}`);
        return { to: phone, outcome: "sent" as const, messageId: newId() };
      });
    },
  };
  const optOuts = cosmosOptOuts(container);
  const handlers = consultationSms({
    notes: cosmosConsultationNotes(notification),
    optOuts: cosmosOptOuts(notification),
    sms,
    clock: () => new Date("2027-03-02T03:00:00.000Z"),
    settings: { matched: true, accepted: true, assigned: true, ...settings },
  });
  const common = {
    specversion: "1.0",
    time: "2027-03-02T02:00:00.000Z",
    datacontenttype: "application/json",
    dataversion: 1,
    correlationid: "test",
  } as const;
  const data = {
    consultationId,
    projectname: "이음5G 실증사업",
    customerId: `customer-${consultationId}`,
    customername: "김하늘",
    phone: "010-0000-0001",
    content: "비용이 궁금합니다.",
    matchedsalesman: null,
    matchedconsultant: null,
    step: "requested",
    requestedAt: common.time,
  } as const;
  const source = "/contexts/consultation";
  const created: EventOf<"ConsultationCreated"> = {
    ...common,
    id: newId(),
    source,
    subject: consultationId,
    type: "ConsultationCreated",
    aggregateversion: 1,
    data,
  };
  const edited: World["edited"] = (version, change) => ({
    ...common,
    id: newId(),
    source,
    subject: consultationId,
    type: "ConsultationEdited",
    aggregateversion: version,
    data: { ...data, ...change },
  });
  const assigned = edited(2, { changed: ["matchedsalesman", "matchedconsultant"], matchVersion: 2 });
  const accepted: EventOf<"ConsultationProgressed"> = {
    ...common,
    id: newId(),
    source,
    subject: consultationId,
    type: "ConsultationProgressed",
    aggregateversion: 3,
    data: { ...data, step: "accepted", from: "requested" },
  };
  const matched: World["matched"] = (version, salesmanname, salesmanphone = "010-0000-0021") => ({
    ...common,
    id: newId(),
    source: "/contexts/matching",
    subject: `match-${consultationId}`,
    type: "SalesmanMatched",
    aggregateversion: version,
    data: {
      matchId: `match-${consultationId}`,
      subject: { type: "consultation", id: consultationId },
      projectname: data.projectname,
      salesmanId: "salesman-1",
      salesmanname,
      salesmanphone,
      consultantId: null,
      reasons: [],
    },
  });
  const handle = async (event: { type: string }): Promise<void> => {
    await (handlers as unknown as Record<string, (event: unknown) => Promise<void>>)[event.type]?.(event);
  };
  const inOrder = () => [...sent.values()];
  const texts = () => inOrder().toSorted();
  return {
    handle,
    created,
    edited,
    assigned,
    accepted,
    matched,
    texts,
    inOrder,
    carrier,
    optOuts,
    customerId: data.customerId,
  };
};

/** What is told when the match is the one with 박영업. */
export const told = {
  match: `${customerPhone} [KT.GG] 이음5G 실증사업 상담 담당자: 박영업`,
  acceptance: `${customerPhone} [KT.GG] 이음5G 실증사업 상담이 수락되었습니다. 곧 연락드립니다.`,
  assignment: `${salesmanPhone} [KT.GG] 새 상담이 배정되었습니다: 이음5G 실증사업`,
};
