import { texts } from "../../../i18n/texts.ts";

/** The texts of the overview. */
export const words = texts({
  ko: {
    title: "현황",
    interested: "관심 고객",
    consultations: "상담",
    waiting: "결정 대기",
    success: "성공률",
    sms: "보낸 문자",
    people: (count: string) => `${count}명`,
    cases: (count: string) => `${count}건`,
    noRate: "아직 없음",
    period: "기간",
    lastDays: (days: string) => `최근 ${days}일`,
    projects: "사업별 현황",
    sort: "정렬",
    sorts: {
      interested: "관심 고객 많은 순",
      waiting: "결정 대기 많은 순",
      consultations: "상담 많은 순",
      name: "이름 순",
    },
    none: "아직 집계할 내용이 없습니다.",
    noneAdvice: "고객이 관심을 저장하거나 상담을 신청하면 여기에 나타납니다.",
    rowFigures: (interested: string, consultations: string, waiting: string) =>
      `관심 고객 ${interested}명 · 상담 ${consultations}건 · 결정 대기 ${waiting}건`,
    rowSuccess: (share: string) => `성공률 ${share}`,
  },
  en: {
    title: "Overview",
    interested: "Interested",
    consultations: "Consultations",
    waiting: "Undecided",
    success: "Success rate",
    sms: "SMS sent",
    people: (count: string) => count,
    cases: (count: string) => count,
    noRate: "none yet",
    period: "Period",
    lastDays: (days: string) => `Last ${days} days`,
    projects: "By project",
    sort: "Order",
    sorts: {
      interested: "Most interested",
      waiting: "Most undecided",
      consultations: "Most consultations",
      name: "Name",
    },
    none: "There is nothing to count yet.",
    noneAdvice: "It shows here when customers save interests or ask for advice.",
    rowFigures: (interested: string, consultations: string, waiting: string) =>
      `${interested} interested · ${consultations} consultations · ${waiting} undecided`,
    rowSuccess: (share: string) => `success ${share}`,
  },
});
