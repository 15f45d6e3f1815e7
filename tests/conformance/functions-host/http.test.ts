import assert from "node:assert/strict";
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { after, test, type TestContext } from "node:test";
import { startHostProcess, type HostProcess, type HostProcessOptions } from "./host-process.ts";
import { startRecorder, type Recorder, type Verdict } from "./recorder.ts";
import { teardown, type Scope } from "./teardown.ts";
import { until } from "./until.ts";

const unlocked = { FUNCTIONS_HOST_FUNCTION_KEY: "f-key", FUNCTIONS_HOST_ADMIN_KEY: "a-key" };

type Bench = { host: HostProcess; recorder: Recorder };

const setUp = async (
  t: Scope,
  stream: boolean,
  options: Partial<HostProcessOptions> = {},
): Promise<Bench> => {
  const recorder = await startRecorder(t);
  const settings = { ...unlocked, STREAM: String(stream), RECORDER_URL: recorder.url, ...options.settings };
  return { recorder, host: await startHostProcess(t, { fixture: "http", ...options, settings }) };
};

// Starting a host takes longer than most tests: those that need nothing special share one for each mode.
const fileEnd: (() => Promise<void>)[] = [];
const file: Scope = { after: (step) => fileEnd.push(step) };
after(async () => {
  for (const step of fileEnd) await step();
});
const shared = new Map<boolean, Promise<Bench>>();
const sharedHost = (stream: boolean): Promise<Bench> => {
  const known = shared.get(stream) ?? setUp(file, stream);
  shared.set(stream, known);
  return known;
};

const json = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;

