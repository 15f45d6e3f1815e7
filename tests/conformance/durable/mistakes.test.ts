import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { manualClock } from "../../../local/durable/clock.ts";
import { startApp } from "./started-app.ts";

const clock = manualClock(Date.UTC(2026, 0, 5));
const app = await startApp({ clock });
const hub = app.host.durable?.hub;
assert.ok(hub);

const failure = async (name: string, input?: unknown): Promise<string> => {
  const { runtimeStatus, output } = await app.ended(await app.start(name, input));
  assert.equal(runtimeStatus, "Failed");
  return String(output);
};

test("a task that was scheduled before may not go into another Task.any: Azure would mix up results", async () => {
  assert.match(await failure("reusesTask"), /yielded the task createTimer\(.*\) a second time/);
});

test("an orchestrator that asks for something else in a replay is found out", async () => {
  const text = await failure("changesItsMind");
  assert.match(
    text,
    /Non-Deterministic workflow detected: as its action 0 .*CallActivity "echo".*CallActivity "nothing"/,
  );
});

test("an orchestrator that asks for less in a replay is found out", async () => {
  assert.match(
    await failure("forgets"),
    /CallActivity "echo" in an earlier turn, but for nothing in this replay/,
  );
});

test("an orchestrator that yields no task fails with durable-functions' own words", async () => {
  assert.match(await failure("yieldsPlainValue"), /Only Task types can be yielded/);
});

test("callHttp with a token source is refused by name", async () => {
  assert.match(await failure("callsWithToken"), /callHttp with a tokenSource is not had by local\/durable/);
});

const requests: { method: string | undefined; url: string | undefined; body: string }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    requests.push({ method: request.method, url: request.url, body: Buffer.concat(chunks).toString("utf8") });
    const polls = requests.filter(({ url }) => url === "/status").length;
    if (request.url === "/plain") response.end("pong");
    else if (request.url === "/status" && polls > 1) response.end("finished");
    else response.writeHead(202, { location: "/status", "retry-after": "60" }).end();
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.close();
  server.closeAllConnections();
});
const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test("callHttp does the request and gives status and content", async () => {
  const input = { method: "POST", url: `${at}/plain`, body: { ping: 1 } };
  assert.deepEqual(await app.run("callsHttp", input), { status: 200, content: "pong", after: "after" });
  assert.deepEqual(requests[0], { method: "POST", url: "/plain", body: '{"ping":1}' });
});

test("callHttp asks again after a 202, where and when the answer says", async () => {
  const id = await app.start("callsHttp", { method: "POST", url: `${at}/job`, body: "x" });
  await hub.idle();
  for (let round = 0; round < 2; round += 1) {
    clock.advanceTo(clock.now() + 60_000);
    await hub.idle();
  }
  assert.deepEqual((await app.ended(id)).output, { status: 200, content: "finished", after: "after" });
  assert.deepEqual(
    requests.slice(1).map(({ method, url }) => `${method ?? ""} ${url ?? ""}`),
    ["POST /job", "GET /status", "GET /status"],
  );
});

test("a request of callHttp that finds nobody is thrown into the orchestrator", async () => {
  const text = await failure("callsHttp", { method: "GET", url: "http://127.0.0.1:1/" });
  assert.match(text, /The request GET http:\/\/127\.0\.0\.1:1\/ failed/);
});
