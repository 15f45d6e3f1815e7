import { writeFile } from "node:fs/promises";
import { cpus, release, totalmem, type as osType } from "node:os";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { build } from "../tools/build.ts";
import { measureCommands, scenarios, type CommandFigures } from "./commands.ts";
import { measureConsultations } from "./consultations.ts";
import { measureFanOut, type FanOutFigures } from "./fan-out.ts";
import { measureLag, type LagFigures } from "./lag.ts";
import { matchingSection, type MatchingFigures } from "./matching-section.ts";
import type { Spread } from "./measure.ts";
import { measurePackage, type PackageFigures } from "./package.ts";
import { measureViews, viewsSection, type ViewFigures } from "./views.ts";
import { measurePush, pushSection, type PushFigures } from "./push.ts";
import { measureReplay } from "./replay.ts";
import { measureYear } from "./year.ts";

// npm run bench: measures all in one run and writes docs/benchmarks.md. Never a test: a figure is of a machine.
const file = path.resolve(import.meta.dirname, "../docs/benchmarks.md");

const whole = (figure: number): string => figure.toFixed(0);
const two = (figure: number): string => figure.toFixed(2);
const spread = ({ min, median, max }: Spread, shown: (figure: number) => string): string =>
  `${shown(min)} / ${shown(median)} / ${shown(max)}`;

const page = (
  commands: CommandFigures[],
  lags: LagFigures[],
  fanOuts: FanOutFigures[],
  matching: MatchingFigures,
  start: PackageFigures,
  push: PushFigures,
  views: ViewFigures,
): string => {
  const [slow, fast] = lags;
  const smallest = fanOuts[0];
  const cpu = cpus();
  return `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in one run: ${cpu.length} x ${cpu[0]?.model.trim() ?? "unknown"}, ${whole(totalmem() / 2 ** 30)} GiB,
${osType()} ${release()}, Node ${process.version}. The app, the local Azure and the client share this one machine, so that a figure alone says little
about Azure: read the ratios.

## Commands

\`POST /api/projects\` (HTTP, token, checks, decider, commit, while the relay publishes) against the same two documents in the same
transactional batch by the bare \`@azure/cosmos\`; one process each, 5 rounds of 2,000 in turn. Per second, min / median / max:

| | through the app | bare batch | ratio |
| --- | --- | --- | --- |
${commands
  .map(
    ({ name, app, bare, ratio }) =>
      `| ${name} | ${spread(app, whole)} | ${spread(bare, whole)} | **${spread(ratio, two)}** |`,
  )
  .join("\n")}

What it means: on Azure a batch is mostly waiting, which other requests use: with 16 requests under way the app is near the store's own pace;
with 32 its one processor begins to be the limit. The last line is the worst case: a store that answers at once compares processor time
alone, and HTTP, the Functions library, the token, the checks and the relay come on top of what the SDK takes, which both have.

## Event to alarm

From the event's time until \`GET /api/me/alarms\` shows it: relay (change feed polled every 250 ms when idle), topic, consumer, container.

| events a second | events | p50 ms | p99 ms |
| --- | --- | --- | --- |
${lags.map((lag) => `| ${lag.perSecond} | ${lag.events} | ${whole(lag.p50Ms)} | ${whole(lag.p99Ms)} |`).join("\n")}

At ten times the load the p50 is ${two((fast?.p50Ms ?? NaN) / (slow?.p50Ms ?? NaN))} times that of one, and the p99 ${two((fast?.p99Ms ?? NaN) / (slow?.p99Ms ?? NaN))} times.

## Start of a project

From \`POST /api/projects/{projectId}/start\` to the last SMS in the outbox, pages of 48, one instance; memory is the highest of the app's process.

| interested customers | ms per SMS | peak MB | memory against the first | sent | doubled |
| --- | --- | --- | --- | --- | --- |
${fanOuts
  .map(
    ({ recipients, perSmsMs, peakMb, sent, doubled }) =>
      `| ${recipients} | ${two(perSmsMs)} | ${whole(peakMb)} | ${two(peakMb / (smallest?.peakMb ?? NaN))} | ${sent} | ${doubled} |`,
  )
  .join("\n")}

A page reads 48 recipients wherever it is in the list, so that neither time nor memory per SMS grows with their number.

${matchingSection(matching)}
## Package

What \`npm run package\` makes, against a bundled app with one empty HTTP function and the same \`@azure/functions\`: cold processes in turn, ms
from the start of the process until the functions are registered, min / median / max:

| | ms | against the empty app |
| --- | --- | --- |
| one empty function | ${spread(start.empty, whole)} | 1 |
| ours, ${start.functions} functions | ${spread(start.ours, whole)} | **${spread(start.ratio, two)}** |
| ours, until all of it is loaded | ${spread(start.whole, whole)} | |

The host is told the functions from a list that the build makes; what they need (SDKs, schemas) is loaded behind that, while the host is still
starting, or with the first request.

${pushSection(push)}
${viewsSection(views)}`;
};

const measureMatching = async (): Promise<MatchingFigures> => {
  const consultations = await measureConsultations();
  console.log(JSON.stringify(consultations, null, 2));
  const replays = await measureReplay();
  console.log(replays);
  const year = await measureYear();
  console.log(year);
  return { consultations, replays, year };
};

await build();
if (process.argv.includes("consultations")) {
  console.log(matchingSection(await measureMatching()));
  process.exit(0);
}
if (process.argv.includes("views")) {
  console.log(viewsSection(await measureViews()));
  process.exit(0);
}
if (process.argv.includes("push")) {
  console.log(pushSection(await measurePush()));
  process.exit(0);
}
const commands: CommandFigures[] = [];
for (const scenario of scenarios) commands.push(await measureCommands(scenario));
console.log(JSON.stringify(commands, null, 2));
const lags = await measureLag();
console.log(lags);
const fanOuts = await measureFanOut();
console.log(fanOuts);
const matching = await measureMatching();
const start = await measurePackage();
console.log(start);
const push = await measurePush();
console.log(push);
const views = await measureViews();
console.log(JSON.stringify(views, null, 2));
const options = await resolveConfig(file);
await writeFile(
  file,
  await format(page(commands, lags, fanOuts, matching, start, push, views), { ...options, filepath: file }),
);
console.log(`Written to ${path.relative(process.cwd(), file)}.`);
process.exit(0);
