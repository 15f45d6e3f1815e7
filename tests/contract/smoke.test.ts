import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { smokeTest } from "../../tools/smoke/checks.ts";
import { watchHealth } from "../../tools/smoke/watch.ts";

type Answer = { status: number; type?: string; body?: string };

const healthy = (): Record<string, Answer> => ({
  "/health/live": { status: 200 },
  "/health/ready": { status: 200 },
  "/openapi.json": {
    status: 200,
    body: JSON.stringify({
      paths: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`/${index}`, {}])),
    }),
  },
  "/docs": { status: 200, type: "text/html" },
  "/projects": { status: 401, type: "application/problem+json" },
  "/projects?limit=1": { status: 200, body: '{"items":[]}' },
});

const serve = async (t: TestContext, answers: Record<string, Answer>): Promise<string> => {
  const server = createServer((request, response: ServerResponse) => {
    const { status, type = "application/json", body = "{}" } = answers[request.url ?? ""] ?? { status: 404 };
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test("an API that does all passes the smoke test, with a token and without", async (t) => {
  const base = await serve(t, healthy());
  for (const token of [undefined, "token"]) {
    assert.deepEqual(
      (await smokeTest({ base, token })).filter(({ failure }) => failure !== undefined),
      [],
    );
  }
});

for (const [path, answer] of [
  ["/health/live", { status: 500 }],
  ["/health/ready", { status: 503 }],
  ["/openapi.json", { status: 200, body: '{"paths":{"/docs":{}}}' }],
  ["/docs", { status: 200, type: "text/plain" }],
  ["/projects", { status: 401, type: "text/plain" }],
  ["/projects", { status: 200 }],
  ["/projects?limit=1", { status: 403 }],
  ["/projects?limit=1", { status: 200, body: "{}" }],
] as [string, Answer][]) {
  test(`the smoke test finds that ${path} answers ${JSON.stringify(answer)}`, async (t) => {
    const base = await serve(t, { ...healthy(), [path]: answer });
    const failed = (await smokeTest({ base, token: "token" })).filter(({ failure }) => failure !== undefined);
    assert.equal(failed.length, 1);
  });
}

test("the health watch bears two failures in a row, and not three", async (t) => {
  const watched = async (failing: readonly number[]): Promise<unknown> => {
    let looks = 0;
    const server = createServer((_request, response) => {
      response.writeHead(failing.includes(++looks) ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return watchHealth(base, { forMs: 1000, everyMs: 20 }).catch((error: unknown) => error);
  };
  assert.equal(await watched([2, 3, 5, 6]), undefined);
  assert.match(String(await watched([2, 3, 4])), /look 4, 3 times in a row/);
});
