import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnyEvent } from "../../shared/contract/envelope.ts";
import { eventDocumentId, type EventDocument } from "../../shared/cosmos/documents.ts";
import { newId } from "../../shared/domain/ids.ts";
import { isTransient } from "../../shared/http/transient.ts";
import { relay } from "../../shared/servicebus/relay.ts";
import { startedServiceBus } from "./started-service-bus.ts";

const topics = ["shape", "order", "twice", "down", "cut", "batches", "large"] as const;
const bus = await startedServiceBus(...topics);

const eventDocument = (
  aggregateId: string,
  version: number,
  more: Partial<AnyEvent> = {},
): EventDocument => ({
  id: eventDocumentId(version),
  aggregateId,
  kind: "event",
  event: {
    specversion: "1.0",
    id: newId(),
    source: "/contexts/project",
    type: "ProjectEdited",
    subject: aggregateId,
    time: "2027-03-02T01:00:00.000Z",
    datacontenttype: "application/json",
    dataversion: 1,
    aggregateversion: version,
    correlationid: "correlation-1",
    data: { projectname: "이음5G 실증사업" },
    ...more,
  },
});

const publish = (topic: (typeof topics)[number]) => relay(bus.outbound(topic));
const idsOf = (documents: EventDocument[]): string[] => documents.map(({ event }) => event.id);

test("an event document becomes a message that the bus can tell apart, filter and trace", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const document = eventDocument("project-1", 3, { traceparent, causationid: "cause-1" });
  await publish("shape")([document]);
  const [message] = await bus.receive("shape", 1);
  assert.deepEqual(
    {
      messageId: message?.messageId,
      subject: message?.subject,
      correlationId: message?.correlationId,
      contentType: message?.contentType,
      properties: message?.applicationProperties,
    },
    {
      messageId: document.event.id,
      subject: "ProjectEdited",
      correlationId: "correlation-1",
      contentType: "application/cloudevents+json",
      properties: {
        aggregateversion: 3,
        source: "/contexts/project",
        traceparent,
        "Diagnostic-Id": traceparent,
      },
    },
  );
  assert.deepEqual(message?.body, document.event);
});

test("states, keys and what else the feed brings are no messages", async () => {
  const others = [
    { id: "state", aggregateId: "project-1", kind: "state", version: 1, state: {} },
    { id: "key-k", aggregateId: "project-1", kind: "idempotency" },
    null,
    "text",
  ];
  assert.equal(await bus.transfers(() => publish("shape")(others)), 0);
  const document = eventDocument("project-1", 1);
  await publish("shape")([others[0], document, others[1]]);
  assert.deepEqual(
    (await bus.receive("shape", 1)).map(({ messageId }) => messageId),
    idsOf([document]),
  );
});

test("the events of every aggregate come in their order, over many turns of the feed", async () => {
  const publishing = publish("order");
  const documents: EventDocument[] = [];
  for (let version = 1; version <= 40; version++) {
    const turn = ["a", "b", "c"].map((aggregateId) => eventDocument(aggregateId, version));
    documents.push(...turn);
    await publishing(turn);
  }
  const received = await bus.receive("order", documents.length);
  assert.deepEqual(
    received.map(({ messageId }) => messageId),
    idsOf(documents),
  );
});

test("what the feed brings again is one message", async () => {
  const documents = [eventDocument("a", 1), eventDocument("a", 2)];
  const last = eventDocument("a", 3);
  await publish("twice")(documents);
  await publish("twice")([...documents, last]);
  assert.deepEqual(
    (await bus.receive("twice", 3)).map(({ messageId }) => messageId),
    idsOf([...documents, last]),
  );
});

test("as many events as fit go in one transfer, and more in as few as they need", async () => {
  const small = Array.from({ length: 200 }, (_, index) => eventDocument("a", index + 1));
  assert.equal(await bus.transfers(() => publish("batches")(small)), 1);
  const big = Array.from({ length: 5 }, (_, index) =>
    eventDocument("b", index + 1, { data: "x".repeat(100_000) }),
  );
  assert.equal(await bus.transfers(() => publish("batches")(big)), 3);
  const received = await bus.receive("batches", 205);
  assert.deepEqual(
    received.map(({ messageId }) => messageId),
    idsOf([...small, ...big]),
  );
});

test("an event that is larger than the bus takes is said so, and what was before it has gone out", async () => {
  const documents = [eventDocument("a", 1), eventDocument("a", 2, { data: "x".repeat(300_000) })];
  await assert.rejects(publish("large")(documents), /larger than the bus takes/);
  assert.deepEqual(
    (await bus.receive("large", 1)).map(({ messageId }) => messageId),
    idsOf(documents.slice(0, 1)),
  );
});

test("while the bus is down the relay fails, and the same relay goes on once it is back", async () => {
  const publishing = publish("down");
  const documents = [eventDocument("a", 1), eventDocument("a", 2)];
  await publishing(documents.slice(0, 1));
  await bus.fault({ kind: "refuse", operation: "connect" });
  await assert.rejects(publishing(documents), (error) => {
    assert.ok(isTransient(error), String(error));
    return true;
  });
  await bus.fault();
  await publishing(documents);
  assert.deepEqual(
    (await bus.receive("down", 2)).map(({ messageId }) => messageId),
    idsOf(documents),
  );
});

test("a message whose acceptance was lost is sent again, and arrives once", async () => {
  const publishing = publish("cut");
  const documents = [eventDocument("a", 1), eventDocument("a", 2)];
  await bus.fault({ kind: "drop", operation: "send", times: 1 });
  await publishing(documents.slice(0, 1));
  await publishing(documents);
  assert.deepEqual(
    (await bus.receive("cut", 2)).map(({ messageId }) => messageId),
    idsOf(documents),
  );
});
