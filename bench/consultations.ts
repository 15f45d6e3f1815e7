import { startProduct, type Product } from "../tests/system/product.ts";
import { load, percentile, post } from "./measure.ts";

const count = 150;
const salesmen = 20;

export type Latency = { p50Ms: number; p99Ms: number };

export type ConsultationFigures = {
  /** CreateProject in the same run: a commit and nothing else. */
  plain: Latency;
  /** CreateConsultation, answered with its match and the alarm raised. */
  matched: Latency;
  matchedPerSecond: number;
  /** With matching gone and the breaker open: the plain create beside it, and the 202. */
  plainBeside: Latency;
  unmatched: Latency;
};

/** How long a customer waits for the answer, one request after the other, in turn with a plain create. */
export const measureConsultations = async (): Promise<ConsultationFigures> => {
  const product = await startProduct();
  let figures: Omit<ConsultationFigures, "plainBeside" | "unmatched">;
  try {
    const staff = await product.token("staff-1", ["Staff"]);
    for (let number = 1; number <= salesmen; number++) {
      const person = {
        salesmanId: `salesman-${number}`,
        name: "영업",
        phone: "02-000-0000",
        capacity: 1_000,
      };
      expect(201, await post(`${product.api}/salesmen`, staff, person));
    }
    const { first: plain, second: matched } = await inTurn(product, 201);
    const customer = await product.token("customer-2", ["Customer"], "고객");
    const matchedPerSecond = await load(count * 2, 16, async () => {
      expect(201, await post(`${product.api}/consultations`, customer, consultation));
    });
    figures = { plain, matched, matchedPerSecond };
  } finally {
    await product.stop();
  }
  const alone = await startProduct({
    contexts: ["project", "consultation"],
    env: { CONSULTATION_WAIT_MS: "200", CONSULTATION_BREAKER_OPEN_MS: "600000" },
  });
  try {
    const { first: plainBeside, second: unmatched } = await inTurn(alone, 202);
    return { ...figures, plainBeside, unmatched };
  } finally {
    await alone.stop();
  }
};

const consultation = {
  projectname: "이음5G 실증사업",
  phone: "010-0000-0001",
  content: "비용이 궁금합니다.",
};

/** Plain creates and consultations, one after the other; the first ten of each warm up, and open the breaker where there is cause. */
const inTurn = async (product: Product, status: number): Promise<{ first: Latency; second: Latency }> => {
  const staff = await product.token("staff-1", ["Staff"]);
  const customer = await product.token("customer-1", ["Customer"], "고객");
  const plain: number[] = [];
  const asked: number[] = [];
  for (let number = 0; number < count; number++) {
    const project = { projectname: `벤치 ${number}`, year: 2027 };
    plain.push(await timed(201, () => post(`${product.api}/projects`, staff, project)));
    asked.push(await timed(status, () => post(`${product.api}/consultations`, customer, consultation)));
  }
  const latency = (all: number[]): Latency => {
    const warm = all.slice(10);
    return { p50Ms: percentile(warm, 0.5), p99Ms: percentile(warm, 0.99) };
  };
  return { first: latency(plain), second: latency(asked) };
};

type Answer = { status: number; text: string };

const timed = async (status: number, request: () => Promise<Answer>): Promise<number> => {
  const began = performance.now();
  expect(status, await request());
  return performance.now() - began;
};

const expect = (status: number, answer: Answer): void => {
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.text}`);
};
