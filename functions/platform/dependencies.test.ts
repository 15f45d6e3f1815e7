import type { ServiceBusClient } from "@azure/service-bus";
import assert from "node:assert/strict";
import { test } from "node:test";
import { serviceBusChecks } from "./dependencies.ts";
import { readiness } from "./readiness.ts";

type Receiver = { peekMessages: (most: number) => Promise<object[]>; close: () => Promise<void> };

/** A bus on which this app may look at these places and no others, as its roles say. */
const busWithRoles = (...places: string[]) => {
  const opened: string[] = [];
  let closed = 0;
  const createReceiver = (entity: string, ...rest: unknown[]): Receiver => {
    const place = [entity, ...rest.filter((part) => typeof part === "string")].join("/");
    opened.push(place);
    return {
      peekMessages: () =>
        places.includes(place)
          ? Promise.resolve([])
          : Promise.reject(new Error(`Unauthorized: 'Listen' claims are required on '${place}'.`)),
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
  };
  const bus = { createReceiver } as unknown as ServiceBusClient;
  return { bus, opened, closed: () => closed };
};

const stateOf = async (checks: ReturnType<typeof serviceBusChecks>) => {
  const ready = readiness(checks, { timeoutMs: 1000, keepMs: 0, nowMs: () => 0 });
  return ready({ warn: () => undefined });
};

test("an app with one context looks at what this consumes, as it may look at nothing else", async () => {
  const { bus, opened, closed } = busWithRoles("matching-events/consultation");
  const checks = serviceBusChecks(bus, [{ entity: "matching-events", subscription: "consultation" }]);
  assert.equal((await stateOf(checks)).status, "ready");
  assert.deepEqual(opened, ["matching-events/consultation"]);
  assert.equal(closed(), 1);
});

test("of several places the first is enough, a queue too", async () => {
  const { bus, opened } = busWithRoles("notification-sends");
  const consumed = [
    { entity: "notification-sends" },
    { entity: "project-events", subscription: "notification" },
  ];
  assert.equal((await stateOf(serviceBusChecks(bus, consumed))).status, "ready");
  assert.deepEqual(opened, ["notification-sends"]);
});

test("a bus that refuses is down, which no command waits for, and the link is closed", async () => {
  const { bus, closed } = busWithRoles();
  const checks = serviceBusChecks(bus, [{ entity: "project-events", subscription: "project" }]);
  const { status, dependencies } = await stateOf(checks);
  assert.equal(status, "degraded");
  assert.deepEqual(
    dependencies.map(({ name, state }) => [name, state]),
    [["serviceBus", "down"]],
  );
  assert.equal(closed(), 1);
});

test("an app that consumes nothing does not depend on the bus", () => {
  assert.deepEqual(serviceBusChecks(busWithRoles().bus, []), []);
});
