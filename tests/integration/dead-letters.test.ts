import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from "@azure/service-bus";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import topology from "../../infra/topology.json" with { type: "json" };
import { configFromTopology } from "../../local/service-bus/config-from-topology.ts";
import { startServiceBus } from "../../local/service-bus/server.ts";
import { newId } from "../../shared/domain/ids.ts";
import { outbound } from "../../shared/servicebus/outbound.ts";
import { readArguments } from "../../tools/dead-letters/arguments.ts";
import { letterOf, maskedBody, numberOf, textOf } from "../../tools/dead-letters/letter.ts";
import { placeOf, places } from "../../tools/dead-letters/places.ts";
import { toReplay } from "../../tools/dead-letters/replay.ts";
import { peekAll, settleLetters, type Outcome } from "../../tools/dead-letters/settle.ts";

const dataDir = mkdtempSync(path.join(tmpdir(), "ktgg-dead-letters-"));
const bus = await startServiceBus({
  port: 0,
  adminPort: 0,
  dataDir,
  config: configFromTopology(topology.serviceBus),
});
const client = new ServiceBusClient(bus.connectionString);
after(async () => {
  await client.close();
  await bus.close();
  rmSync(dataDir, { recursive: true });
});

const alarm = placeOf("project-events/alarm");
const matching = placeOf("consultation-events/matching");
const queue = placeOf("notification-sends");

const eventMessage = (subject: string, more: Record<string, unknown> = {}): ServiceBusMessage => {
  const id = newId();
  const body = { specversion: "1.0", id, type: subject, source: "/contexts/project", data: {}, ...more };
  return { messageId: id, subject, correlationId: "correlation-1", body };
};

/** Sends the messages to the place's entity, and lets its consumer give each of them up. */
const bury = async (
  place: typeof alarm,
  messages: ServiceBusMessage[],
  deadLetterReason = "HandlerFailed",
): Promise<void> => {
  await client.createSender(place.entity).sendMessages(messages);
  const receiver = receiverOf(place);
  for (let left = messages.length; left > 0;) {
    const received = await receiver.receiveMessages(left, { maxWaitTimeInMs: 5_000 });
    assert.ok(received.length > 0);
    for (const message of received) {
      await receiver.deadLetterMessage(message, {
        deadLetterReason,
        deadLetterErrorDescription: "010-1234-5678",
      });
    }
    left -= received.length;
  }
  await receiver.close();
};

const receiverOf = ({ name, entity }: typeof alarm) =>
  name === entity ? client.createReceiver(entity) : client.createReceiver(entity, name.split("/")[1] ?? "");

const lettersOf = async (place: typeof alarm): Promise<ServiceBusReceivedMessage[]> => {
  const letters: ServiceBusReceivedMessage[] = [];
  const onlooker = new ServiceBusClient(bus.connectionString);
  for await (const letter of peekAll(onlooker, place)) letters.push(letter);
  await onlooker.close();
  return letters;
};

/** Takes all that waits at the place, of which there is one at least. */
const taken = async (place: typeof alarm): Promise<ServiceBusReceivedMessage[]> => {
  const receiver = receiverOf(place);
  const received = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5_000 });
  received.push(...(await receiver.receiveMessages(10, { maxWaitTimeInMs: 100 })));
  for (const message of received) await receiver.completeMessage(message);
  await receiver.close();
  return received;
};

/** Settles every letter of the place. */
const settleAll = async (
  place: typeof alarm,
  act: (messages: readonly ServiceBusReceivedMessage[]) => Promise<void>,
): Promise<Outcome> => settleLetters(client, place, new Set((await lettersOf(place)).map(numberOf)), act);

const sender = (place: typeof alarm) => {
  const topic = outbound(client, place.entity);
  return (messages: readonly ServiceBusReceivedMessage[]) =>
    topic.send(messages.map((message) => toReplay(place.name, message)));
};
const discard = (place: typeof alarm) => settleAll(place, () => Promise.resolve());

test("every queue and every subscription of the topology is looked at", () => {
  const names = [
    ...topology.serviceBus.queues.map(({ name }) => name),
    ...topology.serviceBus.topics.flatMap(({ name, subscriptions }) =>
      subscriptions.map((subscription) => `${name}/${subscription.name}`),
    ),
  ];
  assert.deepEqual(
    places.map(({ name }) => name),
    names,
  );
});

test("a letter tells where and why it died, and which event it carries, but nothing of a person", async () => {
  const data = { projectname: "이음5G", customername: "김하늘", phone: "02-123-4567", unheardOf: "김하늘" };
  const message = eventMessage("ProjectStarted", {
    data,
    subject: "project-1",
    time: "2027-03-02T01:00:00Z",
  });
  await bury(alarm, [message]);
  const [dead, ...others] = await lettersOf(alarm);
  assert.ok(dead);
  assert.equal(others.length, 0);
  const letter = letterOf(alarm.name, dead);
  assert.deepEqual(
    { ...letter, enqueuedAt: "" },
    {
      place: "project-events/alarm",
      number: numberOf(dead),
      reason: "HandlerFailed",
      description: "010-****-5678",
      deliveries: 0,
      enqueuedAt: "",
      messageId: message.messageId,
      subject: "ProjectStarted",
      correlationId: "correlation-1",
      event: {
        id: message.messageId,
        type: "ProjectStarted",
        source: "/contexts/project",
        subject: "project-1",
        time: "2027-03-02T01:00:00Z",
      },
    },
  );
  assert.match(letter.enqueuedAt, /^\d{4}-\d\d-\d\dT/);
  const { data: shown } = maskedBody(dead) as { data: unknown };
  assert.deepEqual(shown, { projectname: "이음5G", customername: "***", phone: "***", unheardOf: "***" });
  assert.match(textOf(dead), /김하늘/);
  await discard(alarm);
});

