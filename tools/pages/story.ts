import { eventually } from "../../tests/system/eventually.ts";
import type { Product } from "../../tests/system/product.ts";

/** What there is to see: ids of what the demo's people have done. */
export type Story = {
  projectId: string;
  startedProjectId: string;
  matched: string;
  inProgress: string;
  waiting: string;
};

const salesmen = [
  { salesmanId: "salesman-1", name: "한상우", phone: "010-0000-0021", specialties: ["창업", "스마트공장"] },
  { salesmanId: "salesman-2", name: "윤가람", phone: "010-0000-0022", specialties: ["클라우드"] },
];

/** Lets the demo's people do what the pages then show. Throws when the API refuses. */
export const prepareStory = async (product: Product): Promise<Story> => {
  const staff = await product.token("staff-1", ["Staff"], "김지원");
  const customer = await product.token("customer-1", ["Customer"], "박민수");
  const send = async (method: string, path: string, token: string, body?: unknown): Promise<unknown> => {
    const answer = await product.request(method, path, { token, ...(body !== undefined && { body }) });
    if (answer.status >= 400)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  for (const salesman of salesmen) {
    const { status } = await product.request("POST", "/salesmen", { token: staff, body: salesman });
    // The demo may have put them on the roster already.
    if (status !== 201 && status !== 409) throw new Error(`POST /salesmen: ${status}`);
  }
  const { items } = (await send("GET", "/projects", customer)) as {
    items: { projectId: string; projectname: string }[];
  };
  const project = (word: string): { projectId: string; projectname: string } => {
    const found = items.find(({ projectname }) => projectname.includes(word));
    if (found === undefined) throw new Error(`The demo has no project with ${word}.`);
    return found;
  };
  await send("POST", `/projects/${project("스마트공장").projectId}/start`, staff);

  const ask = async (word: string, more: object): Promise<string> => {
    const { projectId, projectname } = project(word);
    const body = { projectId, projectname, phone: "010-0000-0011", ...more };
    const made = (await send("POST", "/consultations", customer, body)) as { consultationId: string };
    return made.consultationId;
  };
  const matched = await ask("청년창업", {
    content: "예비창업자도 신청할 수 있나요?\n사업화 자금의 규모와 준비할 서류가 궁금합니다.",
    region: "서울",
    preferredDate: "2027-01-11",
  });
  const inProgress = await ask("스마트공장", {
    content: "기초 단계의 자부담 비율과 일정을 알고 싶습니다.",
    region: "경기",
  });
  await eventually(async () => {
    const { matchedsalesman } = (await send("GET", `/consultations/${inProgress}`, customer)) as {
      matchedsalesman: string | null;
    };
    if (matchedsalesman === null) throw new Error("Nobody is matched yet.");
    const salesman = await product.token(matchedsalesman, ["Salesman"]);
    await send("POST", `/consultations/${inProgress}/accept`, salesman);
    await send("POST", `/consultations/${inProgress}/progress`, salesman, { step: "in progress" });
  });
  for (const { salesmanId } of salesmen)
    await send("PATCH", `/salesmen/${salesmanId}`, staff, { available: false });
  const waiting = await ask("클라우드", { content: "이용료 지원 기간이 궁금합니다." });
  for (const { salesmanId } of salesmen)
    await send("PATCH", `/salesmen/${salesmanId}`, staff, { available: true });
  return {
    projectId: project("청년창업").projectId,
    startedProjectId: project("스마트공장").projectId,
    ...{ matched, inProgress, waiting },
  };
};
