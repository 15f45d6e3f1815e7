import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { startConsole } from "../../local/console/server.ts";
import { startIdentity } from "../../local/identity/server.ts";
import type { Endpoints } from "../../local/supervisor/endpoints.ts";

const folderFor = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "ktgg-console-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** A part that answers everything so. */
const partFor = async (t: TestContext, answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A console of a system of which the issuer is real; answers how to write where the parts are. */
const setUp = async (t: TestContext) => {
  const folder = folderFor(t);
  const endpointsFile = join(folder, "endpoints.json");
  const console = await startConsole({ port: 0, endpointsFile });
  t.after(() => console.close());
  const identity = await startIdentity({ port: 0, dataDir: folder });
  t.after(() => identity.close());
  const well = await partFor(t, (_, response) => response.end("{}"));
  const sick = await partFor(t, (_, response) => response.writeHead(503).end("{}"));
  const outbox = await partFor(t, (request, response) =>
    response.end(JSON.stringify({ messages: [], asked: request.url })),
  );
  const endpoints = {
    api: `${well}/api`,
    instances: [`${well}/api`],
    instanceNames: ["functions-host-0"],
    gateway: `${sick}/api`,
    web: well,
    docs: `${well}/api/docs`,
    orchestrations: { base: `${well}/runtime`, code: "a&b" },
    identity: identity.issuer,
    smsOutbox: `${outbox}/outbox`,
    faults: {
      cosmos: `${well}/_faults`,
      serviceBus: "http://127.0.0.1:1/_faults",
      communication: `${well}/_faults`,
      identity: `${identity.issuer}/_faults`,
    },
    pids: {
      supervisor: 1,
      cosmos: 2,
      "service-bus": 3,
      communication: 4,
      identity: 5,
      gateway: 7,
      "functions-host-0": 6,
    },
    restarts: { "functions-host-0": 2 },
  } as unknown as Endpoints;
  return {
    get: (path: string, init: RequestInit = {}) => fetch(`${console.url}${path}`, init),
    write: (more: Partial<Endpoints> = {}) => {
      writeFileSync(endpointsFile, JSON.stringify({ ...endpoints, ...more }));
    },
  };
};

test("the state tells the people, and of each part whether it answers, its process, port and restarts", async (t) => {
  const { get, write } = await setUp(t);
  write();
  const state = (await (await get("/state")).json()) as {
    people: { sub: string }[];
    parts: { name: string; state: string; pid: number | null; restarts: number; port: number | null }[];
    links: { name: string; url: string }[];
  };
  assert.ok(state.people.some(({ sub }) => sub === "salesman-1"));
  const part = (name: string) => state.parts.find((one) => one.name === name);
  assert.deepEqual([part("cosmos")?.state, part("cosmos")?.pid], ["running", 2]);
  assert.deepEqual(part("service-bus"), {
    name: "service-bus",
    state: "down",
    pid: null,
    port: 1,
    restarts: 0,
  });
  assert.deepEqual([part("functions-host-0")?.state, part("functions-host-0")?.restarts], ["running", 2]);
  assert.equal(part("supervisor")?.state, "running");
  assert.equal(part("gateway")?.state, "down", "it answers, but not well");
  assert.match(state.links.find(({ name }) => name === "orchestrations")?.url ?? "", /code=a%26b$/);
});

test("the messages come from the outbox, with the question as it was asked", async (t) => {
  const { get, write } = await setUp(t);
  write();
  const answer = await get("/messages?limit=5&after=x%20y");
  assert.deepEqual(await answer.json(), { messages: [], asked: "/outbox?limit=5&after=x%20y" });
});

test("while the system starts, or when a part is gone, the console says so", async (t) => {
  const { get, write } = await setUp(t);
  assert.equal((await get("/state")).status, 503);
  assert.equal((await get("/messages")).status, 503);
  write({ smsOutbox: "http://127.0.0.1:1/outbox", identity: "http://127.0.0.1:1" });
  assert.equal((await get("/messages")).status, 502);
  const { people } = (await (await get("/state")).json()) as { people: unknown[] };
  assert.deepEqual(people, []);
});

test("the page is served with a strict policy, its scripts without types, and nothing else is", async (t) => {
  const { get } = await setUp(t);
  const page = await get("/");
  assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'; script-src 'self'/);
  assert.doesNotMatch(await page.text(), /<script>|\sstyle=|\son\w+=/);
  const script = await get("/main.ts");
  assert.equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
  const text = await script.text();
  assert.doesNotMatch(text, /: State \| undefined|import type/);
  assert.match(text, /import/);
  for (const path of [
    "/fonts/LICENSE.txt",
    "/fonts/none.css",
    "/server.ts",
    "/../server.ts",
    "/tsconfig.json",
  ])
    assert.equal((await get(path)).status, 404);
  assert.equal((await get("/state", { method: "POST" })).status, 405);
});
