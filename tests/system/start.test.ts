import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import test from "node:test";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import { requireBuild } from "../../local/supervisor/app-build.ts";
import { eventually } from "./eventually.ts";
import { productFor, tempDir } from "./product-for-test.ts";
import { spawnSupervisor } from "./product.ts";
import type { Product } from "./product.ts";

const patience = { timeout: 180_000 };

/** Starts a supervisor that is expected to give up; answers what it said. */
const refusal = async (
  t: TestContext,
  dataDir: string,
  { args, env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<{ exitCode: number | null; said: string }> => {
  const { supervisor, said } = spawnSupervisor(dataDir, { env, ...(args && { args }) });
  t.after(() => supervisor.kill("SIGKILL"));
  await once(supervisor, "close", { signal: AbortSignal.timeout(60_000) });
  return { exitCode: supervisor.exitCode, said: said() };
};

const projectnames = async (product: Product): Promise<string[]> => {
  const token = await product.token("staff-1", ["Staff"]);
  const { body } = await product.request("GET", "/projects?limit=100", { token });
  return (body as { items: { projectname: string }[] }).items.map(({ projectname }) => projectname);
};

test(
  "a start loads the demo, says where everything is, and its three commands work as they stand",
  patience,
  async (t) => {
    const product = await productFor(t, { demo: true });
    const said = product.said();
    for (const place of [
      product.api,
      product.endpoints.web,
      product.endpoints.docs,
      product.endpoints.identity,
    ])
      assert.ok(said.includes(place));
    assert.equal((await projectnames(product)).length, 4);

    const commands = [...said.matchAll(/^ {2}# \d\. .*\n {2}(.+)$/gm)].map(([, line]) => line ?? "");
    assert.equal(commands.length, 3);
    const [getToken = "", start = "", outbox = ""] = commands;
    const run = async (script: string): Promise<string> =>
      (await promisify(execFile)("bash", ["-ec", script], { timeout: 30_000 })).stdout;
    const started = JSON.parse(await run(`${getToken}\n${start}`)) as { status: string };
    assert.equal(started.status, "started");
    await eventually(async () => {
      const { messages } = JSON.parse(await run(outbox)) as { messages: unknown[] };
      assert.equal(messages.length, 4, "each interested demo customer is told");
    });
  },
);

test(
  "a second start on the same data is refused, names the process that has it, and harms nothing",
  patience,
  async (t) => {
    const product = await productFor(t);
    const { exitCode, said } = await refusal(t, product.dataDir);
    assert.equal(exitCode, 1);
    assert.match(
      said,
      new RegExp(`already runs .*process ${product.endpoints.pids["supervisor"] ?? ""}.*KTGG_DATA`),
    );
    assert.equal((await product.request("GET", "/health/live")).status, 200);
    assert.ok(existsSync(join(product.dataDir, "endpoints.json")));
  },
);

test("a taken port is refused with the variable that changes it", patience, async (t) => {
  const squatter = createServer().listen(0, "127.0.0.1");
  t.after(() => squatter.close());
  await once(squatter, "listening");
  const taken = String((squatter.address() as AddressInfo).port);
  for (const variable of ["API_PORT", "SERVICEBUS_ADMIN_PORT"]) {
    const { exitCode, said } = await refusal(t, tempDir(t), { env: { [variable]: taken } });
    assert.equal(exitCode, 1);
    assert.match(said, new RegExp(`Port ${taken} .* is taken.*${variable}`));
  }
  const twice = await refusal(t, tempDir(t), { env: { COSMOS_PORT: "39871", IDENTITY_PORT: "39871" } });
  assert.match(twice.said, /both want port 39871; set IDENTITY_PORT/);
});

test("an app or pages that are not built are refused with the way to build them", (t) => {
  const appDir = tempDir(t);
  writeFileSync(join(appDir, "package.json"), '{"main":"dist/main.mjs"}');
  const refused = (file: RegExp): void => {
    assert.throws(() => {
      requireBuild(appDir);
    }, file);
  };
  refused(/dist\/main\.mjs is missing.*npm run build/);
  mkdirSync(join(appDir, "dist/web"), { recursive: true });
  writeFileSync(join(appDir, "dist/main.mjs"), "");
  refused(/dist\/web\/index\.html is missing.*npm run build/);
  writeFileSync(join(appDir, "dist/web/index.html"), "");
  requireBuild(appDir);
});

test("a context alone starts, without the demo and the commands that need others", patience, async (t) => {
  const product = await productFor(t, { contexts: ["notification"], demo: true });
  assert.match(product.said(), /SMS outbox +http/);
  assert.doesNotMatch(product.said(), /Try it/);
  const token = await product.token("staff-1", ["Staff"]);
  assert.equal((await product.request("GET", "/projects", { token })).status, 404);
});

test("arguments and variables that make no sense are refused with the usage", patience, async (t) => {
  for (const { args, env, words } of [
    { args: ["--instances", "0"], words: /--instances must be .*"0"/ },
    { args: ["--instances", "two"], words: /--instances must be .*"two"/ },
    { args: ["--frsh"], words: /--frsh/ },
    { args: [], env: { API_PORT: "http" }, words: /API_PORT must be a port number .*"http"/ },
  ]) {
    const { exitCode, said } = await refusal(t, tempDir(t), { args, ...(env && { env }) });
    assert.equal(exitCode, 1);
    assert.match(said, words);
    assert.match(said, /Usage: npm start/);
  }
});

test("data outlives a stop, and --fresh begins anew", patience, async (t) => {
  const dataDir = tempDir(t);
  const token = (product: Product) => product.token("staff-1", ["Staff"]);
  const first = await productFor(t, { dataDir });
  const created = await first.request("POST", "/projects", {
    token: await token(first),
    body: { projectname: "청년창업", year: 2027 },
  });
  assert.equal(created.status, 201);
  assert.equal(await first.stop(), 0);

  const second = await productFor(t, { dataDir, demo: true });
  assert.deepEqual(await projectnames(second), ["청년창업"], "the demo is loaded on the first run alone");
  await second.stop();

  const third = await productFor(t, { dataDir, args: ["--no-build", "--fresh"] });
  assert.deepEqual(await projectnames(third), []);
});
