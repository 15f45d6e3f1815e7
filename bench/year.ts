import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SimulatedWorld, SimulatedYear } from "../functions/matching/simulated-year.fake.ts";

export type YearFigures = { consultations: number; seconds: number; accepted: number; atYearsEnd: number };

/** A year of matching in virtual time, as `simulated-year.test.ts` checks it. */
export const measureYear = async (consultations = 50_000): Promise<YearFigures> => {
  const workerData: SimulatedWorld = { seed: 20_270_101, consultations };
  const url = new URL("../functions/matching/simulated-year.fake.ts", import.meta.url);
  const began = performance.now();
  const thread = new Worker(url, { workerData });
  const [year] = (await once(thread, "message")) as [SimulatedYear];
  const seconds = (performance.now() - began) / 1_000;
  await thread.terminate();
  const accepted = year.matches.filter((match) => match.accepted).length;
  return { consultations, seconds, accepted, atYearsEnd: year.atYearsEnd };
};
