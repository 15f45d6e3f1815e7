import assert from "node:assert/strict";
import { test } from "node:test";
import { configFromTopology } from "../../../local/service-bus/config-from-topology.ts";
import { readConfig } from "../../../local/service-bus/config.ts";
import { parseDuration } from "../../../local/service-bus/duration.ts";
import { configOf } from "./started-bus.ts";
import topology from "../../../infra/topology.json" with { type: "json" };

const rejects = (config: unknown, message: RegExp): void => {
  assert.throws(() => readConfig(config), message);
};

test("what is wrong in Config.json is named with its place and what it must be", () => {
  rejects({}, /UserConfig: /);
  rejects({ UserConfig: { Namespaces: [] } }, /UserConfig\.Namespaces: must have exactly one namespace/);
  rejects(
    configOf({ queues: { q: { LockDuration: "PT10M" } } }),
    /Queues\.0\.Properties\.LockDuration: "PT10M" must be an ISO 8601 duration from PT5S to PT5M/,
  );
  rejects(configOf({ queues: { q: { MaxDeliveryCount: 0 } } }), /MaxDeliveryCount/);
  rejects(configOf({ queues: { q: { Unheard: 1 } } }), /Unrecognized key: "Unheard"/);
  rejects(configOf({ queues: { q: {}, Q: {} } }), /the name "q" twice/);
  rejects(configOf({ queues: { "a b": {} } }), /Queues\.0\.Name: must be letters/);
});

test("forwarding to nowhere or in a circle is refused", () => {
  rejects(configOf({ queues: { q: { ForwardTo: "none" } } }), /forwards to "none", which is neither/);
  rejects(
    configOf({ queues: { a: { ForwardTo: "b" }, b: { ForwardDeadLetteredMessagesTo: "a" } } }),
    /circle: a -> b -> a/,
  );
});

test("a rule's SQL is checked at start, and rule actions are refused by name", () => {
  const withRule = (Properties: Record<string, unknown>): unknown =>
    configOf({ topics: { t: { subscriptions: { s: { Rules: [{ Name: "r", Properties }] } } } } });
  rejects(
    withRule({ FilterType: "Sql", SqlFilter: { SqlExpression: "a LIKE" } }),
    /t\/Subscriptions\/s\/Rules\/r: The SQL filter "a LIKE" is invalid/,
  );
  rejects(
    withRule({
      FilterType: "Sql",
      SqlFilter: { SqlExpression: "1=1" },
      Action: { SqlExpression: "SET a=1" },
    }),
    /SQL rule actions are not supported/,
  );
  rejects(withRule({ FilterType: "Correlation" }), /needs a CorrelationFilter/);
});

test("the official emulator's sample configuration is taken as it is", () => {
  const queue = {
    DeadLetteringOnMessageExpiration: false,
    DefaultMessageTimeToLive: "PT1H",
    DuplicateDetectionHistoryTimeWindow: "PT20S",
    ForwardDeadLetteredMessagesTo: "",
    ForwardTo: "",
    LockDuration: "PT1M",
    MaxDeliveryCount: 3,
    RequiresDuplicateDetection: false,
    RequiresSession: false,
  };
  const { queues } = readConfig(configOf({ queues: { "queue.1": queue } }));
  assert.deepEqual(queues, [
    {
      name: "queue.1",
      settings: {
        lockMs: 60_000,
        maxDeliveryCount: 3,
        ttlMs: 3_600_000,
        deadLettersExpired: false,
        sessions: false,
      },
      duplicateWindowMs: undefined,
      forwardTo: undefined,
      forwardDeadLettersTo: undefined,
    },
  ]);
});

test("a subscription with subjects gets one correlation rule for each, one without gets everything", () => {
  const config = configFromTopology({
    queues: [{ name: "q", maxDeliveryCount: 7, duplicateDetectionHistoryTimeWindow: "PT10M" }],
    topics: [
      {
        name: "t",
        defaultMessageTimeToLive: "P14D",
        subscriptions: [{ name: "some", subjects: ["A", "B"] }, { name: "all" }],
      },
    ],
  });
  const bus = readConfig(config);
  assert.equal(bus.queues[0]?.settings.maxDeliveryCount, 7);
  assert.equal(bus.queues[0].duplicateWindowMs, 600_000);
  const [some, all] = bus.topics[0]?.subscriptions ?? [];
  assert.deepEqual(
    some?.rules.map(({ name, filter }) => [name, filter]),
    [
      ["A", { kind: "correlation", label: "A", properties: {} }],
      ["B", { kind: "correlation", label: "B", properties: {} }],
    ],
  );
  assert.deepEqual(
    all?.rules.map(({ name }) => name),
    ["$Default"],
  );
  // Without the topic's time to live it would have the emulator's default of one hour.
  assert.equal(all.settings.ttlMs, 14 * 24 * 3_600_000);
});

test("the app's topology is taken by this bus as it is, and cut to the official emulator's limits for that one", () => {
  const local = readConfig(configFromTopology(topology.serviceBus));
  assert.equal(local.topics.length, topology.serviceBus.topics.length);
  assert.equal(local.queues[0]?.settings.ttlMs, parseDuration("P14D"));
  const emulator = readConfig(configFromTopology(topology.serviceBus, { for: "emulator" }));
  assert.equal(emulator.queues[0]?.settings.ttlMs, parseDuration("PT1H"));
  assert.equal(emulator.queues[0]?.duplicateWindowMs, parseDuration("PT5M"));
});

test("durations are read as ISO 8601 has them", () => {
  assert.equal(parseDuration("PT1M30S"), 90_000);
  assert.equal(parseDuration("P1DT2H"), 26 * 3_600_000);
  assert.equal(parseDuration("PT0.5S"), 500);
  for (const wrong of ["", "P", "PT", "1m", "P1Y", "PT1"]) assert.equal(parseDuration(wrong), undefined);
});
