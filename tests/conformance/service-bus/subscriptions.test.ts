import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceBusMessage } from "@azure/service-bus";
import { receive, startBus } from "./started-bus.ts";
import type { StartedBus } from "./started-bus.ts";

const sql = (expression: string): unknown[] => [
  { Name: "rule", Properties: { FilterType: "Sql", SqlFilter: { SqlExpression: expression } } },
];
const correlation = (filter: Record<string, unknown>): unknown[] => [
  { Name: "rule", Properties: { FilterType: "Correlation", CorrelationFilter: filter } },
];

const bodiesIn = async (bus: StartedBus, subscription: string): Promise<unknown[]> => {
  const { active } = await bus.counts(`events/Subscriptions/${subscription}`);
  if (active === 0) return [];
  const messages = await receive(bus.client.createReceiver("events", subscription), active);
  return messages.map(({ body }) => body as unknown);
};

test("a subscription without rules gets a copy of every message of its topic", async (t) => {
  const bus = await startBus(t, { topics: { events: { subscriptions: { a: {}, b: {} } } } });
  await bus.client.createSender("events").sendMessages([{ body: 1 }, { body: 2 }]);
  assert.deepEqual(await bodiesIn(bus, "a"), [1, 2]);
  assert.deepEqual(await bodiesIn(bus, "b"), [1, 2]);
});

test("what one subscription does with its copy does not touch another's", async (t) => {
  const bus = await startBus(t, { topics: { events: { subscriptions: { a: {}, b: {} } } } });
  await bus.client.createSender("events").sendMessages([{ body: 1 }]);
  const receiver = bus.client.createReceiver("events", "a");
  for (const message of await receive(receiver, 1)) await receiver.completeMessage(message);
  assert.equal((await bus.counts("events/Subscriptions/a")).active, 0);
  assert.equal((await bus.counts("events/Subscriptions/b")).active, 1);
});

const message: ServiceBusMessage = {
  body: "m",
  subject: "OrderPlaced",
  messageId: "id",
  correlationId: "c",
  contentType: "text/plain",
  to: "t",
  replyTo: "r",
  sessionId: "s",
  replyToSessionId: "rs",
  applicationProperties: { color: "red", size: 4, urgent: true },
};

const correlationCases: [string, Record<string, unknown>, boolean][] = [
  ["Label", { Label: "OrderPlaced" }, true],
  ["Label of another case", { Label: "orderplaced" }, false],
  ["MessageId", { MessageId: "id" }, true],
  ["CorrelationId", { CorrelationId: "c" }, true],
  ["ContentType", { ContentType: "text/plain" }, true],
  ["To", { To: "t" }, true],
  ["ReplyTo", { ReplyTo: "r" }, true],
  ["SessionId", { SessionId: "s" }, true],
  ["ReplyToSessionId", { ReplyToSessionId: "rs" }, true],
  ["properties", { Properties: { color: "red", size: 4, urgent: true } }, true],
  ["a property of another value", { Properties: { color: "blue" } }, false],
  ["a property of another type", { Properties: { size: "4" } }, false],
  ["a missing property", { Properties: { weight: 1 } }, false],
  ["all fields, one of them different", { Label: "OrderPlaced", To: "other" }, false],
];

test("a correlation filter selects when all of its fields are equal, case and type included", async (t) => {
  const subscriptions = Object.fromEntries(
    correlationCases.map(([, filter], i) => [`s${i}`, { Rules: correlation(filter) }]),
  );
  const bus = await startBus(t, { topics: { events: { subscriptions } } });
  await bus.client.createSender("events").sendMessages(message);
  for (const [i, [name, , selected]] of correlationCases.entries()) {
    assert.equal((await bus.counts(`events/Subscriptions/s${i}`)).active, selected ? 1 : 0, name);
  }
});

test("a SQL filter selects by system and application properties", async (t) => {
  const bus = await startBus(t, {
    topics: {
      events: {
        subscriptions: {
          big: { Rules: sql("sys.Label = 'OrderPlaced' AND user.size >= 4 AND color IN ('red', 'blue')") },
          small: { Rules: sql("size < 4 OR NOT EXISTS(color)") },
          never: { Rules: sql("1 = 0") },
        },
      },
    },
  });
  await bus.client.createSender("events").sendMessages([
    { body: "big", subject: "OrderPlaced", applicationProperties: { size: 7, color: "red" } },
    { body: "small", subject: "OrderPlaced", applicationProperties: { size: 1, color: "red" } },
    { body: "other", subject: "OrderCanceled" },
  ]);
  assert.deepEqual(await bodiesIn(bus, "big"), ["big"]);
  assert.deepEqual(await bodiesIn(bus, "small"), ["small", "other"]);
  assert.deepEqual(await bodiesIn(bus, "never"), []);
});

test("a message that several rules select arrives once", async (t) => {
  const rules = [...sql("a = 1"), { ...(sql("b = 1")[0] as object), Name: "second" }];
  const bus = await startBus(t, { topics: { events: { subscriptions: { s: { Rules: rules } } } } });
  await bus.client
    .createSender("events")
    .sendMessages({ body: "both", applicationProperties: { a: 1, b: 1 } });
  assert.deepEqual(await bodiesIn(bus, "s"), ["both"]);
});

test("rules can be listed, added and removed while the bus runs", async (t) => {
  const bus = await startBus(t, { topics: { events: { subscriptions: { s: {} } } } });
  const rules = bus.client.createRuleManager("events", "s");
  const all = async (): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const { name, filter } of rules.listRules()) found.push([name, filter]);
    return found;
  };
  assert.deepEqual(await all(), [["$Default", { sqlExpression: "1=1" }]]);
  await rules.deleteRule("$Default");
  await rules.createRule("big", { sqlExpression: "size > 3" });
  await rules.createRule("red", { subject: "S", applicationProperties: { color: "red" } });
  await assert.rejects(rules.createRule("big", { sqlExpression: "1=1" }), {
    code: "MessagingEntityAlreadyExists",
  });
  await assert.rejects(rules.deleteRule("none"), { code: "MessagingEntityNotFound" });
  assert.equal((await all()).length, 2);
  await bus.client.createSender("events").sendMessages([
    { body: "small", applicationProperties: { size: 1 } },
    { body: "big", applicationProperties: { size: 9 } },
    { body: "red", subject: "S", applicationProperties: { color: "red" } },
  ]);
  assert.deepEqual(await bodiesIn(bus, "s"), ["big", "red"]);
});

test("a rule with a SQL expression that is none, or with an action, is refused with the reason", async (t) => {
  const { client } = await startBus(t, { topics: { events: { subscriptions: { s: {} } } } });
  const rules = client.createRuleManager("events", "s");
  await assert.rejects(
    rules.createRule("r", { sqlExpression: "a = " }),
    /at character \d+: expected a value/,
  );
  await assert.rejects(
    rules.createRule("r", { sqlExpression: "sys.Nothing = 1" }),
    /no system property "Nothing"/,
  );
  await assert.rejects(
    rules.createRule("r", { sqlExpression: "1=1" }, { sqlExpression: "SET a = 1" }),
    /SQL rule actions are not supported/,
  );
});
