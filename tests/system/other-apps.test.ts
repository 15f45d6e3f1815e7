import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { everything, register, request, salesman, type Consultation } from "./consultation-story.ts";
import { startProduct } from "./product.ts";
import { alarmsOf, peopleOf } from "./story.ts";

// Where alarm and views run in apps of their own, they are asked over HTTP. Here a forwarder stands for their addresses, and passes
// on to the one app that there is.
test("contexts that other apps run are asked over HTTP with the function key: the alarm and the list are there with the answer", async (t) => {
  let api = "";
  const passed: string[] = [];
  const pass = async (incoming: IncomingMessage): Promise<{ status: number; body: string }> => {
    const path = (incoming.url ?? "").replace(/^\/api/, "");
    const { "x-functions-key": key = "", "x-correlation-id": correlationid = "" } = incoming.headers;
    const headers = { "x-functions-key": String(key), "x-correlation-id": String(correlationid) };
    const body = await text(incoming);
    const answer = await fetch(`${api}${path}`, {
      method: incoming.method ?? "",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    passed.push(`${incoming.method} ${path} ${answer.status}`);
    return { status: answer.status, body: await answer.text() };
  };
  const forwarder = createServer((incoming, response) => {
    void pass(incoming).then(({ status, body }) => response.writeHead(status).end(body));
  }).listen(0, "127.0.0.1");
  await once(forwarder, "listening");
  t.after(() => forwarder.close());
  const url = `http://127.0.0.1:${(forwarder.address() as AddressInfo).port}/api`;

  const product = await startProduct({ env: { ALARM_URL: url, VIEWS_URL: url } });
  t.after(() => product.stop());
  api = product.api;
  const people = await peopleOf(product);
  await register(product, people, { "salesman-1": {} });
  // The topics stand still: what is seen below did not come by the events.
  await product.faults("serviceBus", [{ kind: "status", operation: "send", status: 503 }]);

  const { status, body } = await request(product, people, 1);
  assert.deepEqual([status, body.matchedsalesman], [201, "salesman-1"]);
  const [mine] = await everything<Consultation>(product, await people.customer(1), "/me/consultations?");
  assert.equal(mine?.matchedsalesman, "salesman-1");
  const alarms = await alarmsOf(product, { ...people, salesman: await salesman(product, "salesman-1") });
  assert.ok(alarms.some(({ subject }) => subject === body.consultationId));
  // Shown when it is requested, and when it is matched.
  const [shown, alarmed] = ["POST /views/events 200", "POST /alarms 200"];
  assert.deepEqual(passed.toSorted(), [alarmed, shown, shown]);
});
