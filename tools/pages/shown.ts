import type { Story } from "./story.ts";

/** A page that is shown to people who read the documents: who looks at it, where, and what is there once it is drawn. */
export type Shown = {
  name: string;
  /** The demo person who is signed in; nobody when absent. */
  sub?: string;
  path: (story: Story) => string;
  ready: string | RegExp;
};

/** Every page for the screenshots and for the figures: a new page is a line here. */
export const shown: readonly Shown[] = [
  { name: "home", path: () => "/", ready: "정부지원사업, 놓치지 마세요" },
  { name: "projects", sub: "customer-1", path: () => "/projects", ready: "소상공인 스마트상점 기술보급사업" },
  {
    name: "interests",
    sub: "customer-1",
    path: () => "/interests",
    ready: "스마트공장 구축 및 고도화 지원사업",
  },
  {
    name: "consultations",
    sub: "customer-1",
    path: () => "/consultations",
    ready: "청년창업사관학교 창업 지원사업",
  },
  {
    name: "consultation",
    sub: "customer-1",
    path: ({ inProgress }) => `/consultations/${inProgress}`,
    ready: "상담이 진행 중입니다.",
  },
  {
    name: "salesman",
    sub: "salesman-1",
    path: () => "/salesman",
    ready: "010-0000-0011",
  },
  {
    name: "consultation-request",
    sub: "customer-1",
    path: ({ projectId }) => `/consultations/new?projectId=${projectId}`,
    ready: "희망 상담일",
  },
  { name: "staff-overview", sub: "staff-1", path: () => "/staff", ready: "표로 보기" },
  {
    name: "staff-projects",
    sub: "staff-1",
    path: () => "/staff/projects",
    ready: "소상공인 스마트상점 기술보급사업",
  },
  {
    name: "staff-project",
    sub: "staff-1",
    path: ({ startedProjectId }) => `/staff/projects/${startedProjectId}`,
    ready: "발송 완료",
  },
  {
    name: "staff-consultations",
    sub: "staff-1",
    path: () => "/staff/consultations",
    ready: "청년창업사관학교 창업 지원사업",
  },
  {
    name: "staff-consultation",
    sub: "staff-1",
    path: ({ matched }) => `/staff/consultations/${matched}`,
    ready: "이렇게 정한 이유",
  },
  { name: "staff-salesmen", sub: "staff-1", path: () => "/staff/salesmen", ready: "한상우" },
];
