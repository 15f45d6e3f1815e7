import type { EventOf } from "../../shared/contract/events.ts";

const common = {
  specversion: "1.0",
  datacontenttype: "application/json",
  dataversion: 1,
  aggregateversion: 1,
  correlationid: "a-request-of-a-test",
} as const;

const dayOf = (minute: number): string => new Date(Date.UTC(2027, 2, 2, 0, minute)).toISOString();

/** A project that starts, at that minute of a day. */
export const projectStarted = (id: string, minute = 0): EventOf<"ProjectStarted"> => ({
  ...common,
  id,
  source: "/contexts/project",
  type: "ProjectStarted",
  subject: "project-1",
  time: dayOf(minute),
  data: {
    projectId: "project-1",
    projectname: "이음5G 융합서비스 실증사업",
    year: 2027,
    status: "started",
    startDate: "2027-03-02",
  },
});

/** A customer's interest, changed at that minute of a day. */
export const interestUpdated = (
  id: string,
  interestId: string,
  minute = 0,
  interest: 0 | 1 = 1,
): EventOf<"InterestUpdated"> => ({
  ...common,
  id,
  source: "/contexts/interest",
  type: "InterestUpdated",
  subject: interestId,
  time: dayOf(minute),
  data: {
    interestId,
    projectname: "이음5G 융합서비스 실증사업",
    interest,
    customerId: "customer-1",
    customername: "김하늘",
    phone: "010-0000-0001",
    adConsent: false,
    nightConsent: false,
    matchedsalesman: null,
  },
});

/** The interest's match, in that version, to that salesman. */
export const salesmanMatched = (
  interestId: string,
  version: number,
  salesmanId: string,
): EventOf<"SalesmanMatched"> => ({
  ...common,
  id: `match-${interestId}-${version}`,
  source: "/contexts/matching",
  type: "SalesmanMatched",
  subject: `match-of-${interestId}`,
  time: dayOf(0),
  aggregateversion: version,
  data: {
    matchId: `match-of-${interestId}`,
    subject: { type: "interest", id: interestId },
    salesmanId,
    consultantId: null,
    reasons: [],
  },
});
