export type Language = "ko" | "en";

const ko = {
  title: "KT.GG 시연",
  other: "English",
  story: "이야기",
  storyLead:
    "링크를 누르면 그 사람으로 로그인한 새 탭이 열립니다. 세 사람, 세 탭으로 처음부터 끝까지 해 보세요. 이미 연 탭이 있으면 그 탭에서 이어서 해도 됩니다.",
  phone: "휴대전화",
  noMessages: "아직 문자가 없습니다. 사업의 접수를 시작하면 여기로 문자가 옵니다.",
  people: "시연에 나오는 사람",
  peopleLead: "비밀번호는 없습니다.",
  parts: "실행 중인 부분",
  links: "바로 가기",
  part: "부분",
  state: "상태",
  pid: "프로세스",
  port: "포트",
  restarts: "다시 시작",
  running: "실행 중",
  down: "다시 시작하는 중",
  allWell: "모두 실행 중입니다.",
  notAll: "일부가 다시 시작하는 중입니다.",
  away: "시스템이 응답하지 않습니다. npm start가 실행 중인지 확인해 주세요.",
  to: "받는 번호",
  openAs: "열기",
  noPages: "화면이 없습니다",
  roles: { Staff: "직원", Customer: "고객", Salesman: "영업대표", Analyst: "분석가" },
  steps: {
    interest: [
      "고객이 관심 사업을 저장합니다.",
      "‘스마트상점’ 사업에서 ‘관심 저장’을 누르고, 번호를 확인한 뒤 ‘관심 저장하기’를 눌러 주세요.",
    ],
    watch: ["영업대표가 화면을 열어 둡니다.", "‘실시간 연결됨’이 보이면 이 탭을 닫지 말고 그대로 두세요."],
    start: [
      "직원이 그 사업의 접수를 시작합니다.",
      "‘스마트상점’ 사업을 열고 ‘접수 시작’을 눌러 주세요. 보낼 문자의 수를 확인한 뒤 ‘시작하고 문자 보내기’를 누릅니다.",
    ],
    sms: [
      "고객의 휴대전화가 울리고, 영업대표의 화면에 알람이 나타납니다.",
      "이 화면의 휴대전화에 문자가 와 있습니다. 영업대표 탭의 ‘알람’은 새로 고치지 않아도 나타납니다.",
    ],
    consult: [
      "고객이 상담을 신청합니다.",
      "‘스마트공장’ 사업에서 ‘상담 신청하기’를 누르고 ‘상담 내용’을 적어 신청해 주세요. 누가 연락하는지 바로 보입니다.",
    ],
    serve: [
      "영업대표가 수락하고 성공으로 마칩니다.",
      "그 상담이 영업대표 탭에 나타나 있습니다. ‘수락’, ‘상담 시작’, ‘성공으로 마침’을 차례로 눌러 주세요.",
    ],
    see: [
      "고객은 단계를, 직원은 성과를 봅니다.",
      "고객의 ‘내 상담’에서 단계가 ‘성공’이 되고, 직원의 ‘현황’에 성공이 1건 늘어 있습니다.",
    ],
    end: [
      "직원이 사업을 종료합니다.",
      "‘스마트상점’ 사업을 열고 ‘접수 종료’, ‘종료하기’를 차례로 눌러 주세요. 다음 해 사업이 ‘지원사업’ 목록에 저절로 생깁니다.",
    ],
  },
};

/** The same names in English; a missing one does not compile. */
const en: typeof ko = {
  title: "KT.GG demo",
  other: "한국어",
  story: "The story",
  storyLead:
    "A link opens a new tab, signed in as that person. Play it from beginning to end, as three people in three tabs; a tab that is open already serves as well. The pages begin in Korean: ‘English’ is at their top.",
  phone: "The phone",
  noMessages: "No messages yet. Open a project for applications and they arrive here.",
  people: "Who there is",
  peopleLead: "Nobody has a password.",
  parts: "What runs",
  links: "Links",
  part: "Part",
  state: "State",
  pid: "Process",
  port: "Port",
  restarts: "Restarts",
  running: "running",
  down: "restarting",
  allWell: "Everything runs.",
  notAll: "Something is restarting.",
  away: "The system does not answer. Is npm start running?",
  to: "to",
  openAs: "open",
  noPages: "no pages",
  roles: { Staff: "Staff", Customer: "Customers", Salesman: "Salesmen", Analyst: "Analysts" },
  steps: {
    interest: [
      "A customer saves an interest.",
      "Press ‘Save interest’ at the project ‘스마트상점’, look at the number, and press ‘Save interest’ again.",
    ],
    watch: ["A salesman keeps his page open.", "Once it says ‘Live’, leave this tab open as it is."],
    start: [
      "Staff open that project for applications.",
      "Open the project ‘스마트상점’ and press ‘Start’. It says how many SMS go out; then press ‘Start and send’.",
    ],
    sms: [
      "The customer's phone buzzes, and the salesman's page shows an alarm.",
      "The message is on the phone on this page. In the salesman's tab it is among the ‘Alarms’, without a reload.",
    ],
    consult: [
      "The customer asks for advice.",
      "Press ‘Ask for advice’ at the project ‘스마트공장’, write ‘Your question’ and send it. You see at once who will call.",
    ],
    serve: [
      "The salesman accepts, and takes it to success.",
      "The request is there in the salesman's tab. Press ‘Accept’, ‘Start’ and ‘End as success’, one after the other.",
    ],
    see: [
      "The customer sees the step, and staff what came of it.",
      "Among ‘My consultations’ of the customer it is at ‘Success’, and the ‘Overview’ of staff counts one success more.",
    ],
    end: [
      "Staff close the project.",
      "Open the project ‘스마트상점’ and press ‘End’, then ‘End it’. Next year's is in the list ‘Projects’ by itself.",
    ],
  },
};

const key = "ktgg.console.language";
let language: Language = localStorage.getItem(key) === "en" ? "en" : "ko";

/** The texts in the present language. */
export const texts = (): typeof ko => (language === "ko" ? ko : en);

/** Changes the language, and keeps it. */
export const switchLanguage = (): void => {
  language = language === "ko" ? "en" : "ko";
  localStorage.setItem(key, language);
};

/** Writes the texts that stand still into the page. */
export const writeTexts = (): void => {
  document.documentElement.lang = language;
  document.title = texts().title;
  const standing = texts() as unknown as Record<string, string>;
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = standing[element.dataset["text"] ?? ""] ?? "";
  }
};
