import { setTimeout as sleep } from "node:timers/promises";
import { untilAnswers } from "./hosts.ts";
import type { Host, Hosts } from "./hosts.ts";

/** How patient a replacement is, in ms. */
export type Patience = {
  /** A new instance must be ready within so long. */
  readyMs: number;
  /** And must still be after so long with requests. */
  settleMs: number;
  /** An old one gets so long to end what it was asked. */
  drainMs: number;
};

/** What came of it. After `rolled back` the former build serves everything; after `failed` both builds serve. */
export type Outcome = { outcome: "done" | "rolled back" | "failed"; reason?: string };

/** Takes a line of what is being done. */
export type Tell = (line: string) => void;

/**
 * Replaces the instances one by one by another build: a new one starts beside the old ones, must be ready, gets requests,
 * and only then an old one ends its work and stops. There are never fewer instances than before. When the new build fails,
 * those that were replaced already are replaced again, by the former build.
 */
export const replaceAll = async (
  hosts: Hosts,
  appDir: string,
  patience: Patience,
  tell: Tell,
): Promise<Outcome> => {
  const former = [...hosts.serving];
  try {
    for (const old of former) await replaceOne(hosts, { old, appDir }, patience, tell);
    return { outcome: "done" };
  } catch (error) {
    const reason = messageOf(error);
    tell(`The new build fails: ${reason}`);
    try {
      for (const old of hosts.serving.filter((host) => !former.includes(host))) {
        await replaceOne(hosts, { old, appDir: former[0]?.appDir ?? appDir }, patience, tell);
      }
    } catch (again) {
      return { outcome: "failed", reason: `${reason}; and the former build fails too: ${messageOf(again)}` };
    }
    return { outcome: "rolled back", reason };
  }
};

const replaceOne = async (
  hosts: Hosts,
  { old, appDir }: { old: Host; appDir: string },
  patience: Patience,
  tell: Tell,
): Promise<void> => {
  const started = performance.now();
  const host = await hosts.launch(appDir);
  const { name } = host.part;
  tell(`${name} starts at ${host.base} from ${appDir}`);
  try {
    await untilAnswers(`${host.base}/api/health/ready`, patience.readyMs);
    tell(`${name} is ready after ${Math.round(performance.now() - started)} ms`);
    await hosts.serve([...hosts.serving, host], 0);
    await staysReady(host, patience.settleMs);
  } catch (error) {
    await hosts.serve(
      hosts.serving.filter((other) => other !== host),
      patience.drainMs,
    );
    await hosts.end(host.part);
    tell(`${name} is stopped`);
    throw error;
  }
  const left = await hosts.serve(
    hosts.serving.filter((other) => other !== old),
    patience.drainMs,
  );
  if (left > 0) tell(`${old.part.name} has ${left} requests under way after ${patience.drainMs} ms`);
  await hosts.end(old.part);
  tell(`${old.part.name} has ended its work and is stopped`);
};

const staysReady = async ({ part, base }: Host, settleMs: number): Promise<void> => {
  const { pid } = part;
  await sleep(settleMs);
  if (part.pid !== pid) throw new Error(`${part.name} died under its first requests.`);
  await untilAnswers(`${base}/api/health/ready`, 0);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
