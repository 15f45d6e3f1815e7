import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Product } from "../../tests/system/product.ts";
import { follow } from "./follow.ts";
import type { Follower } from "./follow.ts";
import type { Story } from "./story.ts";

/** One request of the load: what it was, when it began (performance.now()), how long it took, and what was wrong with it. */
export type Sample = { what: string; began: number; ms: number; failure?: string };

/** What the load had accepted, to be compared with what came of it. */
export type Accepted = {
  projects: string[];
  started: { projectId: string; projectname: string }[];
  consultations: { consultationId: string; phone: string }[];
};

/** A load that runs until it is stopped. */
export type Load = {
  samples: readonly Sample[];
  accepted: Accepted;
  /** A salesman's page that is open all the time; it is left open by `stop`. */
  follower: Follower;
  /** Ends after the requests under way. */
  stop: () => Promise<void>;
};

const pauseMs = 60;
const timeoutMs = 30_000;

/**
 * Staff who create and start projects, customers who ask for consultations, and people who read, all through the gateway
 * and each under its limits. Nothing is ever tried again: a request that fails is a failure.
 */
export const startLoad = (product: Product, { staff, readers, customer, projectnames }: Story): Load => {
  const { gateway } = product.endpoints;
  // As browsers do; node closes an idle connection after 5 s, so ours are given up before.
  const agent = new Agent({ keepAlive: true, timeout: 3000, maxSockets: 64 });
  const samples: Sample[] = [];
  const accepted: Accepted = { projects: [], started: [], consultations: [] };
  let stopping = false;
  let projects = 0;

  const call = async (what: string, asked: Asked, statuses: readonly number[]): Promise<Answered> => {
    const began = performance.now();
    const answer = await send(agent, `${gateway}${asked.path}`, asked).catch((error: unknown) =>
      String(error),
    );
    const ms = performance.now() - began;
    if (typeof answer === "string") samples.push({ what, began, ms, failure: answer });
    else if (!statuses.includes(answer.status)) {
      samples.push({ what, began, ms, failure: `${answer.status} ${answer.text}` });
    } else {
      samples.push({ what, began, ms });
      return JSON.parse(answer.text) as Answered;
    }
    return {};
  };

  const publish = async (): Promise<void> => {
    const number = projects++;
    const projectname = projectnames[number % projectnames.length] ?? "";
    const body = { projectname, year: 2027 + Math.floor(number / projectnames.length) };
    const created = await call(
      "create a project",
      { method: "POST", path: "/projects", token: staff, body },
      [201],
    );
    if (created.projectId === undefined) return;
    accepted.projects.push(created.projectId);
    const start = { method: "POST", path: `/projects/${created.projectId}/start`, token: staff, body: {} };
    const started = await call("start a project", start, [200]);
    if (started.projectId !== undefined) accepted.started.push({ projectId: created.projectId, projectname });
  };
  const consult = async (): Promise<void> => {
    const { token, phone } = await customer();
    const body = { projectname: projectnames[0], phone, content: "도입 비용 문의" };
    const asked = { method: "POST", path: "/consultations", token, body };
    const { consultationId } = await call("ask for a consultation", asked, [201, 202]);
    if (consultationId !== undefined) accepted.consultations.push({ consultationId, phone });
  };
  const readAs = (reader: string) => async (): Promise<void> => {
    await call("list projects", { method: "GET", path: "/projects?limit=20", token: reader }, [200]);
    await call("list my alarms", { method: "GET", path: "/me/alarms?limit=20", token: reader }, [200]);
  };

  const worker = async (work: () => Promise<void>, everyMs: number): Promise<void> => {
    while (!stopping) {
      await work();
      await sleep(everyMs);
    }
  };
  const workers = [
    worker(publish, pauseMs * 4),
    worker(consult, pauseMs * 2),
    worker(consult, pauseMs * 2),
    ...readers.map((reader) => worker(readAs(reader), pauseMs * 8)),
  ];
  return {
    samples,
    accepted,
    follower: follow(gateway, readers[0] ?? ""),
    stop: async () => {
      stopping = true;
      await Promise.all(workers);
      agent.destroy();
    },
  };
};

type Asked = { method: string; path: string; token: string; body?: unknown };
type Answered = { projectId?: string; consultationId?: string };

const send = (
  agent: Agent,
  url: string,
  { method, token, body }: Asked,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const sent = request(
      url,
      { method, agent, headers, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
