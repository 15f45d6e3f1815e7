import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { outletInto } from "../../functions/alarm/live/outlet.ts";
import { connectionOf, watchConnections } from "../../shared/http/connection.ts";
import { eventually } from "../system/eventually.ts";

// As the library of Azure Functions writes a streamed answer: without waiting, without looking whether anyone reads.
const written = async (
  body: AsyncIterable<Uint8Array>,
  write: (chunk: Uint8Array) => void,
): Promise<void> => {
  for await (const chunk of body) write(chunk);
};

const open = async (t: TestContext) => {
  watchConnections();
  const closed = Promise.withResolvers<undefined>();
  const opened = Promise.withResolvers<ReturnType<typeof outletInto>["outlet"]>();
  const seen = { isWritten: false };
  const server = createServer((request, response) => {
    const connection = connectionOf(String(request.headers["x-ms-invocation-id"]));
    const { outlet, body } = outletInto(connection, () => {
      closed.resolve(undefined);
    });
    void written(body, (chunk) => response.write(chunk)).then(() => {
      seen.isWritten = true;
      response.end();
    });
    opened.resolve(outlet);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const outgoing = httpRequest({ port, headers: { "x-ms-invocation-id": "i-1" }, agent: false });
  outgoing.on("error", () => undefined);
  outgoing.end();
  const outlet = await opened.promise;
  assert.ok(outlet.send(": hello\n\n"));
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  answer.on("error", () => undefined);
  return { outlet, answer, outgoing, closed: closed.promise, seen };
};

test("what is sent arrives at once, and the end ends the answer", async (t) => {
  const { outlet, answer, closed, seen } = await open(t);
  const [chunk] = (await once(answer, "data")) as [Buffer];
  assert.equal(chunk.toString(), ": hello\n\n");
  outlet.close();
  await closed;
  await once(answer.resume(), "end");
  assert.ok(seen.isWritten);
  assert.equal(outlet.send("late"), false);
});

test("a reader that goes away closes the outlet, and nothing is written for nobody", async (t) => {
  const { outgoing, closed, outlet, seen } = await open(t);
  outgoing.destroy();
  await closed;
  await eventually(() => {
    assert.ok(seen.isWritten);
  });
  assert.equal(outlet.send("late"), false);
});

test("a reader that does not read is cut off before he costs more than his share of memory", async (t) => {
  const { answer, outlet, closed } = await open(t);
  answer.pause();
  const piece = "x".repeat(16 * 1024);
  let sent = 0;
  // The kernel takes some megabytes of its own before it makes us wait.
  while (outlet.send(piece)) {
    sent += 1;
    assert.ok(sent < 4_000, "64 MB were taken for a reader that reads nothing");
    await new Promise(setImmediate);
  }
  await closed;
});

test("a connection that was over before anyone asked for it closes the outlet at once", async (t) => {
  watchConnections();
  const server = createServer(() => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const arrived = once(server, "request");
  const outgoing = httpRequest({ port, headers: { "x-ms-invocation-id": "i-2" }, agent: false });
  outgoing.on("error", () => undefined);
  outgoing.end();
  const [, response] = (await arrived) as [IncomingMessage, ServerResponse];
  outgoing.destroy();
  await once(response, "close");
  await new Promise<void>((resolve) => {
    outletInto(connectionOf("i-2"), resolve);
  });
});

test("an invocation that did not come by HTTP has no connection, and its outlet works all the same", async () => {
  assert.equal(connectionOf("unknown"), undefined);
  const { outlet, body } = outletInto(undefined, () => undefined);
  assert.ok(outlet.send("a"));
  outlet.close();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString(), "a");
});
