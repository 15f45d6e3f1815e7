import type { Container, Resource } from "@azure/cosmos";
import type { ViewDocument } from "./change-partition.ts";
import { control } from "./partitions.ts";

/**
 * Which generations of a view there are: the one that is read, one that a rebuild is making, and the one that was read until a
 * moment ago. All of them get the events. Those that are stale are only still to be deleted.
 */
export type Generations = {
  current: string;
  building?: Building;
  former?: string;
  stale: readonly string[];
};

/** A generation in the making, and which rebuild holds it, until when. */
export type Building = { generation: string; since: string; heldBy: string; heldUntil: string };

type GenerationsDocument = ViewDocument & { kind: "generations" } & Generations;

const id = "generations";

/** What holds until a view is rebuilt for the first time. */
const first: Generations = { current: "1", stale: [] };

/** A view's generations, with the ETag that a change has to name; none before the first rebuild. */
export const readGenerations = async (container: Container): Promise<Generations & { _etag?: string }> =>
  (await container.item(id, control).read<GenerationsDocument & Resource>()).resource ?? first;

/** Writes the generations, unless another rebuild was faster. @throws what Cosmos says, with 409 or 412 for that */
export const writeGenerations = async (
  container: Container,
  { current, building, former, stale }: Generations,
  before: { _etag?: string },
): Promise<Generations & { _etag?: string }> => {
  const document: GenerationsDocument = {
    id,
    partition: control,
    kind: "generations",
    current,
    ...(building && { building }),
    ...(former !== undefined && { former }),
    stale,
  };
  const { resource } =
    before._etag === undefined
      ? await container.items.create<GenerationsDocument>(document)
      : await container.item(id, control).replace<GenerationsDocument>(document, {
          accessCondition: { type: "IfMatch", condition: before._etag },
        });
  if (!resource) throw new Error("Cosmos answered a write without its document.");
  return resource;
};

/** All that get the events. Asked for each batch anew: what a rebuild does not read itself has to be written beside. */
export const writtenGenerations = async (container: Container): Promise<string[]> => {
  const { current, building, former } = await readGenerations(container);
  return [current, building?.generation, former].filter((generation) => generation !== undefined);
};

/** How long the generation that is read may be an old one: a former one is kept up for longer. */
const keepMs = 2_000;

/** The generation to read, asked for once in a while. */
export const currentGeneration = (container: Container, nowMs: () => number): (() => Promise<string>) => {
  let kept: { untilMs: number; generation: Promise<string> } | undefined;
  const ask = async (): Promise<string> => (await readGenerations(container)).current;
  return () => {
    if (kept && nowMs() < kept.untilMs) return kept.generation;
    const asked = { untilMs: nowMs() + keepMs, generation: ask() };
    kept = asked;
    asked.generation.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.generation;
  };
};
