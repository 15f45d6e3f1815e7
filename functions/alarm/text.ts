import type { AlarmType } from "../../shared/contract/alarm.ts";
import type { Step } from "../../shared/contract/consultation.ts";
import type { EventOf } from "../../shared/contract/events.ts";

type DataOf = { [Type in AlarmType]: EventOf<Type>["data"] };

const steps: Record<Step, string> = {
  requested: "접수",
  accepted: "수락",
  canceled: "취소",
  "in progress": "진행 중",
  success: "성공",
  fail: "실패",
};

// Of the customer only the name, which tells the salesman whom it is about; the phone stays with the assignment.
const texts: { [Type in AlarmType]: (data: DataOf[Type]) => string } = {
  ProjectCreated: ({ projectname, year }) => `'${projectname}' ${year}년 사업이 등록되었습니다.`,
  ProjectEdited: ({ projectname, year }) => `'${projectname}' ${year}년 사업 내용이 변경되었습니다.`,
  ProjectStarted: ({ projectname }) => `'${projectname}' 접수가 시작되었습니다.`,
  ProjectEnded: ({ projectname }) => `'${projectname}' 접수가 종료되었습니다.`,
  InterestCreated: ({ customername, projectname, interest }) =>
    `${customername} 고객이 '${projectname}' 관심을 ${interest === 1 ? "등록" : "해제"}했습니다.`,
  InterestUpdated: ({ customername, projectname, interest }) =>
    `${customername} 고객이 '${projectname}' 관심을 ${interest === 1 ? "변경" : "해제"}했습니다.`,
  // Raised at once by matching, too, which does not know the customer's name: both must say the same.
  ConsultationCreated: ({ projectname }) => requestedText(projectname),
  ConsultationEdited: ({ customername, projectname }) =>
    `${customername} 고객이 '${projectname}' 상담 내용을 변경했습니다.`,
  ConsultationProgressed: ({ customername, projectname, step }) =>
    `${customername} 고객의 '${projectname}' 상담: ${steps[step]}`,
  ConsultationHandedBack: ({ customername, projectname }) =>
    `${customername} 고객의 '${projectname}' 상담이 다른 담당자에게서 넘어왔습니다.`,
};

/** What the alarm of a requested consultation says. */
export const requestedText = (projectname: string): string => `'${projectname}' 상담 신청이 들어왔습니다.`;

/** What the alarm of an event says, in Korean. An event without a text does not compile. */
export const textOf = <Type extends AlarmType>(type: Type, data: DataOf[Type]): string => texts[type](data);
