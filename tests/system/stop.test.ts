import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { isAlive } from "../../local/supervisor/alive.ts";
import type { Endpoints } from "../../local/supervisor/endpoints.ts";
import { eventually } from "./eventually.ts";
import { productFor, tempDir } from "./product-for-test.ts";
import { spawnSupervisor } from "./product.ts";

const patience = { timeout: 180_000 };

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
    "console",
    "cosmos",
    "functions-host-0",
    "functions-host-1",
    "gateway",
    "identity",
    "service-bus",
    "web",
  ]);
  for (const part of parts) {
    await product.kill(part);
    assert.match(product.said(), new RegExp(`${part} died \\(SIGKILL\\) and is started again`));
  }
  const again = JSON.parse(readFileSync(join(product.dataDir, "endpoints.json"), "utf8")) as Endpoints;
  const once = Object.fromEntries(parts.map((part) => [part, 1]));
  assert.deepEqual({ ...again, pids: {} }, { ...product.endpoints, pids: {}, restarts: once });
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
        GATEWAY_PORT: portOf(product.endpoints.gateway),
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
