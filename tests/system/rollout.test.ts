import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { isAlive } from "../../local/supervisor/alive.ts";
import { controlOf } from "../../local/supervisor/control.ts";
import { makeBuilds } from "../../tools/rollout/builds.ts";
import type { Builds } from "../../tools/rollout/builds.ts";
import { rollOut, runningBuilds } from "../../tools/rollout/control-client.ts";
import { proveRollout } from "../../tools/rollout/proof.ts";
import { eventually } from "./eventually.ts";
import { startProduct } from "./product.ts";
import type { Product } from "./product.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "ktgg-rollout-test-"));
const dataDir = join(folder, "data");
let builds: Builds;
let product: Product;

before(async () => {
  builds = await makeBuilds(folder);
  product = await startProduct({ instances: 2, dataDir });
});
after(async () => {
  await product.stop();
  rmSync(folder, { recursive: true });
});

const hosts = (from: Product): string[] =>
  Object.keys(from.now().pids).filter((part) => part.startsWith("functions-host-"));

/** `npm run rollout`: its exit code and what it said. */
const command = async (...args: string[]): Promise<{ exitCode: number; said: string }> => {
  const options = { env: { ...process.env, KTGG_DATA: dataDir }, timeout: 120_000 };
  const node = ["--disable-warning=ExperimentalWarning", join(root, "tools/rollout.ts"), ...args];
  const run = promisify(execFile)(process.execPath, node, options);
  return run.then(
    ({ stdout, stderr }) => ({ exitCode: 0, said: stdout + stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { exitCode: code, said: stdout + stderr };
    },
  );
};

test("under load a good build replaces both instances and a broken one none: nothing fails, is lost, or is done twice", async (t) => {
  const proof = await proveRollout(product, builds, { quietMs: 1500, brokenReadyMs: 3000 });
  const [, good, , broken] = proof.stretches;
  assert.equal(good?.outcome?.outcome, "done");
  assert.equal(broken?.outcome?.outcome, "rolled back");
  assert.match(broken.outcome.reason ?? "", /health\/ready does not answer: 503/);
  for (const { name, samples } of proof.stretches) {
    assert.ok(samples.length > 0, name);
    const failures = samples.flatMap(({ what, failure }) =>
      failure === undefined ? [] : `${what}: ${failure}`,
    );
    assert.deepEqual(failures, [], name);
  }
  const { accepted, effects, stream } = proof;
  assert.deepEqual(stream.failures, [], "an open page's stream ends, and never breaks off");
  assert.ok(stream.connections > 1, "and the page came back to another instance");
  for (const [what, list] of Object.entries(accepted)) assert.ok(list.length > 0, what);
  assert.deepEqual([effects.lost, effects.doubled], [[], []]);
  t.diagnostic(`${effects.expected} effects of ${accepted.consultations.length} consultations and more`);

  assert.deepEqual(
    (await runningBuilds(dataDir)).map(({ appDir }) => appDir),
    [builds.good, builds.good],
  );
  assert.equal(hosts(product).length, 2, "nobody is left over");
  const { api, instances } = product.now();
  assert.equal(instances.length, 2);
  assert.equal(
    (await product.request("GET", `${api}/health/live`)).status,
    200,
    "endpoints.json tells the new",
  );
});

test("the command ends with exit code 1 and the reason when it rolled back, and what serves is as before", async () => {
  const serving = await runningBuilds(dataDir);
  const { exitCode, said } = await command("--from", builds.broken, "--ready-within", "1");
  assert.equal(exitCode, 1);
  assert.match(said, /Rolled back: the former build serves, as before\. .*health\/ready/);
  assert.deepEqual(await runningBuilds(dataDir), serving);
});

test("a build that is none, a second rollout at once, and a stranger are refused", async () => {
  const { exitCode, said } = await command("--from", join(folder, "nowhere"));
  assert.equal(exitCode, 1);
  assert.match(said, /nowhere is no built app: package\.json is missing/);

  const first = rollOut(dataDir, { appDir: builds.broken, readyMs: 1000 }, () => undefined);
  const second = await rollOut(dataDir, { appDir: builds.good }, () => undefined);
  assert.deepEqual(
    [second.outcome, /Another rollout is under way/.test(second.reason ?? "")],
    ["failed", true],
  );
  assert.equal((await first).outcome, "rolled back");

  const { url } = controlOf(dataDir);
  for (const authorization of ["", "Bearer guess"]) {
    const answer = await fetch(`${url}/rollouts`, { method: "POST", headers: { authorization }, body: "{}" });
    assert.equal(answer.status, 401);
  }
  assert.equal(statSync(join(dataDir, "control.json")).mode & 0o077, 0, "only its owner reads the token");
});

test("when the supervisor dies in the middle of a rollout the next start mends everything", async () => {
  const { pids } = product.endpoints;
  const supervisor = pids["supervisor"] ?? assert.fail();
  const rollout = rollOut(dataDir, { appDir: builds.good }, () => process.kill(supervisor, "SIGKILL")).catch(
    String,
  );
  await rollout;
  const left = Object.values(product.now().pids);
  assert.ok(left.length > 0);
  await product.stop();
  product = await startProduct({ instances: 2, dataDir });
  assert.deepEqual(left.filter(isAlive), []);
  assert.equal(hosts(product).length, 2);
  assert.deepEqual(
    (await runningBuilds(dataDir)).map(({ appDir }) => appDir),
    [root, root],
  );
  const token = await product.token("rollout-staff", ["Staff"]);
  const body = { projectname: "다시 시작", year: 2027 };
  const created = await product.request("POST", `${product.endpoints.gateway}/projects`, { token, body });
  assert.equal(created.status, 201);
  await eventually(async () => {
    const reader = await product.token("rollout-salesman-1", ["Salesman"]);
    const { body: alarms } = await product.request("GET", "/me/alarms?limit=1", { token: reader });
    const { projectId } = created.body as { projectId: string };
    assert.equal((alarms as { items: { subject: string }[] }).items[0]?.subject, projectId);
  });
  assert.ok(!existsSync(join(dataDir, "releases")));
});
