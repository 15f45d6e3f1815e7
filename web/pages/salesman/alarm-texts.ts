import type { Alarm, AlarmType } from "../../../shared/contract/alarm.ts";
import { language, type Language } from "../../i18n/language.ts";

/** A short word for each event: an event without one does not compile. */
const kinds: Record<AlarmType, Record<Language, string>> = {
  ProjectCreated: { ko: "사업 등록", en: "New project" },
  ProjectEdited: { ko: "사업 변경", en: "Project changed" },
  ProjectStarted: { ko: "접수 시작", en: "Project opened" },
  ProjectEnded: { ko: "접수 종료", en: "Project closed" },
  InterestCreated: { ko: "관심 등록", en: "New interest" },
  InterestUpdated: { ko: "관심 변경", en: "Interest changed" },
  ConsultationCreated: { ko: "상담 신청", en: "Advice asked for" },
  ConsultationEdited: { ko: "상담 내용 변경", en: "Request changed" },
  ConsultationProgressed: { ko: "상담 진행", en: "Step changed" },
  ConsultationHandedBack: { ko: "상담 인계", en: "Handed over" },
};

/** The short word of an alarm's event. */
export const alarmKind = ({ type }: Pick<Alarm, "type">): string => kinds[type][language()];

/** What is said of an alarm in English, where the API has only the Korean text: the project's name stays as it is. */
const english: Record<AlarmType, (projectname: string) => string> = {
  ProjectCreated: (projectname) => `'${projectname}' was published.`,
  ProjectEdited: (projectname) => `'${projectname}' was changed.`,
  ProjectStarted: (projectname) => `'${projectname}' is open for applications.`,
  ProjectEnded: (projectname) => `'${projectname}' is closed.`,
  InterestCreated: (projectname) => `A customer of yours saved an interest in '${projectname}'.`,
  InterestUpdated: (projectname) => `A customer of yours changed the interest in '${projectname}'.`,
  ConsultationCreated: (projectname) => `A customer asks for advice on '${projectname}'.`,
  ConsultationEdited: (projectname) => `A customer changed the request on '${projectname}'.`,
  ConsultationProgressed: (projectname) => `The consultation on '${projectname}' went a step on.`,
  ConsultationHandedBack: (projectname) => `A consultation on '${projectname}' came to you from a colleague.`,
};

/** What an alarm says. */
export const alarmText = ({ type, text, projectname }: Alarm): string =>
  language() === "ko" || projectname === undefined ? text : english[type](projectname);
