import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startProduct } from "../tests/system/product.ts";
import { build } from "./build.ts";
import { makeBuilds } from "./rollout/builds.ts";
import { proveRollout } from "./rollout/proof.ts";
import { isClean, reportOf } from "./rollout/report.ts";

// npm run rollout-proof: a system of its own with two instances is replaced under load, by a good build and by one that is
// never ready; the figures go to docs/operations/rollout.md. Exit code 1 when a request failed, or an effect is not as it should be.
const file = path.resolve(import.meta.dirname, "../docs/operations/rollout.md");

const folder = await mkdtemp(path.join(tmpdir(), "ktgg-rollout-"));
await build();
const builds = await makeBuilds(folder);
const product = await startProduct({ instances: 2 });
try {
  const proof = await proveRollout(product, builds, {
    quietMs: 20_000,
    brokenReadyMs: 10_000,
    tell: (line) => {
      console.log(line);
    },
  });
  const report = await reportOf(proof);
  await writeFile(file, report);
  console.log(report);
  if (!isClean(proof)) process.exitCode = 1;
} finally {
  await product.stop();
  await rm(folder, { recursive: true });
}
