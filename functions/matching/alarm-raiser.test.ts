import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { raiseAlarm } from "../../shared/contract/raise-alarm.ts";
import { httpAlarmRaiser } from "./alarm-raiser.ts";

const assigned = {
  consultationId: "consultation-1",
  projectname: "이음5G 실증사업",
  customerId: "customer-1",
  content: "상의하고 싶습니다.",
  eventId: "event-1",
  requestedAt: "2027-03-03T01:00:00.000Z",
  correlationid: "correlation-1",
  salesmanId: "salesman-1",
  version: 3,
};

/** An alarm side that answers so, or never; and what came to it. */
const alarmSide = async (t: TestContext, status: number | null) => {
  const requests: { request: IncomingMessage; body: unknown }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ request, body: JSON.parse(body) as unknown });
      if (status !== null) response.writeHead(status).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return { url, requests };
};

test("the alarm is asked for in the words of the contract, with the function's key", async (t) => {
  const { url, requests } = await alarmSide(t, 201);
  await httpAlarmRaiser({ url, key: "secret" }).raise(assigned);
  const [sent] = requests;
  assert.equal(sent?.request.url, "/api/alarms");
  assert.equal(sent.request.headers["x-functions-key"], "secret");
  assert.equal(sent.request.headers["x-correlation-id"], "correlation-1");
  assert.deepEqual(sent.body, raiseAlarm.parse(sent.body));
  assert.deepEqual(sent.body, {
    eventId: "event-1",
    at: "2027-03-03T01:00:00.000Z",
    subject: { type: "consultation", id: "consultation-1" },
    projectname: "이음5G 실증사업",
    salesmanId: "salesman-1",
    version: 3,
  });
});

test("a refusal is an error", async (t) => {
  const { url } = await alarmSide(t, 503);
  await assert.rejects(httpAlarmRaiser({ url }).raise(assigned), /503/);
});

test("an alarm side that does not answer costs a second, no more", async (t) => {
  const { url } = await alarmSide(t, null);
  const began = performance.now();
  await assert.rejects(httpAlarmRaiser({ url }).raise(assigned), { name: "TimeoutError" });
  const tookMs = performance.now() - began;
  assert.ok(tookMs > 900 && tookMs < 5_000, String(tookMs));
});
