import type { Salesman } from "../../shared/contract/salesman.ts";
import type { MatchView } from "./match-view.ts";

/** A salesman on the roster. */
export const salesman: Salesman = {
  salesmanId: "salesman-1",
  name: "한상우",
  phone: "010-0000-0021",
  kind: "salesman",
  specialties: ["5G", "클라우드"],
  regions: ["서울", "경기"],
  capacity: 10,
  available: true,
  workingHours: { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" },
  leave: [{ from: "2027-08-02", to: "2027-08-06" }],
  load: 2,
};

const consultationId = "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8";

/** A consultation that was matched, and why. */
export const match: MatchView = {
  matchId: "5c9e7d2a-8a41-4a53-a0b5-7f3d8f6b1e03",
  subject: { type: "consultation", id: consultationId },
  projectname: "이음5G 융합서비스 실증사업",
  state: "matched",
  since: "2027-03-02T01:00:00.000Z",
  salesmanId: salesman.salesmanId,
  salesmanname: salesman.name,
  consultantId: null,
  version: 3,
  accepted: false,
  attempts: [
    {
      number: 1,
      at: "2027-03-02T01:00:00.000Z",
      salesmanId: salesman.salesmanId,
      consultantId: null,
      byHand: null,
      outcome: "open",
      endedAt: null,
      because: null,
      remindAt: "2027-03-02T01:30:00.000Z",
      passAt: "2027-03-02T02:00:00.000Z",
      remindedAt: null,
      reasons: [{ code: "specialty-fit", text: "요청 내용이 전문 분야 '5G'에 맞습니다." }],
      considered: [
        {
          salesmanId: salesman.salesmanId,
          name: salesman.name,
          kind: "salesman",
          verdict: "chosen",
          text: "조건과 순서에서 가장 앞서 배정되었습니다.",
          load: 2,
          capacity: 10,
        },
        {
          salesmanId: "salesman-2",
          name: "윤가람",
          kind: "salesman",
          verdict: "load",
          text: "정원 대비 맡은 상담이 더 많습니다(4/10건).",
          load: 4,
          capacity: 10,
        },
      ],
      others: 0,
    },
  ],
};
