import type { Step } from "../../shared/contract/consultation.ts";
import type { Project } from "../../shared/contract/project.ts";
import type { Role } from "../sign-in/person.ts";
import { texts } from "./texts.ts";

/** The words of the domain, as Korean public services use them. */
const words = texts({
  ko: {
    step: {
      requested: "접수",
      accepted: "수락",
      canceled: "취소",
      "in progress": "진행 중",
      success: "성공",
      fail: "실패",
    },
    status: { planned: "접수 예정", started: "접수 중", ended: "접수 종료" },
    role: { Staff: "직원", Customer: "고객", Salesman: "영업대표", Analyst: "분석가" },
  },
  en: {
    step: {
      requested: "Requested",
      accepted: "Accepted",
      canceled: "Canceled",
      "in progress": "In progress",
      success: "Success",
      fail: "Failed",
    },
    status: { planned: "Opens soon", started: "Open", ended: "Closed" },
    role: { Staff: "Staff", Customer: "Customer", Salesman: "Sales", Analyst: "Analyst" },
  },
});

/** Every step, in the order in which people read of them: the way, then its ends. */
export const stepsInOrder = [
  "requested",
  "accepted",
  "in progress",
  "success",
  "fail",
  "canceled",
] as const satisfies Step[];

/** 접수, 수락, 취소, 진행 중, 성공, 실패. */
export const stepWord = (step: Step): string => words().step[step];

/** 접수 예정, 접수 중, 접수 종료. */
export const statusWord = (status: Project["status"]): string => words().status[status];

/** 직원, 고객, 영업대표, 분석가. */
export const roleWord = (role: Role): string => words().role[role];

/** Whether the text is the name of a step. */
export const isStep = (text: string | undefined): text is Step =>
  text !== undefined && Object.hasOwn(words().step, text);

/** Every step, in the order of the way. */
export const steps = (): Step[] => Object.keys(words().step).filter(isStep);
