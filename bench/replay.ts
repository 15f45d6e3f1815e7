import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startHost } from "../local/functions-host/host.ts";
import { percentile } from "./measure.ts";

const lengths = [1, 10, 100, 300];
const rounds = 7;

export type ReplayFigures = { activities: number; events: number; perTurnMs: number };

/**
 * An orchestration of so many activities in a row that do nothing: each turn replays all that was before it, so that the mean turn
 * has half of the history to replay. By the local engine and durable-functions itself, in this process.
 */
export const measureReplay = async (): Promise<ReplayFigures[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), "ktgg-replay-"));
  const host = await startHost({
    appDir: path.join(import.meta.dirname, "floor-app"),
    port: 0,
    settings: { DURABLE_DATA: folder, FUNCTIONS_HOST_STATE_DIR: folder },
    log: () => undefined,
  });
  const hub = host.durable?.hub;
  if (!hub) throw new Error("The floor's app has no orchestration.");
  const timed = async (activities: number): Promise<{ ms: number; events: number }> => {
    const began = performance.now();
    const id = hub.client.start({ name: "inARow", input: JSON.stringify(activities) });
    await hub.idle();
    return { ms: performance.now() - began, events: hub.client.history(id).length };
  };
  try {
    await timed(100);
    const figures: ReplayFigures[] = [];
    for (const activities of lengths) {
      const all = [];
      for (let round = 0; round < rounds; round++) all.push(await timed(activities));
      const perTurn = all.map(({ ms }) => ms / (activities + 1));
      figures.push({ activities, events: all[0]?.events ?? 0, perTurnMs: percentile(perTurn, 0.5) });
    }
    return figures;
  } finally {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
