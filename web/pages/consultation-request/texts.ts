import { texts } from "../../i18n/texts.ts";

/** The texts of the request for a consultation, and of its fields wherever they are. */
export const words = texts({
  ko: {
    title: "상담 신청",
    projects: "지원사업 찾기",
    project: "지원사업",
    lead: "신청하면 담당 영업대표가 바로 정해지고, 영업일 기준으로 곧 연락드립니다.",
    noProject: "상담할 지원사업을 먼저 선택해 주세요.",
    noProjectAdvice: "지원사업 목록에서 「상담 신청하기」를 선택하면 이 화면으로 옵니다.",
    choose: "지원사업 선택하기",
    submit: "상담 신청하기",
    sending: "신청하는 중입니다. 담당 영업대표를 정하고 있습니다.",
    contentHint: "궁금한 점을 자유롭게 적어 주세요. 4,000자까지 쓸 수 있습니다.",
    phoneHint: "연락받을 번호입니다. 예: 010-1234-5678",
    dateHint: "연락받고 싶은 날입니다. 정하지 않아도 됩니다.",
    regionHint: "가까운 영업대표를 정하는 데 씁니다. 예: 서울",
    draft: "이전에 입력하던 내용을 불러왔습니다.",
    fields: {
      phone: "휴대전화번호",
      content: "상담 내용",
      preferredDate: "희망 상담일",
      region: "지역",
    },
    advice: {
      phone: "휴대전화번호를 010-1234-5678처럼 입력해 주세요.",
      content: "상담 내용을 1자 이상 4,000자 이하로 입력해 주세요.",
      preferredDate: "날짜를 다시 선택해 주세요.",
      region: "지역을 50자 이하로 입력해 주세요.",
    },
  },
  en: {
    title: "Ask for advice",
    projects: "Find projects",
    project: "Project",
    lead: "You see at once who will call, and they call you soon, on a working day.",
    noProject: "Choose a project first.",
    noProjectAdvice: "“Ask for advice” in the list of projects brings you here.",
    choose: "Choose a project",
    submit: "Ask for advice",
    sending: "Sending. We are choosing who will call you.",
    contentHint: "Whatever you want to know, up to 4,000 characters.",
    phoneHint: "We call this number. For example 010-1234-5678",
    dateHint: "The day that suits you best. You may leave it out.",
    regionHint: "So that somebody near you calls. For example 서울",
    draft: "What you had begun to type is here again.",
    fields: {
      phone: "Mobile phone",
      content: "Your question",
      preferredDate: "Preferred day",
      region: "Region",
    },
    advice: {
      phone: "Enter a phone number like 010-1234-5678.",
      content: "Enter your question, 1 to 4,000 characters.",
      preferredDate: "Choose the day again.",
      region: "Enter a region of at most 50 characters.",
    },
  },
});

/** The regions of Korea, as announcements write them: offered, not required. */
export const regions: readonly string[] =
  "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주".split(" ");
