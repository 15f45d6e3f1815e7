import { texts } from "../i18n/texts.ts";
import type { Role } from "../sign-in/person.ts";

/** A place in the main navigation, shown to those who have the role. */
export type Place = {
  role: Role;
  path: string;
  text: () => string;
  /** Addresses below it are other places. */
  alone?: boolean;
};

const words = texts({
  ko: {
    projects: "지원사업 찾기",
    interests: "관심 사업",
    consultations: "내 상담",
    salesman: "내 업무",
    staff: { overview: "현황", projects: "지원사업", consultations: "상담", salesmen: "영업대표" },
  },
  en: {
    projects: "Find projects",
    interests: "My interests",
    consultations: "My consultations",
    salesman: "My work",
    staff: {
      overview: "Overview",
      projects: "Projects",
      consultations: "Consultations",
      salesmen: "Salesmen",
    },
  },
});

/** The main navigation, in its order; somebody who signs in begins at the first place that is theirs. */
export const places: readonly Place[] = [
  { role: "Customer", path: "/projects", text: () => words().projects },
  { role: "Customer", path: "/interests", text: () => words().interests },
  { role: "Customer", path: "/consultations", text: () => words().consultations },
  { role: "Salesman", path: "/salesman", text: () => words().salesman },
  { role: "Staff", path: "/staff", text: () => words().staff.overview, alone: true },
  { role: "Staff", path: "/staff/projects", text: () => words().staff.projects },
  { role: "Staff", path: "/staff/consultations", text: () => words().staff.consultations },
  { role: "Staff", path: "/staff/salesmen", text: () => words().staff.salesmen },
];
