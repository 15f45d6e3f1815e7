import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { startProduct, type Product } from "../tests/system/product.ts";
import { memoryOf, percentile, post } from "./measure.ts";

const pages = 1_000;
const salesmen = 100;
const rounds = 20;
const roundWithinMs = 30_000;

export type PushFigures = {
  pages: number;
  /** What one open page costs the app's process, in KB of resident memory. */
  kbPerPage: number;
  /** From the answer to the command until the first page has the alarm, and the last. */
  firstMs: { p50: number; max: number };
  lastMs: { p50: number; max: number };
  /** From the first page to the last. */
  spreadMs: { p50: number; max: number };
  /** Alarms that a page did not get, or got twice. */
  wrong: number;
};

/** One alarm for everyone, to 1,000 open pages of 100 salesmen on one instance; the pages are in this process. */
export const measurePush = async (): Promise<PushFigures> => {
  const product = await startProduct({
    contexts: ["project", "alarm"],
    env: { ALARM_STREAMS: String(pages) },
  });
  const agent = new Agent({ maxSockets: Infinity });
  try {
    const pid = product.endpoints.pids["functions-host-0"] ?? NaN;
    const before = memoryOf(pid);
    const got = new Map<string, number[]>();
    const tokens = await Promise.all(
      Array.from({ length: salesmen }, (_, index) => product.token(`salesman-${index}`, ["Salesman"])),
    );
    for (let opened = 0; opened < pages; opened += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          openPage(product, agent, tokens[(opened + index) % salesmen] ?? "", (subject) => {
            got.set(subject, [...(got.get(subject) ?? []), performance.now()]);
          }),
        ),
      );
    }
    const kbPerPage = ((memoryOf(pid) - before) * 1024) / pages;

    const staff = await product.token("staff-1", ["Staff"]);
    const times: { first: number; last: number }[] = [];
    let wrong = 0;
    for (let round = 0; round < rounds; round++) {
      const body = { projectname: `푸시 ${round} 지원사업`, year: 2027 };
      const { text } = await post(`${product.api}/projects`, staff, body);
      const answered = performance.now();
      const { projectId } = JSON.parse(text) as { projectId: string };
      while ((got.get(projectId)?.length ?? 0) < pages && performance.now() - answered < roundWithinMs) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const arrivals = got.get(projectId) ?? [];
      wrong += Math.abs(arrivals.length - pages);
      times.push({ first: Math.min(...arrivals) - answered, last: Math.max(...arrivals) - answered });
    }
    const of = (figures: number[]): { p50: number; max: number } => ({
      p50: percentile(figures, 0.5),
      max: Math.max(...figures),
    });
    return {
      pages,
      kbPerPage,
      firstMs: of(times.map(({ first }) => first)),
      lastMs: of(times.map(({ last }) => last)),
      spreadMs: of(times.map(({ first, last }) => last - first)),
      wrong,
    };
  } finally {
    agent.destroy();
    await product.stop();
  }
};

/** Opens one page; answers once it is told that nothing is missed from here on. */
const openPage = async (
  product: Product,
  agent: Agent,
  token: string,
  got: (subject: string) => void,
): Promise<void> => {
  const sent = request(`${product.api}/me/alarms/stream`, {
    agent,
    headers: { authorization: `Bearer ${token}` },
  });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`A page was refused with ${answer.statusCode}.`);
  // The end of the bench cuts it.
  answer.on("error", () => undefined);
  const ready = Promise.withResolvers<undefined>();
  let rest = "";
  answer.setEncoding("utf8").on("data", (chunk: string) => {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (block.startsWith("event: ready")) ready.resolve(undefined);
      const subject = /^event: alarm\n[\s\S]*"subject":"([^"]+)"/.exec(block)?.[1];
      if (subject !== undefined) got(subject);
    }
  });
  await ready.promise;
};

/** The figures as a section of docs/benchmarks.md. */
export const pushSection = (figures: PushFigures): string => {
  const { kbPerPage, firstMs, lastMs, spreadMs, wrong } = figures;
  const row = (name: string, { p50, max }: { p50: number; max: number }): string =>
    `| ${name} | ${p50.toFixed(0)} | ${max.toFixed(0)} |`;
  return `## Push

One alarm for everyone to ${figures.pages} open pages (\`GET /api/me/alarms/stream\`) on one instance, ${rounds} times; the pages are in one other process. Milliseconds:

| | p50 | max |
| --- | --- | --- |
${row("from the command's answer to the first page (relay, topic, consumer, container, feed)", firstMs)}
${row("from the command's answer to the last page", lastMs)}
${row("from the first page to the last", spreadMs)}

An open page costs the app ${kbPerPage.toFixed(0)} KB of memory, with its connection. Alarms that a page missed or got twice: ${wrong}.
`;
};
