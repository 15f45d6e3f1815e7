import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { showEventsTo } from "./show-events.ts";

const event = {
  specversion: "1.0" as const,
  id: "e1",
  source: "/contexts/interest",
  type: "InterestCreated",
  subject: "i1",
  time: "2027-03-02T00:00:00.000Z",
  datacontenttype: "application/json" as const,
  dataversion: 1,
  aggregateversion: 1,
  correlationid: "correlation-1",
  data: {},
};

const views = async (t: TestContext, listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
};

/** A call whose log lines can be looked at. */
const aCall = () => {
  const lines: string[] = [];
  const note = (message: string): void => {
    lines.push(message);
  };
  return {
    lines,
    origin: { at: new Date(0), correlationid: "correlation-1", traceparent: "00-trace" },
    log: { info: note, warn: note, error: note },
  };
};

test("events are posted to the views with the function key, the correlation id and the trace", async (t) => {
  const seen: unknown[] = [];
  const url = await views(t, (request, response) => {
    const { method, url: path, headers } = request;
    const { "x-functions-key": key, "x-correlation-id": correlationid, traceparent } = headers;
    seen.push([method, path, key, correlationid, traceparent]);
    request.resume().on("end", () => response.end("{}"));
  });
  const call = aCall();
  await showEventsTo({ url, key: "key-1" })([event], call);
  assert.deepEqual(seen, [["POST", "/api/views/events", "key-1", "correlation-1", "00-trace"]]);
  assert.deepEqual(call.lines, []);
});

test("a command that committed nothing, or an app without views, asks nobody", async (t) => {
  let asked = 0;
  const url = await views(t, (_, response) => {
    asked += 1;
    response.end();
  });
  await showEventsTo({ url })([], aCall());
  await showEventsTo(undefined)([event], aCall());
  assert.equal(asked, 0);
});

test("the views of this very app are asked without a request", async () => {
  const seen: unknown[] = [];
  const call = aCall();
  const show = showEventsTo((body, log) => Promise.resolve(seen.push(body, log)));
  await show([event], call);
  assert.deepEqual(seen, [{ events: [event] }, call.log]);
});

test("the views of this very app that hang never fail the command, nor do those that fail; then they are left alone", async () => {
  let asked = 0;
  const show = showEventsTo(() => {
    asked += 1;
    return asked === 1 ? new Promise(() => undefined) : Promise.reject(new Error("The store is away."));
  });
  const call = aCall();
  const began = performance.now();
  for (let number = 0; number < 4; number++) await show([event], call);
  assert.ok(performance.now() - began < 2_000);
  assert.deepEqual([asked, call.lines.length], [3, 4]);
});

test("views that refuse are told of, and after three refusals left alone", async (t) => {
  let asked = 0;
  const url = await views(t, (_, response) => {
    asked += 1;
    response.writeHead(503).end();
  });
  const show = showEventsTo({ url });
  const call = aCall();
  for (let number = 0; number < 4; number++) await show([event], call);
  assert.deepEqual([asked, call.lines.length], [3, 4]);
});

test("views that hang never fail the command: half a second at most, and after three failures none", async (t) => {
  let asked = 0;
  const url = await views(t, () => {
    asked += 1; // and never answers
  });
  const show = showEventsTo({ url });
  const call = aCall();
  for (let number = 0; number < 3; number++) {
    const began = performance.now();
    await show([event], call);
    assert.ok(performance.now() - began < 2_000);
  }
  const began = performance.now();
  await show([event], call);
  assert.ok(performance.now() - began < 250);
  assert.equal(asked, 3);
  assert.equal(call.lines.length, 4);
});
