import type { AlarmType } from "../../shared/contract/alarm.ts";
import type { EventOf } from "../../shared/contract/events.ts";

type DataOf = { [Type in AlarmType]: EventOf<Type>["data"] };

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
};

/** What the alarm of an event says, in Korean. An event without a text does not compile. */
export const textOf = <Type extends AlarmType>(type: Type, data: DataOf[Type]): string => texts[type](data);
