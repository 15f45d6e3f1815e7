import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { smokeTest } from "./smoke/checks.ts";
import { watchHealth } from "./smoke/watch.ts";

const usage = `Usage: npm run smoke -- BASE_URL [--wait SECONDS] [--watch SECONDS]

Looks whether a deployed API does what every release must: health, documents, a refusal without a token, and with
SMOKE_TOKEN a read. BASE_URL is that of the API as callers know it, such as https://ktgg-api.azure-api.net/api.

  --wait SECONDS   try again so long until it does (0)
  --watch SECONDS  then look at its health so long (0): three failures in a row end it

Exit code 1: it does not.`;

const everyMs = 5000;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { wait: { type: "string", default: "0" }, watch: { type: "string", default: "0" } },
  });
  const [base] = positionals;
  const [wait, watch] = [Number(values.wait), Number(values.watch)];
  if (base === undefined || positionals.length > 1 || !(wait >= 0) || !(watch >= 0)) throw new Error(usage);
  const api = { base: base.replace(/\/$/, ""), token: process.env["SMOKE_TOKEN"] || undefined };
  const deadline = performance.now() + wait * 1000;
  for (;;) {
    const checks = await smokeTest(api);
    const failed = checks.filter(({ failure }) => failure !== undefined);
    if (failed.length > 0 && performance.now() < deadline) {
      await sleep(Math.min(everyMs, Math.max(0, deadline - performance.now())));
      continue;
    }
    for (const { what, failure } of checks)
      console.log(failure === undefined ? `ok      ${what}` : `FAILED  ${what}: ${failure}`);
    if (failed.length > 0) throw new Error(`${failed.length} of ${checks.length} checks failed.`);
    break;
  }
  if (watch > 0) {
    await watchHealth(api.base, { forMs: watch * 1000, everyMs });
    console.log(`ok      healthy for ${watch} seconds`);
  }
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
