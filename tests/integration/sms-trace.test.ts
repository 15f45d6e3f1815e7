import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { acsSmsSender } from "../../shared/sms/acs-sms-sender.ts";
import { startTelemetry } from "../../shared/telemetry/start.ts";
import { activeTraceparent, withSpan } from "../../shared/telemetry/tracing.ts";

await startTelemetry({ ratio: 1, metricsSeconds: 60, instance: "test" });

test("the carrier is asked in the trace of the request that led to the SMS", async (t) => {
  let asked: IncomingHttpHeaders = {};
  const carrier = createServer((request, response) => {
    asked = request.headers;
    request.resume();
    const value = [{ to: "+821012345678", messageId: "1", httpStatusCode: 202, successful: true }];
    response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ value }));
  });
  carrier.listen(0, "127.0.0.1");
  await once(carrier, "listening");
  t.after(() => carrier.close());
  const endpoint = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}/`;
  const sms = await acsSmsSender({
    from: "+8215880000",
    account: { connectionString: `endpoint=${endpoint};accesskey=a2V5` },
  });
  const mine = await withSpan("request", { kind: "server" }, async () => {
    const repeatability = { key: "event-1", firstSent: new Date("2027-03-02T01:00:00Z") };
    await sms.send({ text: "안내", to: ["+821012345678"], repeatability });
    return activeTraceparent();
  });
  const [, trace, span] = String(asked["traceparent"]).split("-");
  assert.equal(trace, mine?.split("-")[1]);
  assert.notEqual(span, mine?.split("-")[2], "the span of the call, below that of the request");
});
