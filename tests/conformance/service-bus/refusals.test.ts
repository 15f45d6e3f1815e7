import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection } from "node:net";
import { test } from "node:test";
import { ServiceBusAdministrationClient } from "@azure/service-bus";
import rhea from "rhea";
import type { AmqpError, Connection, EventContext } from "rhea";
import { startBus } from "./started-bus.ts";
import type { StartedBus } from "./started-bus.ts";

const entities = { queues: { orders: {} }, topics: { events: { subscriptions: { s: {} } } } };

test("an entity that is not there is MessagingEntityNotFound, for senders, receivers, sessions and management", async (t) => {
  const { client } = await startBus(t, entities);
  const notFound = { code: "MessagingEntityNotFound" };
  await assert.rejects(client.createSender("none").sendMessages({ body: 1 }), notFound);
  await assert.rejects(client.createReceiver("none").receiveMessages(1), notFound);
  await assert.rejects(client.createReceiver("events", "none").receiveMessages(1), notFound);
  await assert.rejects(client.createReceiver("none").peekMessages(1), notFound);
});

test("names of entities are not case-sensitive", async (t) => {
  const { client, counts } = await startBus(t, entities);
  await client.createSender("ORDERS").sendMessages({ body: 1 });
  assert.equal((await counts("orders")).active, 1);
});

test("a topic cannot be received from, a subscription cannot be sent to", async (t) => {
  const { client } = await startBus(t, entities);
  await assert.rejects(client.createReceiver("events").receiveMessages(1), /has subscriptions/);
  await assert.rejects(
    client.createSender("events/Subscriptions/s").sendMessages({ body: 1 }),
    /cannot be sent to events\/Subscriptions\/s/,
  );
});

/** A client of bare AMQP, for what the SDK never does. */
const connect = async (bus: StartedBus): Promise<Connection> => {
  const connection = rhea.create_container().connect({
    host: "127.0.0.1",
    port: Number(/:(\d+);/.exec(bus.connectionString)?.[1]),
    reconnect: false,
  });
  await once(connection, "connection_open");
  return connection;
};

const closeError = async (connection: Connection, event: string): Promise<AmqpError | undefined> => {
  const [context] = (await once(connection, event)) as [EventContext];
  const link = context.sender ?? context.receiver;
  connection.close();
  return link?.error as AmqpError | undefined;
};

test("a link that is attached without a token for its entity is refused as unauthorized", async (t) => {
  const connection = await connect(await startBus(t, entities));
  connection.open_sender("orders");
  assert.equal((await closeError(connection, "sender_error"))?.condition, "amqp:unauthorized-access");
});

test("a transaction's coordinator is refused by name", async (t) => {
  const connection = await connect(await startBus(t, entities));
  // A coordinator is a target without an address.
  connection.open_sender({ target: {} });
  const error = await closeError(connection, "sender_error");
  assert.equal(error?.condition, "amqp:not-implemented");
  assert.match(String(error.description), /Transactions/);
});

test("AMQP over WebSockets and ServiceBusAdministrationClient are refused with an answer that says so", async (t) => {
  const bus = await startBus(t, entities);
  const port = /:(\d+);/.exec(bus.connectionString)?.[1];
  const upgrade = await fetch(`http://127.0.0.1:${port}/$servicebus/websocket`);
  assert.equal(upgrade.status, 501);
  assert.match(await upgrade.text(), /WebSockets.*not supported/);
  const other = await fetch(`${bus.adminUrl}/orders?api-version=2021-05`);
  assert.equal(other.status, 501);
  assert.match(await other.text(), /ServiceBusAdministrationClient is not supported/);
  const administration = new ServiceBusAdministrationClient(bus.connectionString, {
    retryOptions: { maxRetries: 0 },
  });
  await assert.rejects(administration.getQueue("orders"));
});

test("a message that cannot be decoded is rejected, garbage ends its connection only, and the bus goes on", async (t) => {
  const bus = await startBus(t, entities);
  const connection = await connect(bus);
  const replies = connection.open_receiver("$cbs");
  await once(replies, "receiver_open");
  const cbs = connection.open_sender("$cbs");
  await once(cbs, "sendable");
  cbs.send({
    message_id: "1",
    reply_to: replies.name,
    application_properties: {
      operation: "put-token",
      name: "sb://127.0.0.1/orders",
      type: "servicebus.windows.net:sastoken",
    },
    body: "token",
  });
  await once(replies, "message");
  const sender = connection.open_sender("orders");
  await once(sender, "sendable");
  for (const bytes of [
    [1, 2, 3],
    [0, 0x53, 0x75, 0xb0, 0, 0, 1, 0],
    [0, 0x53, 0x74, 0xc1, 3, 2, 0xa1, 9],
    [0, 0x53],
  ]) {
    sender.send(Buffer.from(bytes), undefined, 0);
    const [context] = (await once(sender, "rejected")) as [EventContext];
    const state = context.delivery?.remote_state as { error?: AmqpError } | undefined;
    assert.equal(state?.error?.condition, "amqp:decode-error");
  }
  connection.close();

  const socket = createConnection(Number(/:(\d+);/.exec(bus.connectionString)?.[1]), "127.0.0.1");
  socket.on("error", () => socket.destroy());
  socket.end("AMQP\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0004garbage");
  socket.resume();
  await once(socket, "close");

  await bus.client.createSender("orders").sendMessages({ body: "still here" });
  assert.equal((await bus.counts("orders")).active, 1);
});
