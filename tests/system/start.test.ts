import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import { requireBuild } from "../../local/supervisor/app-build.ts";
import { isAlive } from "../../local/supervisor/alive.ts";
import type { Endpoints } from "../../local/supervisor/endpoints.ts";
import { eventually } from "./eventually.ts";
import { spawnSupervisor, startProduct } from "./product.ts";
import type { Product, ProductOptions } from "./product.ts";

const patience = { timeout: 180_000 };

const tempDir = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "ktgg-start-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

const productFor = async (t: TestContext, options: ProductOptions = {}): Promise<Product> => {
  const product = await startProduct(options);
  t.after(() => product.stop());
  return product;
};

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
    for (const place of [product.api, product.endpoints.docs, product.endpoints.identity])
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

test("an app that is not built is refused with the way to build it", (t) => {
  const appDir = tempDir(t);
  writeFileSync(join(appDir, "package.json"), '{"main":"dist/main.mjs"}');
  assert.throws(() => {
    requireBuild(appDir);
  }, /dist\/main\.mjs is missing.*npm run build/);
  mkdirSync(join(appDir, "dist"));
  writeFileSync(join(appDir, "dist/main.mjs"), "");
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

test(
  "a stop ends every process within seconds, with exit code 0 and without endpoints.json",
  patience,
  async (t) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      const dataDir = tempDir(t);
      const product = await productFor(t, { dataDir });
      const { pids } = product.endpoints;
      const stopping = performance.now();
      assert.equal(await product.stop(signal), 0, signal);
      t.diagnostic(`${signal}: ${Math.round(performance.now() - stopping)} ms`);
      assert.deepEqual(Object.values(pids).filter(isAlive), []);
      assert.ok(!existsSync(join(dataDir, "endpoints.json")));
    }
  },
);

test("a stop does not wait for an app that hangs", patience, async (t) => {
  const product = await productFor(t);
  const host = product.endpoints.pids["functions-host-0"] ?? 0;
  process.kill(host, "SIGSTOP");
  t.after(() => isAlive(host) && process.kill(host, "SIGKILL"));
  const stopping = performance.now();
  assert.equal(await product.stop(), 0);
  t.diagnostic(`${Math.round(performance.now() - stopping)} ms`);
  assert.ok(performance.now() - stopping < 10_000);
  assert.equal(isAlive(host), false);
  assert.match(product.said(), /functions-host-0 did not stop within/);
});

test("a stop in the middle of a start leaves no process behind and is no error", patience, async (t) => {
  const dataDir = tempDir(t);
  const { supervisor, said } = spawnSupervisor(dataDir);
  t.after(() => supervisor.kill("SIGKILL"));
  const servers = ["cosmos", "service-bus", "communication", "identity"];
  const pids = await eventually(() =>
    servers.map((part) => {
      const log = readFileSync(join(dataDir, `logs/${part}.log`), "utf8");
      const pid = Number(/process (\d+) is started/.exec(log)?.[1]);
      assert.ok(pid > 0, `${part} is being started`);
      return pid;
    }),
  );
  const closed = once(supervisor, "close", { signal: AbortSignal.timeout(60_000) });
  supervisor.kill("SIGINT");
  await closed;
  assert.equal(supervisor.exitCode, 0);
  assert.equal(said(), "");
  assert.deepEqual(pids.filter(isAlive), []);
});

test("every part that is killed comes back on its ports with its data", patience, async (t) => {
  const product = await productFor(t, { instances: 2 });
  const token = await product.token("staff-1", ["Staff"]);
  const body = { projectname: "청년창업", year: 2027 };
  assert.equal((await product.request("POST", "/projects", { token, body })).status, 201);

  const parts = Object.keys(product.endpoints.pids).filter((part) => part !== "supervisor");
  assert.deepEqual(parts.sort(), [
    "communication",
    "cosmos",
    "functions-host-0",
    "functions-host-1",
    "identity",
    "service-bus",
  ]);
  for (const part of parts) {
    await product.kill(part);
    assert.match(product.said(), new RegExp(`${part} died \\(SIGKILL\\) and is started again`));
  }
  const again = JSON.parse(readFileSync(join(product.dataDir, "endpoints.json"), "utf8")) as Endpoints;
  assert.deepEqual({ ...again, pids: {} }, { ...product.endpoints, pids: {} });
  await eventually(async () => {
    for (const api of product.endpoints.instances) {
      const { status, body: list } = await product.request("GET", `${api}/projects`, { token });
      assert.equal(status, 200);
      assert.equal((list as { items: unknown[] }).items.length, 1);
    }
  });
});

test(
  "when the supervisor is killed its parts stop, and the next start takes over the same ports",
  patience,
  async (t) => {
    const dataDir = tempDir(t);
    const product = await productFor(t, { dataDir });
    const { supervisor = 0, ...parts } = product.endpoints.pids;
    const slow = parts["communication"] ?? 0;
    // One part takes its time to stop, and holds its port and its data meanwhile.
    process.kill(slow, "SIGSTOP");
    t.after(() => isAlive(slow) && process.kill(slow, "SIGKILL"));
    process.kill(supervisor, "SIGKILL");
    const portOf = (url: string): string => new URL(url).port;
    const starting = productFor(t, {
      dataDir,
      env: {
        API_PORT: portOf(product.api),
        COSMOS_PORT: portOf(product.endpoints.cosmos.endpoint),
        IDENTITY_PORT: portOf(product.endpoints.identity),
        COMMUNICATION_PORT: portOf(product.endpoints.smsOutbox),
      },
    });
    await eventually(() => {
      assert.notEqual(readFileSync(join(dataDir, "lock.pid"), "utf8"), String(supervisor));
    });
    process.kill(slow, "SIGCONT");
    const next = await starting;
    assert.equal(next.api, product.api);
    assert.deepEqual(Object.values(parts).filter(isAlive), []);
  },
);
