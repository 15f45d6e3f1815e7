import { texts } from "../i18n/texts.ts";
import type { Role } from "../sign-in/person.ts";

/** A place in the main navigation, shown to those who have the role. */
export type Place = { role: Role; path: string; text: () => string };

const words = texts({
  ko: { projects: "지원사업 찾기", interests: "관심 사업", consultations: "내 상담", salesman: "내 업무" },
  en: {
    projects: "Find projects",
    interests: "My interests",
    consultations: "My consultations",
    salesman: "My work",
  },
});

/** The main navigation, in its order; somebody who signs in begins at the first place that is theirs. */
export const places: readonly Place[] = [
  { role: "Customer", path: "/projects", text: () => words().projects },
  { role: "Customer", path: "/interests", text: () => words().interests },
  { role: "Customer", path: "/consultations", text: () => words().consultations },
  { role: "Salesman", path: "/salesman", text: () => words().salesman },
];
