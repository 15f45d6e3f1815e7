import { texts } from "../../../i18n/texts.ts";

/** The texts of the list of projects. */
export const words = texts({
  ko: {
    title: "지원사업 관리",
    create: "사업 등록",
    import: "공고 가져오기",
    newTitle: "새 지원사업 등록",
    created: "지원사업을 등록했습니다.",
    year: "연도",
    list: "지원사업 목록",
    none: "조건에 맞는 지원사업이 없습니다.",
    noneAdvice: "검색 조건을 바꾸거나, 공고를 가져오거나, 새로 등록해 주세요.",
    yearOf: (year: string) => `${year}년`,
    noPeriod: "접수 기간 미정",
  },
  en: {
    title: "Projects",
    create: "New project",
    import: "Import announcements",
    newTitle: "New project",
    created: "The project is there.",
    year: "Year",
    list: "Projects",
    none: "No project fits.",
    noneAdvice: "Change what you look for, import announcements, or write a new project.",
    yearOf: (year: string) => year,
    noPeriod: "no period yet",
  },
});
