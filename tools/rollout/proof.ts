import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "../../local/supervisor/replacement.ts";
import { eventually } from "../../tests/system/eventually.ts";
import type { Product } from "../../tests/system/product.ts";
import type { Builds } from "./builds.ts";
import { rollOut } from "./control-client.ts";
import { effectsOf } from "./effects.ts";
import type { Effects } from "./effects.ts";
import { startLoad } from "./load.ts";
import type { Accepted, Sample } from "./load.ts";
import { prepareStory } from "./story.ts";

/** One stretch of the load, and the rollout that happened in it when there was one. */
export type Stretch = { name: string; ms: number; samples: Sample[]; outcome?: Outcome; steps: string[] };

/** All that a proof found. */
export type Proof = {
  stretches: Stretch[];
  accepted: Accepted;
  effects: Effects;
  /** How often the page's stream was opened, and what was wrong with it. */
  stream: { connections: number; failures: readonly string[] };
};

/** How long the load runs without a rollout, before and after, and how long the broken build may try. */
export type ProofOptions = { quietMs: number; brokenReadyMs: number; tell?: (line: string) => void };

const settleMs = 2000;

/**
 * Runs the load on a product of at least two instances, rolls out a good build and then one that is never ready, and
 * counts what failed, what was lost and what was done twice.
 */
export const proveRollout = async (
  product: Product,
  { good, broken }: Builds,
  { quietMs, brokenReadyMs, tell = () => undefined }: ProofOptions,
): Promise<Proof> => {
  const story = await prepareStory(product);
  const load = startLoad(product, story);
  const stretches: Stretch[] = [];
  const during = async (
    name: string,
    work: (steps: string[]) => Promise<Outcome | undefined>,
  ): Promise<void> => {
    tell(name);
    const steps: string[] = [];
    const began = performance.now();
    const outcome = await work(steps);
    const ms = performance.now() - began;
    stretches.push({ name, steps, ms, samples: [], ...(outcome && { outcome }) });
  };
  const quiet = (): Promise<undefined> => sleep(quietMs, undefined);
  const replace = (appDir: string, readyMs?: number) => (steps: string[]) =>
    rollOut(product.dataDir, { appDir, ...(readyMs !== undefined && { readyMs }) }, (step) => {
      steps.push(step);
      tell(`  ${step}`);
    });
  const { accepted, follower } = load;
  try {
    try {
      await during("before", quiet);
      await during("a good build", replace(good));
      await during("between", quiet);
      await during("a build that is never ready", replace(broken, brokenReadyMs));
      await during("after", quiet);
    } finally {
      await load.stop();
    }
    divide(stretches, load.samples);
    tell("counting what came of it");
    const effects = await settledEffects(product, story, load);
    const stream = { connections: follower.connections(), failures: follower.failures };
    return { stretches, accepted, effects, stream };
  } finally {
    await follower.stop();
  }
};

/** Gives each stretch the requests that began in it. */
const divide = (stretches: readonly Stretch[], samples: readonly Sample[]): void => {
  let from = samples[0]?.began ?? 0;
  for (const [index, stretch] of stretches.entries()) {
    const to = index === stretches.length - 1 ? Infinity : from + stretch.ms;
    stretch.samples = samples.filter(({ began }) => began >= from && began < to);
    from = to;
  }
};

/** Effects come by events: waits until none is missing, and then a while for any that would be too many. */
const settledEffects = async (...counted: Parameters<typeof effectsOf>): Promise<Effects> => {
  await eventually(
    async () => {
      const { lost } = await effectsOf(...counted);
      if (lost.length > 0) throw new Error(`${lost.length} effects are missing`);
    },
    { timeoutMs: 60_000 },
  ).catch(() => undefined); // What is still missing then is told below.
  await sleep(settleMs);
  return effectsOf(...counted);
};
