import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { CircuitOpen } from "../../shared/domain/circuit-breaker.ts";
import { alarmRaiserTo } from "./alarm-raiser.ts";

const assigned = {
  consultationId: "consultation-1",
  projectname: "이음5G 실증사업",
  customerId: "customer-1",
  content: "비용이 궁금합니다.",
  eventId: "event-1",
  requestedAt: "2027-03-02T00:00:00.000Z",
  correlationid: "correlation-1",
  salesmanId: "salesman-1",
  version: 1,
};

const nothing = (): void => undefined;
const quiet = { info: nothing, warn: nothing, error: nothing };

test("an alarm side that hangs costs three customers a second, and the next ones nothing", async (t) => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  t.after(() => silent.close());
  const raiser = alarmRaiserTo({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
  for (let customer = 0; customer < 3; customer++) {
    await assert.rejects(raiser.raise(assigned, quiet), { name: "TimeoutError" });
  }
  await assert.rejects(raiser.raise(assigned, quiet), CircuitOpen);
});