for (const stream of [false, true]) {
  const how = stream ? "streamed" : "buffered";

  test(`${how}: routes are matched by precedence, constraints, optional parts and catch-all`, async () => {
    const { host } = await sharedHost(stream);
    const cases: [path: string, name: string, params: Record<string, string>][] = [
      ["things/new", "literal", {}],
      ["THINGS/New", "literal", {}],
      ["things/42", "integer", { id: "42" }],
      ["things/x%20y", "parameter", { id: "x y" }],
      ["things/1/parts/abc", "nested", { id: "1", part: "abc" }],
      ["things/1/parts/abcde", "rest", { path: "things/1/parts/abcde" }],
      ["maybe", "optional", {}],
      ["maybe/7", "optional", { id: "7" }],
      ["otherwise", "otherwise", { id: "none" }],
      ["files/report.pdf", "file", { name: "report", extension: "pdf" }],
      ["anything/at/all", "rest", { path: "anything/at/all" }],
      ["things/new?query=1", "literal", {}],
    ];
    for (const [path, name, params] of cases) {
      const response = await fetch(`${host.url}/api/${path}`);
      assert.deepEqual([path, await json(response)], [path, { name, params }]);
    }
    assert.equal(await (await fetch(`${host.url}/api/named`)).text(), "by its name");
  });

  test(`${how}: a path or method that no function has is a 404 with no body`, async (t) => {
    const { host } = await setUp(t, stream, { functions: ["literal", "headed", "bytes"] });
    for (const [method, path] of [
      ["GET", "/api/absent"],
      ["POST", "/api/things/new"],
      ["HEAD", "/api/things/new"],
      ["OPTIONS", "/api/things/new"],
      ["GET", "/things/new"],
    ] as const) {
      const response = await fetch(`${host.url}${path}`, { method });
      assert.deepEqual([method, path, response.status, await response.text()], [method, path, 404, ""]);
    }
    assert.equal((await fetch(`${host.url}/api/headed`, { method: "HEAD" })).status, 200);
    assert.equal((await fetch(`${host.url}/api/headed`, { method: "OPTIONS" })).status, 200);
  });

  test(`${how}: the function sees method, URL, query, headers, parameters and body, and answers with its own`, async () => {
    const { host } = await sharedHost(stream);
    const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`;
    const response = await fetch(`${host.url}/api/echo/%ED%95%9C?a=1&b=%26`, {
      method: "PUT",
      headers: { "x-question": "why", traceparent },
      body: "본문",
    });
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("x-answer"), "yes");
    const { invocationId, trace, ...rest } = await json(response);
    assert.deepEqual(rest, {
      method: "PUT",
      url: `${host.url}/api/echo/%ED%95%9C?a=1&b=%26`,
      query: { a: "1", b: "&" },
      header: "why",
      params: { id: "한" },
      text: "본문",
    });
    assert.match(String(invocationId), /^[0-9a-f-]{36}$/);
    assert.match(String(trace), /^00-1{32}-(?!2{16})[0-9a-f]{16}-01$/);
  });

  test(`${how}: bytes come back as they were sent`, async () => {
    const { host } = await sharedHost(stream);
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
    const response = await fetch(`${host.url}/api/bytes`, { method: "POST", body: bytes });
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  });

  test(`${how}: a handler that throws is a 500 with no body, logged with its stack`, async () => {
    const { host } = await sharedHost(stream);
    const response = await fetch(`${host.url}/api/throws`);
    assert.deepEqual([response.status, await response.text()], [500, ""]);
    const line = await until("it is logged", () =>
      host.lines.find((text) => text.includes("thrown on purpose")),
    );
    assert.match(line, /error \[Function\.throws [0-9a-f-]{36}\].*functions\.js/);
  });

  test(`${how}: a handler that returns nothing is a 204`, async () => {
    const { host } = await sharedHost(stream);
    assert.equal((await fetch(`${host.url}/api/nothing`)).status, 204);
  });

  test(`${how}: cookies are written with their attributes`, async () => {
    const { host } = await sharedHost(stream);
    const [a = "", b = ""] = (await fetch(`${host.url}/api/cookies`)).headers.getSetCookie();
    assert.match(a, /^a=1%202;/);
    for (const part of ["Path=/x", "HttpOnly", "SameSite=Strict"]) assert.ok(a.includes(part), a);
    for (const part of ["Max-Age=60", "Secure"]) assert.ok(b.includes(part), b);
  });

  test(`${how}: a body above the limit is a 413, declared or not`, async (t) => {
    const { host } = await setUp(t, stream, {
      functions: ["bytes"],
      settings: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1000" },
    });
    const url = `${host.url}/api/bytes`;
    assert.equal((await fetch(url, { method: "POST", body: "x".repeat(1000) })).status, 200);
    assert.equal((await fetch(url, { method: "POST", body: "x".repeat(1001) })).status, 413);
    const chunked = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let index = 0; index < 4; index += 1) controller.enqueue(Buffer.alloc(400, "x"));
        controller.close();
      },
    });
    const response = await fetch(url, { method: "POST", body: chunked, duplex: "half" });
    assert.equal(response.status, 413);
  });

  test(`${how}: functionTimeout ends an invocation with a 500`, async (t) => {
    const { host } = await setUp(t, stream, {
      functions: ["sleeps"],
      hostJson: { functionTimeout: "00:00:01" },
    });
    assert.equal((await fetch(`${host.url}/api/sleeps`)).status, 500);
    assert.ok(host.lines.some((line) => line.includes("FunctionTimeout")));
  });

  test(`${how}: maxConcurrentRequests makes requests wait, maxOutstandingRequests refuses them with 429`, async (t) => {
    const { host, recorder } = await setUp(t, stream, {
      functions: ["slow"],
      hostJson: {
        "extensions.http.maxConcurrentRequests": "1",
        "extensions.http.maxOutstandingRequests": "2",
      },
    });
    const held: ((verdict: Verdict) => void)[] = [];
    recorder.answer = () => new Promise((resolve) => held.push(resolve));
    const first = fetch(`${host.url}/api/slow`);
    await until("the first runs", () => held.length === 1);
    const second = fetch(`${host.url}/api/slow`);
    const third = await until("one is refused", async () => {
      const response = await fetch(`${host.url}/api/slow`);
      return response.status === 429 && response;
    });
    assert.equal(third.status, 429);
    assert.equal(held.length, 1);
    held[0]?.("ok");
    assert.equal((await first).status, 200);
    await until("the second runs", () => held.length === 2);
    held[1]?.("ok");
    assert.equal((await second).status, 200);
  });

  test(`${how}: a stop lets the request under way end`, async (t) => {
    const { host, recorder } = await setUp(t, stream, { functions: ["slow"] });
    let release: ((verdict: Verdict) => void) | undefined;
    recorder.answer = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const answer = fetch(`${host.url}/api/slow`);
    await until("it runs", () => release);
    const stopped = host.stop();
    await until(
      "new connections are refused",
      async () => (await fetch(host.url).catch(() => "refused")) === "refused",
    );
    release?.("ok");
    assert.equal(await (await answer).text(), "done");
    assert.equal((await stopped).code, 0);
  });
}

type Upload = { outgoing: ClientRequest; answer: Promise<IncomingMessage> };

const upload = (t: TestContext, url: string): Upload => {
  const agent = new Agent();
  teardown(t, () => {
    agent.destroy();
  });
  const outgoing = httpRequest(url, { method: "POST", agent });
  outgoing.flushHeaders();
  const answer = once(outgoing, "response").then(([response]) => response as IncomingMessage);
  // A test that cuts the connection has no answer to wait for.
  answer.catch(() => undefined);
  outgoing.on("error", () => undefined);
  return { outgoing, answer };
};

const nextChunk = async (answer: IncomingMessage): Promise<string> => {
  const [chunk] = (await once(answer, "data")) as [Buffer];
  return chunk.toString("utf8");
};

test("streamed: both bodies flow while the function runs", async (t) => {
  const { host } = await sharedHost(true);
  const { outgoing, answer } = upload(t, `${host.url}/api/mirror`);
  outgoing.write("one");
  const response = await answer;
  assert.equal(await nextChunk(response), "one");
  outgoing.write("two");
  assert.equal(await nextChunk(response), "two");
  outgoing.end();
  await once(response.resume(), "end");
});

test("streamed: a function that does not read holds the sender back", async (t) => {
  const { host, recorder } = await setUp(t, true, { functions: ["sink"] });
  let release: ((verdict: Verdict) => void) | undefined;
  recorder.answer = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  const { outgoing, answer } = upload(t, `${host.url}/api/sink`);
  const chunk = Buffer.alloc(256 * 1024);
  const total = 64 * 1024 * 1024;
  let sent = 0;
  const drained = async (ms: number): Promise<boolean> => {
    const waiting = new AbortController();
    const timer = setTimeout(() => {
      waiting.abort();
    }, ms);
    const result = await once(outgoing, "drain", { signal: waiting.signal }).then(
      () => true,
      () => false,
    );
    clearTimeout(timer);
    return result;
  };
  while (sent < total) {
    sent += chunk.length;
    if (!outgoing.write(chunk) && !(await drained(1500))) break;
  }
  assert.ok(sent < total / 2, `${sent} bytes were taken without being read`);
  await until("the function runs", () => release);
  release?.("ok");
  while (sent < total) {
    sent += chunk.length;
    if (!outgoing.write(chunk)) await once(outgoing, "drain");
  }
  outgoing.end();
  assert.deepEqual(JSON.parse(await nextChunk(await answer)), { size: sent });
});

test("streamed: a client that goes away cuts the function's request", async (t) => {
  const { host, recorder } = await setUp(t, true, { functions: ["aborted"] });
  const { outgoing } = upload(t, `${host.url}/api/aborted`);
  outgoing.write("part");
  await until("it runs", () => recorder.told.find(({ name }) => name === "began"));
  outgoing.destroy();
  await until("the handler has seen it", () => recorder.told.find(({ name }) => name === "cut"));
});

test("streamed: an answer that breaks in the middle reaches the client as broken, not as whole", async () => {
  const { host } = await sharedHost(true);
  const response = await fetch(`${host.url}/api/breaks`);
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
});

test("streamed: a reader of events that goes away is seen on the answer's connection, as Node tells of it", async (t) => {
  const { host, recorder } = await setUp(t, true, { functions: ["events"] });
  const leaving = new AbortController();
  const response = await fetch(`${host.url}/api/events`, { signal: leaving.signal });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) as { value: Uint8Array };
  assert.equal(new TextDecoder().decode(value).slice(0, 12), "data: tick\n\n");
  leaving.abort();
  await until("the function has seen it", () => recorder.told.find(({ name }) => name === "gone"));
});

test("streamed: a stop cuts streams of events, which would never end, and does not wait for them", async (t) => {
  const { host } = await setUp(t, true, {
    functions: ["events"],
    settings: { FUNCTIONS_HOST_DRAIN_MS: "60000" },
  });
  const response = await fetch(`${host.url}/api/events`);
  const broken = assert.rejects(response.text());
  const begun = performance.now();
  assert.equal((await host.stop()).code, 0);
  await broken;
  assert.ok(performance.now() - begun < 30_000);
});

test("a key opens what its authLevel locks: function or admin, in the header or the query", async (t) => {
  const { host } = await setUp(t, true, { functions: ["forFunction", "forAdmin"] });
  const status = async (path: string, key?: string): Promise<number> =>
    (
      await fetch(`${host.url}/api/locked/${path}`, {
        headers: key === undefined ? {} : { "x-functions-key": key },
      })
    ).status;
  assert.equal(await status("function"), 401);
  assert.equal(await status("function", "wrong"), 401);
  assert.equal(await status("function", "f-key"), 200);
  assert.equal(await status("function", "a-key"), 200);
  assert.equal(await status("function?code=f-key"), 200);
  assert.equal(await status("admin", "f-key"), 401);
  assert.equal(await status("admin", "a-key"), 200);
});

test("host.json's routePrefix and customHeaders are obeyed", async (t) => {
  const { host } = await setUp(t, true, {
    functions: ["literal", "named"],
    hostJson: { "extensions.http.routePrefix": "", "extensions.http.customHeaders.x-frame-options": "DENY" },
  });
  const response = await fetch(`${host.url}/things/new`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-frame-options"), "DENY");
  assert.equal((await fetch(`${host.url}/named`)).status, 200);
});

test("the admin endpoints tell the host's state and its functions", async (t) => {
  const { host } = await setUp(t, true, { functions: ["literal"], instance: "i-1" });
  const status = await json(await fetch(`${host.url}/admin/host/status`));
  assert.equal(status["state"], "Running");
  assert.equal(status["instanceId"], "i-1");
  const functions = (await (await fetch(`${host.url}/admin/functions`)).json()) as Record<string, unknown>[];
  const find = (name: string): Record<string, unknown> | undefined =>
    functions.find((item) => item["name"] === name);
  assert.equal(find("literal")?.["isDisabled"], false);
  assert.equal(find("literal")?.["invoke_url_template"], `${host.url}/api/things/new`);
  assert.equal(find("named")?.["isDisabled"], true);
});
