import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Endpoints } from "../local/supervisor/endpoints.ts";
import { eventually } from "../tests/system/eventually.ts";
import { startProduct, type Product } from "../tests/system/product.ts";

// npm run probe-proof: one of two instances is frozen under load; shows when it is found out and replaced, and what that cost.

const liveness = { LIVENESS_INTERVAL_MS: "1000", LIVENESS_TIMEOUT_MS: "2000", LIVENESS_FAILURES: "3" };
const pauseMs = 100;
const requestTimeoutMs = 3_000;
const loadAfterMs = 3_000;

type Side = { name: string; api: string; sent: number; failed: number };

/** Creates projects at this instance until told to stop; notes those that were accepted. */
const load = async (
  side: Side,
  { token, accepted, end }: { token: string; accepted: string[]; end: AbortSignal },
): Promise<void> => {
  for (let number = 1; !end.aborted; number++) {
    side.sent += 1;
    const body = JSON.stringify({ projectname: `탐지 지원사업 ${side.name} ${number}`, year: 2027 });
    const answer = await fetch(`${side.api}/projects`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(requestTimeoutMs),
    }).catch(() => undefined);
    if (answer?.status === 201) accepted.push(((await answer.json()) as { projectId: string }).projectId);
    else side.failed += 1;
    await sleep(pauseMs);
  }
};

/** How often each project is in the list of what the salesman was told. */
const alarmsByProject = async (product: Product): Promise<Map<string, number>> => {
  const token = await product.token("salesman-1", ["Salesman"]);
  const found = new Map<string, number>();
  for (let cursor: string | null = ""; cursor !== null;) {
    const query: string = cursor === "" ? "limit=100" : `limit=100&cursor=${cursor}`;
    const { body } = await product.request("GET", `/me/alarms?${query}`, { token });
    const page = body as { items: { subject: string }[]; nextCursor: string | null };
    for (const { subject } of page.items) found.set(subject, (found.get(subject) ?? 0) + 1);
    cursor = page.nextCursor;
  }
  return found;
};

const run = async (): Promise<number> => {
  const product = await startProduct({ instances: 2, env: liveness });
  try {
    const sides = product.endpoints.instances.map((api, index) => ({
      name: `functions-host-${index}`,
      ...{ api, sent: 0, failed: 0 },
    }));
    const [frozen, healthy] = sides;
    if (!frozen || !healthy) throw new Error("There are not two instances.");
    const token = await product.token("staff-1", ["Staff"]);
    const accepted: string[] = [];
    const end = new AbortController();
    const work = sides.map((side) => load(side, { token, accepted, end: end.signal }));
    await sleep(loadAfterMs);

    const pidOf = (): number => {
      const { pids } = JSON.parse(readFileSync(join(product.dataDir, "endpoints.json"), "utf8")) as Endpoints;
      return pids[frozen.name] ?? 0;
    };
    const before = pidOf();
    const began = performance.now();
    process.kill(before, "SIGSTOP");
    console.log(`   0.0 s  ${frozen.name} (process ${before}) is frozen by SIGSTOP, under load`);
    const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    await eventually(
      () => {
        if (!/is restarted: .*/.test(product.said()))
          throw new Error("The frozen instance was not found out.");
      },
      { timeoutMs: 60_000 },
    );
    console.log(`${seconds()} s  ${/functions-host-0 .*is restarted: .*/.exec(product.said())?.[0] ?? ""}`);
    await eventually(
      () => {
        if (pidOf() === before) throw new Error("No other process took its place.");
      },
      { timeoutMs: 60_000 },
    );
    console.log(`${seconds()} s  ${frozen.name} is up again as process ${pidOf()}`);
    await sleep(loadAfterMs);
    end.abort();
    await Promise.all(work);

    const told = await eventually(
      async () => {
        const alarms = await alarmsByProject(product);
        if (!accepted.every((projectId) => alarms.has(projectId)))
          throw new Error("Not every event has arrived.");
        return alarms;
      },
      { timeoutMs: 120_000 },
    );
    const twice = accepted.filter((projectId) => told.get(projectId) !== 1).length;
    console.log(`${seconds()} s  every effect has arrived\n`);
    for (const { name, sent, failed } of sides) console.log(`${name}: ${sent} requests, ${failed} failed`);
    console.log(`${accepted.length} accepted projects: each was told of, ${twice} more than once`);
    return healthy.failed === 0 && twice === 0 ? 0 : 1;
  } finally {
    await product.stop();
  }
};

process.exitCode = await run();
