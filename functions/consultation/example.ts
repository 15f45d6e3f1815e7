import type { Consultation } from "../../shared/contract/consultation.ts";

/** A consultation as a customer sees it; fictional. */
export const example: Consultation = {
  consultationId: "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
  projectname: "이음5G 융합서비스 실증사업",
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
};
