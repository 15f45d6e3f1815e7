import { people } from "./identity/people.ts";
import type { Person } from "./identity/people.ts";

/** Where the demo is loaded to, and which contexts there are to take it. */
export type DemoTarget = { api: string; identity: string; runs: (context: string) => boolean };

// Fictional, in the words of the real announcements.
const projects = [
  {
    projectname: "청년창업사관학교 창업 지원사업",
    year: 2027,
    scale: "기업당 최대 1억원",
    target: "만 39세 이하 예비창업자 및 창업 3년 이내 대표자",
    host: "중소벤처기업부",
    summary: "창업 공간, 교육과 코칭, 사업화 자금을 한 번에 지원합니다.",
    link: "https://www.example.com/projects/youth-startup",
    expStartDate: "2027-01-18",
    endDate: "2027-02-12",
  },
  {
    projectname: "스마트공장 구축 및 고도화 지원사업",
    year: 2027,
    scale: "기초 5천만원, 고도화 2억원 이내",
    target: "중소ㆍ중견 제조기업",
    host: "중소벤처기업부",
    summary: "제조 현장에 솔루션과 자동화 장비를 들이는 비용의 절반을 지원합니다.",
    link: "https://www.example.com/projects/smart-factory",
    expStartDate: "2027-02-01",
    endDate: "2027-03-05",
  },
  {
    projectname: "소상공인 스마트상점 기술보급사업",
    year: 2027,
    scale: "점포당 최대 500만원",
    target: "소상공인",
    host: "소상공인시장진흥공단",
    summary: "키오스크, 서빙 로봇, 디지털 사이니지의 도입 비용을 지원합니다.",
    link: "https://www.example.com/projects/smart-shop",
    expStartDate: "2027-03-02",
    endDate: "2027-03-31",
  },
  {
    projectname: "중소기업 클라우드서비스 보급ㆍ확산사업",
    year: 2027,
    scale: "기업당 최대 1,550만원",
    target: "중소기업",
    host: "과학기술정보통신부",
    summary: "클라우드 서비스 전환 컨설팅과 이용료의 80%를 지원합니다.",
    link: "https://www.example.com/projects/cloud",
    expStartDate: "2027-03-15",
    endDate: "2027-04-16",
  },
] as const;

/** Which projects each demo customer wants to hear of: the first has everyone, so that starting it shows something. */
const wishes: Record<string, readonly number[]> = {
  "customer-1": [0, 1],
  "customer-2": [0, 2],
  "customer-3": [0, 3],
  "customer-4": [0],
};

/** Who is on the roster, so that a consultation of the demo finds its salesman at once. */
const roster = {
  "salesman-1": { kind: "salesman", specialties: ["창업", "스마트공장", "5G"], capacity: 5 },
  "salesman-2": { kind: "salesman", specialties: ["클라우드", "스마트상점"], capacity: 5 },
  "salesman-3": { kind: "consultant", specialties: [], capacity: 10 },
} as const;

/** Loads the demo through the API, as its users would; a second time changes nothing. Throws when the API refuses. */
export const loadDemo = async (target: DemoTarget): Promise<void> => {
  if (target.runs("project")) await publishProjects(target);
  if (target.runs("matching")) await registerSalesmen(target);
  if (target.runs("interest")) await saveInterests(target);
};

const publishProjects = async (target: DemoTarget): Promise<void> => {
  const token = await tokenOf(target, personOf("staff-1"));
  await Promise.all(
    projects.map((project, index) => post(target, "projects", token, project, `demo-project-${index + 1}`)),
  );
};

const registerSalesmen = async (target: DemoTarget): Promise<void> => {
  const token = await tokenOf(target, personOf("staff-1"));
  await Promise.all(
    Object.entries(roster).map(([salesmanId, profile]) => {
      const { name, phone } = personOf(salesmanId);
      return post(target, "salesmen", token, { salesmanId, name, phone, ...profile }, `demo-${salesmanId}`);
    }),
  );
};

const saveInterests = async (target: DemoTarget): Promise<void> => {
  await Promise.all(
    Object.entries(wishes).map(async ([sub, wanted]) => {
      const customer = personOf(sub);
      const token = await tokenOf(target, customer);
      for (const index of wanted) {
        const interest = {
          projectname: projects[index]?.projectname,
          interest: 1,
          customername: customer.name,
          phone: customer.phone,
        };
        await post(target, "interests", token, interest, `demo-interest-${index + 1}`);
      }
    }),
  );
};

const personOf = (sub: string): Person => {
  const person = people.find((one) => one.sub === sub);
  if (person === undefined) throw new Error(`The demo has no ${sub}.`);
  return person;
};

const tokenOf = async ({ identity }: DemoTarget, { sub, roles, name }: Person): Promise<string> => {
  const response = await send(`${identity}/token`, { sub, roles, name }, {});
  return ((await response.json()) as { access_token: string }).access_token;
};

const post = async (
  { api }: DemoTarget,
  path: string,
  token: string,
  body: unknown,
  key: string,
): Promise<void> => {
  await send(`${api}/${path}`, body, { authorization: `Bearer ${token}`, "idempotency-key": key });
};

const send = async (url: string, body: unknown, headers: Record<string, string>): Promise<Response> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`The demo could not be loaded: ${url} answered ${await response.text()}`);
  return response;
};
