export type Language = "ko" | "en";

const ko = {
  title: "KT.GG 시연",
  other: "English",
  story: "이야기",
  storyLead:
    "링크를 누르면 그 사람으로 로그인한 새 탭이 열립니다. 세 사람, 세 탭으로 처음부터 끝까지 해 보세요.",
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
  roles: { Staff: "직원", Customer: "고객", Salesman: "영업대표", Analyst: "분석가" },
  steps: {
    interest: ["고객이 관심 사업을 저장합니다.", "‘스마트상점’을 찾아 관심을 저장해 주세요."],
    start: [
      "직원이 그 사업의 접수를 시작합니다.",
      "지원사업에서 ‘스마트상점’을 열고 접수를 시작해 주세요. 보낼 문자의 수가 먼저 보입니다.",
    ],
    sms: ["고객의 휴대전화가 울립니다.", "옆의 휴대전화에 접수 시작 문자가 와 있습니다."],
    watch: ["영업대표가 화면을 열어 둡니다.", "새 알람이 바로 나타납니다. 이 탭을 열어 두세요."],
    consult: [
      "고객이 상담을 신청합니다.",
      "고객 탭에서 ‘스마트공장’의 상담을 신청하면 담당 영업대표가 바로 정해집니다.",
    ],
    serve: [
      "영업대표가 수락하고 성공으로 마칩니다.",
      "정해진 영업대표의 탭에서 수락, 상담 시작, 성공으로 마침을 차례로 눌러 주세요.",
    ],
    end: ["직원이 사업을 종료합니다.", "종료하면 내년 사업이 저절로 생깁니다."],
  },
};

/** The same names in English; a missing one does not compile. */
const en: typeof ko = {
  title: "KT.GG demo",
  other: "한국어",
  story: "The story",
  storyLead:
    "A link opens a new tab, signed in as that person. Play it from beginning to end, as three people in three tabs.",
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
  roles: { Staff: "Staff", Customer: "Customers", Salesman: "Salesmen", Analyst: "Analysts" },
  steps: {
    interest: ["A customer saves an interest.", "Look for ‘스마트상점’ and save it."],
    start: [
      "Staff open that project.",
      "Open ‘스마트상점’ among the projects and start it. It says first how many messages go out.",
    ],
    sms: ["The customer's phone buzzes.", "The message is on the phone beside this."],
    watch: ["A salesman keeps his page open.", "New alarms appear at once. Leave this tab open."],
    consult: [
      "The customer asks for advice.",
      "In the customer's tab, ask about ‘스마트공장’: who will call is decided at once.",
    ],
    serve: [
      "The salesman accepts, and takes it to success.",
      "In the tab of the salesman who was chosen: accept, start, end as success.",
    ],
    end: ["Staff close the project.", "Next year's is there by itself."],
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
