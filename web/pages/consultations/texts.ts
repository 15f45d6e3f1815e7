import { texts } from "../../i18n/texts.ts";

/** The texts of the list of my consultations. */
export const words = texts({
  ko: {
    title: "내 상담",
    lead: "신청한 상담의 진행 단계와 담당 영업대표를 확인할 수 있습니다.",
    list: "상담 목록",
    none: "신청한 상담이 없습니다.",
    noneAdvice: "지원사업을 찾아 상담을 신청하면 담당 영업대표가 바로 정해집니다.",
    find: "지원사업 찾기",
    requestedAt: "신청 일시",
    salesman: "담당 영업대표",
    consultant: "담당 컨설턴트",
    matching: "정하는 중입니다.",
    matched: "정해졌습니다.",
    preferredDate: "희망 상담일",
    filter: "진행 단계",
    anyStep: "전체",
  },
  en: {
    title: "My consultations",
    lead: "See the step of each consultation, and who serves it.",
    list: "My consultations",
    none: "You have not asked for advice.",
    noneAdvice: "Find a project and ask: you see at once who will call.",
    find: "Find projects",
    requestedAt: "Asked on",
    salesman: "Your contact",
    consultant: "Consultant",
    matching: "being chosen",
    matched: "chosen",
    preferredDate: "Preferred day",
    filter: "Step",
    anyStep: "All",
  },
});