test("a letter that is no JSON shows nothing of its text, and can be sent again byte by byte", async () => {
  await bury(queue, [{ body: Buffer.from("김하늘 \u0000"), messageId: "plain" }]);
  const [dead] = await lettersOf(queue);
  assert.ok(dead);
  assert.doesNotMatch(JSON.stringify([letterOf(queue.name, dead), maskedBody(dead)]), /김하늘/);
  assert.deepEqual((await settleAll(queue, sender(queue))).failed, []);
  const [again] = await taken(queue);
  assert.equal(String(again?.body), "김하늘 \u0000");
});

test("a replayed letter comes to its place again as it was, under an id that the bus does not drop", async () => {
  const message = eventMessage("ProjectStarted");
  await bury(alarm, [message]);
  const { done, failed } = await settleAll(alarm, sender(alarm));
  assert.equal(done.length, 1);
  assert.deepEqual(failed, []);
  assert.deepEqual(await lettersOf(alarm), []);
  const [again, ...others] = await taken(alarm);
  assert.ok(again);
  assert.equal(others.length, 0);
  assert.deepEqual(again.body, message.body);
  assert.deepEqual([again.subject, again.correlationId], ["ProjectStarted", "correlation-1"]);
  assert.notEqual(again.messageId, message.messageId);
  assert.deepEqual(again.applicationProperties, { replayOf: message.messageId, replayedFrom: alarm.name });
});

test("a replay that dies before it took the letter away leaves it there, and the next one sends no second copy", async () => {
  await bury(alarm, [eventMessage("ProjectStarted")]);
  const send = sender(alarm);
  const crash = new Error("power cut");
  const died = await settleAll(alarm, async (messages) => {
    await send(messages);
    throw crash;
  });
  assert.deepEqual(
    died.failed.map(({ why }) => why),
    ["power cut"],
  );
  assert.equal((await lettersOf(alarm)).length, 1);
  assert.equal((await settleAll(alarm, send)).done.length, 1);
  assert.equal((await taken(alarm)).length, 1);
  assert.deepEqual(await lettersOf(alarm), []);
});

test("a letter that could not be sent is left where it was", async () => {
  await bury(alarm, [eventMessage("ProjectEnded")]);
  const refused = await settleAll(alarm, () => Promise.reject(new Error("busy")));
  assert.deepEqual(refused.done, []);
  assert.equal((await lettersOf(alarm)).length, 1);
  await discard(alarm);
});

test("a message that dies again is a new letter, and can be replayed again", async () => {
  await bury(matching, [eventMessage("ConsultationCreated")]);
  const ids = new Set<unknown>();
  for (let round = 0; round < 2; round++) {
    assert.equal((await settleAll(matching, sender(matching))).done.length, 1);
    const receiver = receiverOf(matching);
    const [again] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5_000 });
    assert.ok(again);
    ids.add(again.messageId);
    await receiver.deadLetterMessage(again, {
      deadLetterReason: "HandlerFailed",
      deadLetterErrorDescription: "Again",
    });
    await receiver.close();
  }
  assert.equal(ids.size, 2);
  const [dead] = await lettersOf(matching);
  assert.ok(dead);
  assert.ok(letterOf(matching.name, dead).replayOf);
  await discard(matching);
});

test("of many letters only those that are meant go, whatever their place in the line", async () => {
  const messages = Array.from({ length: 45 }, () => eventMessage("ProjectEdited"));
  await bury(alarm, messages);
  const meant = new Set([messages[1], messages[22], messages[44]].map((message) => message?.messageId));
  const chosen = ({ messageId }: ServiceBusReceivedMessage): boolean => meant.has(messageId);
  const numbers = new Set((await lettersOf(alarm)).filter(chosen).map(numberOf));
  const { done } = await settleLetters(client, alarm, numbers, () => Promise.resolve());
  assert.equal(done.length, 3);
  const left = await lettersOf(alarm);
  assert.equal(left.length, 42);
  assert.ok(!left.some(chosen));
  assert.equal((await discard(alarm)).done.length, 42);
});

test("the command line takes letters by number or all of them, by age, and nothing by accident", () => {
  const read = (line: string) => readArguments(line.split(" "), () => Date.parse("2027-03-02T12:00:00Z"));
  const aged = read("replay --all --older-than 2h");
  assert.ok(aged !== "help");
  assert.equal(aged.places.length, places.length);
  const at = (time: string) => ({ enqueuedTimeUtc: new Date(time) }) as ServiceBusReceivedMessage;
  assert.equal(aged.chosen(at("2027-03-02T10:00:00Z")), true);
  assert.equal(aged.chosen(at("2027-03-02T10:00:01Z")), false);
  for (const wrong of [
    "replay",
    "discard project-events/alarm",
    "replay project-events/alarm 7 --all",
    "replay 7",
    "show --all",
    "list --raw",
    "replay --all --older-than yesterday",
    "replay nowhere --all",
    "revive --all",
  ]) {
    assert.throws(() => read(wrong), Error, wrong);
  }
});
