import { noSmsOutcomes } from "../../shared/contract/notification.ts";
import type { EventOf, EventType } from "../../shared/contract/events.ts";

const attributes = {
  specversion: "1.0",
  id: "2d0f6a52-1c33-4a0d-9a55-0d6c6f4f8a01",
  subject: "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
  time: "2027-03-02T00:00:00.000Z",
  datacontenttype: "application/json",
  dataversion: 1,
  aggregateversion: 1,
  correlationid: "2b7a0f3e-56d1-4f0e-9a39-8b8f2f6f1c02",
} as const;

const planned = {
  projectId: attributes.subject,
  projectname: "이음5G 융합서비스 실증사업",
  year: 2027,
  host: "과학기술정보통신부",
  expStartDate: "2027-03-02",
  status: "planned",
} as const;

const started = { ...planned, startDate: "2027-03-02", status: "started" } as const;

const interest = {
  interestId: "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
  projectname: planned.projectname,
  interest: 1,
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  adConsent: true,
  adConsentAt: "2026-11-24T02:00:00.000Z",
  nightConsent: false,
  matchedsalesman: null,
} as const;

const consultation = {
  consultationId: "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
  projectname: planned.projectname,
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  content: "이음5G 도입 비용이 궁금합니다.",
  preferredDate: "2027-03-05",
  region: "서울",
  matchedsalesman: "salesman-1",
  matchedconsultant: null,
  step: "requested",
  requestedAt: "2027-03-02T00:00:00.000Z",
} as const;

const ofConsultation = {
  ...attributes,
  source: "/contexts/consultation",
  subject: consultation.consultationId,
};

/** One event of every type: a new type without an example does not compile. */
export const examples: { [Type in EventType]: EventOf<Type> } = {
  ProjectCreated: {
    ...attributes,
    source: "/contexts/project",
    type: "ProjectCreated",
    data: {
      ...planned,
      source: { system: "bizinfo", sourceId: "PBLN_000000000900007", fingerprint: "5f1c" },
    },
  },
  ProjectEdited: {
    ...attributes,
    source: "/contexts/project",
    type: "ProjectEdited",
    aggregateversion: 2,
    causationid: "2d0f6a52-1c33-4a0d-9a55-0d6c6f4f8a02",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    data: { ...planned, scale: "총 60억원", periodText: "예산 소진시까지" },
  },
  ProjectStarted: { ...attributes, source: "/contexts/project", type: "ProjectStarted", data: started },
  ProjectEnded: {
    ...attributes,
    source: "/contexts/project",
    type: "ProjectEnded",
    data: { ...started, endDate: "2027-03-31", status: "ended" },
  },
  InterestCreated: { ...attributes, source: "/contexts/interest", type: "InterestCreated", data: interest },
  InterestUpdated: {
    ...attributes,
    source: "/contexts/interest",
    type: "InterestUpdated",
    data: { ...interest, interest: 0, adConsent: false, adConsentWithdrawnAt: "2026-12-01T02:00:00.000Z" },
  },
  ConsultationCreated: {
    ...ofConsultation,
    type: "ConsultationCreated",
    data: { ...consultation, matchedsalesman: null },
  },
  ConsultationEdited: {
    ...ofConsultation,
    type: "ConsultationEdited",
    data: { ...consultation, changed: ["matchedsalesman", "matchedconsultant"], matchVersion: 1 },
  },
  ConsultationProgressed: {
    ...ofConsultation,
    type: "ConsultationProgressed",
    data: { ...consultation, step: "accepted", from: "requested" },
  },
  ConsultationHandedBack: {
    ...ofConsultation,
    type: "ConsultationHandedBack",
    data: { ...consultation, matchedsalesman: null, by: "salesman-1", reason: "not my field" },
  },
  SalesmanMatched: {
    ...attributes,
    source: "/contexts/matching",
    type: "SalesmanMatched",
    data: {
      matchId: "5c9e7d2a-8a41-4a53-a0b5-7f3d8f6b1e03",
      subject: { type: "interest", id: interest.interestId },
      projectname: planned.projectname,
      salesmanId: "salesman-1",
      consultantId: null,
      reasons: ["the lowest load share"],
    },
  },
  CustomersNotified: {
    ...attributes,
    source: "/contexts/notification",
    type: "CustomersNotified",
    data: {
      projectId: planned.projectId,
      projectname: planned.projectname,
      outcomes: { ...noSmsOutcomes(), sent: 46, "not a mobile": 2 },
    },
  },
};
