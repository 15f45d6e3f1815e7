import { Agent, request } from "node:http";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Several runs of one figure. */
export type Spread = { min: number; median: number; max: number };

export const spreadOf = (figures: readonly number[]): Spread => {
  const sorted = figures.toSorted((one, other) => one - other);
  return { min: at(sorted, 0), median: at(sorted, 0.5), max: at(sorted, 1) };
};

/** The figure below which that share of all figures lies. */
export const percentile = (figures: readonly number[], share: number): number =>
  at(
    figures.toSorted((one, other) => one - other),
    share,
  );

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;

/** Does the work `count` times, at most `concurrency` at once; answers how often a second. */
export const load = async (
  count: number,
  concurrency: number,
  work: (number: number) => Promise<void>,
): Promise<number> => {
  let next = 0;
  const began = performance.now();
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return count / ((performance.now() - began) / 1000);
};

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** A JSON request over a kept connection: node:http itself, so that the client costs little of what is measured. */
export const post = (url: string, token: string, body: unknown): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
      },
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });

/** The resident memory of a process, in MB. */
export const memoryOf = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
  }
};

/** The highest resident memory of a process, in MB, from now until it is asked for. */
export const watchMemory = (pid: number): (() => number) => {
  let peak = memoryOf(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOf(pid));
  }, 50);
  return () => {
    clearInterval(timer);
    return peak;
  };
};
