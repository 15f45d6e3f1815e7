import { setTimeout as sleep } from "node:timers/promises";
import { contexts } from "../functions/contexts.ts";
import { startProduct, type Product } from "../tests/system/product.ts";
import { startFloor } from "./floor.ts";
import { load, percentile, post } from "./measure.ts";

const salesmen = 20;

/** How long the store takes for each write and each point read. */
export type Store = { name: string; writeMs: number; readMs: number; count: number };

const stores: readonly Store[] = [
  { name: "a store that answers at once", writeMs: 0, readMs: 0, count: 200 },
  { name: "each write 10 ms and each read 3 ms, as on Azure", writeMs: 10, readMs: 3, count: 150 },
];

export type Latency = { p50Ms: number; p99Ms: number };

export type AnswerFigures = {
  store: Store;
  /** CreateConsultation with matching gone and the breaker open, the 202: the commit, and its showing to the views. */
  plain: Latency;
  /** CreateInterest by the same app: another commit that is shown to the views. */
  interest: Latency;
  /** CreateConsultation, answered with its match and the alarm raised, the 201. */
  matched: Latency;
  /** CreateProject, a commit that is shown to nobody. */
  project: Latency;
  /** An orchestration of one activity that does nothing, started and waited for. No store. */
  floor: Latency;
};

export type BurstFigures = {
  asked: number;
  /** How many were answered with their match, and with a 202; and how long the slowest answer took. */
  matchedAtOnce: number;
  later: number;
  p50Ms: number;
  slowestMs: number;
  /** Until the last one was matched. */
  allMatchedMs: number;
};

export type ConsultationFigures = {
  answers: AnswerFigures[];
  /** 16 customers at once, each after the other: answers a second, and the share that had their match. */
  stream: { answersPerSecond: number; matchedAtOnce: number };
  burst: BurstFigures;
};

/** What an answer with a match costs against one without, and how many there are a second. */
export const measureConsultations = async (): Promise<ConsultationFigures> => {
  const product = await startProduct();
  const alone = await startProduct({
    contexts: contexts.filter((context) => context !== "matching"),
    env: { CONSULTATION_WAIT_MS: "200", CONSULTATION_BREAKER_OPEN_MS: "3600000" },
  });
  const floor = await startFloor();
  try {
    await register(product);
    const answers: AnswerFigures[] = [];
    for (const store of stores) answers.push(await answersWith(store, product, alone, floor.url));
    const customer = await product.token("customer-2", ["Customer"], "고객");
    let matchedAtOnce = 0;
    const answersPerSecond = await load(600, 16, async () => {
      const answer = await post(`${product.api}/consultations`, customer, consultation);
      if (answer.status === 201) matchedAtOnce += 1;
      else expect(202, answer);
    });
    return {
      answers,
      stream: { answersPerSecond, matchedAtOnce: matchedAtOnce / 600 },
      burst: await burstOf(500, product),
    };
  } finally {
    await floor.stop();
    await alone.stop();
    await product.stop();
  }
};

const consultation = {
  projectname: "이음5G 실증사업",
  phone: "010-0000-0001",
  content: "비용이 궁금합니다.",
};

const interestIn = (id: string) => ({ projectname: `벤치 ${id}`, interest: 1, phone: "010-0000-0001" });

const register = async (product: Product): Promise<void> => {
  const staff = await product.token("staff-1", ["Staff"]);
  for (let number = 1; number <= salesmen; number++) {
    const person = { salesmanId: `salesman-${number}`, name: "영업", phone: "02-000-0000", capacity: 1_000 };
    expect(201, await post(`${product.api}/salesmen`, staff, person));
  }
};

/** One after the other, each kind in turn; the first twenty of each warm up, and open the breaker where there is cause. */
const answersWith = async (
  store: Store,
  product: Product,
  alone: Product,
  floor: string,
): Promise<AnswerFigures> => {
  const staff = await alone.token("staff-1", ["Staff"]);
  const customers = {
    product: await product.token("customer-1", ["Customer"], "고객"),
    alone: await alone.token("customer-1", ["Customer"], "고객"),
  };
  for (const each of [product, alone]) await each.faults("cosmos", delaysOf(store));
  const times = { plain: [], interest: [], matched: [], project: [], floor: [] } as Record<
    keyof Omit<AnswerFigures, "store">,
    number[]
  >;
  for (let number = 0; number < store.count; number++) {
    const project = { projectname: `벤치 ${number}`, year: 2027 };
    const id = `${store.writeMs}-${number}`;
    const requests: [keyof typeof times, () => Promise<number>][] = [
      ["plain", () => timed(202, () => post(`${alone.api}/consultations`, customers.alone, consultation))],
      ["interest", () => timed(201, () => post(`${alone.api}/interests`, customers.alone, interestIn(id)))],
      [
        "matched",
        () => timed(201, () => post(`${product.api}/consultations`, customers.product, consultation)),
      ],
      ["project", () => timed(201, () => post(`${alone.api}/projects`, staff, project))],
      ["floor", () => timed(201, () => post(`${floor}/api/orchestrated/${id}`, "", {}))],
    ];
    // Each kind comes after each other: what comes first after a pause finds its processes cold.
    const turn = number % requests.length;
    for (const [kind, ask] of [...requests.slice(turn), ...requests.slice(0, turn)]) {
      times[kind].push(await ask());
      // Its events are heard by the same process, which on Azure others would do; what is measured is an answer.
      if (kind === "matched") await sleep(300);
    }
  }
  for (const each of [product, alone]) await each.faults("cosmos", []);
  const latency = (all: number[]): Latency => {
    const warm = all.slice(20);
    return { p50Ms: percentile(warm, 0.5), p99Ms: percentile(warm, 0.99) };
  };
  const { plain, interest, matched, project, floor: least } = times;
  return {
    store,
    plain: latency(plain),
    interest: latency(interest),
    matched: latency(matched),
    project: latency(project),
    floor: latency(least),
  };
};

const delaysOf = ({ writeMs, readMs }: Store) =>
  writeMs === 0
    ? []
    : [
        ...["batch", "create", "replace", "upsert"].map(
          (operation) => ({ kind: "delay", operation, ms: writeMs }) as const,
        ),
        { kind: "delay", operation: "read", ms: readMs } as const,
      ];

const burstOf = async (asked: number, product: Product): Promise<BurstFigures> => {
  const staff = await product.token("staff-1", ["Staff"]);
  const customer = await product.token("customer-3", ["Customer"], "고객");
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: asked }, async () => {
      const { status } = await post(`${product.api}/consultations`, customer, consultation);
      return { status, ms: performance.now() - began };
    }),
  );
  for (;;) {
    const path = "/staff/consultations?unmatched=true&limit=1";
    const { body } = await product.request("GET", path, { token: staff });
    if ((body as { items: unknown[] }).items.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const allMatchedMs = performance.now() - began;
  const of = (wanted: number): number => answers.filter(({ status }) => status === wanted).length;
  const times = answers.map(({ ms }) => ms);
  return {
    asked,
    matchedAtOnce: of(201),
    later: of(202),
    p50Ms: percentile(times, 0.5),
    slowestMs: percentile(times, 1),
    allMatchedMs,
  };
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
