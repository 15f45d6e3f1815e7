import type { Container, Resource } from "@azure/cosmos";
import type { ViewDocument } from "./change-partition.ts";
import { control } from "./partitions.ts";

/**
 * Which generations of a view there are: the one that is read, one that a rebuild is making, and one that was read until a
 * moment ago. All of them get the events.
 */
export type Generations = {
  current: string;
  building?: string;
  former?: string;
};

export type GenerationsDocument = ViewDocument & { kind: "generations" } & Generations;

export const generationsId = "generations";

/** What holds until a view is rebuilt for the first time. */
const first: Generations = { current: "1" };

/** The document of a view's generations; undefined before the first rebuild. */
export const readGenerations = async (
  container: Container,
): Promise<(GenerationsDocument & Resource) | undefined> =>
  (await container.item(generationsId, control).read<GenerationsDocument>()).resource;

/** All that get the events. Asked for each batch anew: what a rebuild does not read itself has to be written beside. */
export const writtenGenerations = async (container: Container): Promise<string[]> => {
  const { current, building, former } = (await readGenerations(container)) ?? first;
  return [current, building, former].filter((generation) => generation !== undefined);
};

/** How long the generation that is read may be an old one; the former is kept up for much longer. */
const keepMs = 2_000;

/** The generation to read, asked for once in a while. */
export const currentGeneration = (container: Container, nowMs: () => number): (() => Promise<string>) => {
  let kept: { untilMs: number; generation: Promise<string> } | undefined;
  const ask = async (): Promise<string> => ((await readGenerations(container)) ?? first).current;
  return () => {
    if (kept && nowMs() < kept.untilMs) return kept.generation;
    const generation = ask();
    const asked = { untilMs: nowMs() + keepMs, generation };
    kept = asked;
    generation.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return generation;
  };
};
