import { noSmsOutcomes } from "../../shared/contract/notification.ts";
import { byStep } from "./counts.ts";
import type { MyInterest, NamedConsultation } from "./customer-page.ts";
import type { ProjectnameStatistics, SalesmanStatistics } from "./staff-page.ts";

// What the API's document shows; fictional.

const projectname = "이음5G 융합서비스 실증사업";
const projectId = "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f";

export const asOf = "2027-03-02T00:00:01.000Z";

export const interestExample: MyInterest = {
  interestId: "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
  projectname,
  interest: 1,
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  adConsent: true,
  adConsentAt: "2026-11-24T02:00:00.000Z",
  nightConsent: false,
  matchedsalesman: null,
  etag: '"1"',
  project: {
    projectId,
    year: 2027,
    status: "started",
    expStartDate: "2027-03-02",
    startDate: "2027-03-02",
    endDate: "2027-03-31",
    dday: 29,
    ddayTo: "end",
  },
};

export const consultationExample: NamedConsultation = {
  consultationId: "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
  projectname,
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  content: "이음5G 도입 비용과 신청 절차가 궁금합니다.",
  preferredDate: "2027-03-05",
  region: "서울",
  matchedsalesman: "salesman-1",
  matchedconsultant: null,
  step: "requested",
  requestedAt: "2027-03-02T00:00:00.000Z",
  salesmanname: "박영업",
  etag: '"2"',
};

const consultations = byStep({ requested: 2, accepted: 1, "in progress": 1, success: 3, fail: 1 });
export const figures = {
  interested: 128,
  consultations,
  successRate: 0.75,
  sms: { ...noSmsOutcomes(), sent: 120, "not a mobile": 8 },
};

export const day = {
  date: "2027-03-02",
  interests: 4,
  ...byStep({ requested: 2, accepted: 1 }),
  sent: 120,
};

export const projectnameExample: ProjectnameStatistics = {
  projectname,
  projectId,
  year: 2027,
  status: "started",
  ...figures,
};

export const projectExample = {
  projectId,
  projectname,
  year: 2027,
  status: "started",
  ...figures,
  thisYear: { consultations: byStep({ requested: 2, success: 1 }), successRate: 1 },
  days: [day],
  asOf,
} as const;

export const salesmanExample: SalesmanStatistics = {
  salesmanId: "salesman-1",
  name: "박영업",
  waiting: 1,
  open: 3,
  loadShare: 0.25,
  accepted: 12,
  rejected: 1,
  handedBack: 2,
  success: 7,
  fail: 2,
  successRate: 7 / 9,
  minutesToAccept: { average: 11.5, median: 8, p90: 27.5 },
};
