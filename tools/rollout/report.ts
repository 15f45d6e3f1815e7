import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { format } from "prettier";
import type { Proof, Stretch } from "./proof.ts";

/** Whether nothing failed, nothing was lost, nothing was done twice, and each rollout ended as it should. */
export const isClean = ({ stretches, effects, stream }: Proof): boolean =>
  stream.failures.length === 0 &&
  stretches.every(({ samples }) => samples.every(({ failure }) => failure === undefined)) &&
  effects.lost.length === 0 &&
  effects.doubled.length === 0 &&
  stretches.flatMap(({ outcome }) => outcome?.outcome ?? []).join() === "done,rolled back";

/** The page docs/operations/rollout.md. */
export const reportOf = (proof: Proof): Promise<string> => {
  const { stretches, accepted, effects, stream } = proof;
  const [cpu] = cpus();
  const lines = [
    "# A rollout without a gap",
    "",
    "Written by `npm run rollout-proof`; do not edit by hand. It starts a system of two instances behind the gateway, keeps a",
    "constant load on it (staff create and start projects, customers ask for consultations, salesmen and staff read), and",
    "replaces the instances twice while it runs: by a good build, and by one that starts, is live, and is never ready. No request is",
    "ever tried again by the load. How it is done: `local/supervisor/replacement.ts`; why so: ADR 17. A shorter version runs in",
    "the test suite (`tests/system/rollout.test.ts`).",
    "",
    "| while | seconds | requests | failed | p50 ms | p99 ms | slowest ms |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...stretches.map(rowOf),
    "",
    `A salesman's page was open all the while: its stream was opened ${stream.connections} times, ended cleanly whenever its instance was replaced, and broke off ${stream.failures.length} times.`,
    "",
    ...[...failuresOf(stretches), ...stream.failures.map((failure) => `- the stream: ${failure}`)].slice(
      0,
      mostTold,
    ),
    "",
    `Accepted: ${accepted.projects.length} projects created, ${accepted.started.length} started, ${accepted.consultations.length} consultations. ` +
      `What must come of them, each exactly once (the projects, their alarms, an SMS for each interested customer of each start, the matches with their alarms and SMS, ` +
      `the salesmen's places): ${effects.expected} effects counted, **${effects.lost.length} lost, ${effects.doubled.length} doubled**.`,
    "",
    ...[...effects.lost, ...effects.doubled].slice(0, mostTold).map((effect) => `- ${effect}`),
    "",
    ...stretches.flatMap(({ name, outcome, steps }) =>
      outcome === undefined
        ? []
        : [
            `What the supervisor did with ${name} (outcome: ${outcome.outcome}):`,
            "",
            "```text",
            ...steps.map(withoutPlaces),
            "```",
            "",
          ],
    ),
    `Measured on ${availableParallelism()} cores (${cpu?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}, ` +
      "all processes and the load on the same machine: the figures are to be compared with one another, not with those of another machine.",
    "A new instance loads on the same cores here; on Azure it is another machine.",
    `The load average of the last five minutes was ${loadavg()[1]?.toFixed(1) ?? "unknown"}: much more than the cores means that other work ran too, and that all times are worse than they need be.`,
  ];
  return format(lines.join("\n"), { parser: "markdown", printWidth: 110 });
};

const mostTold = 20;

const failuresOf = (stretches: readonly Stretch[]): string[] =>
  stretches.flatMap(({ samples }) =>
    samples.flatMap(({ what, failure }) => (failure === undefined ? [] : [`- ${what}: ${failure}`])),
  );

const rowOf = ({ name, ms, samples, outcome }: Stretch): string => {
  const times = samples.map((sample) => sample.ms).toSorted((one, other) => one - other);
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN).toFixed(0);
  const failed = samples.filter(({ failure }) => failure !== undefined).length;
  const title = outcome === undefined ? name : `${name}: ${outcome.outcome}`;
  return `| ${title} | ${(ms / 1000).toFixed(1)} | ${samples.length} | ${failed} | ${at(0.5)} | ${at(0.99)} | ${at(1)} |`;
};

/** A folder or a port of one run says nothing to a reader. */
const withoutPlaces = (step: string): string =>
  step.replace(/ at http:\S+ from \S+/, " beside the others").replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "");
