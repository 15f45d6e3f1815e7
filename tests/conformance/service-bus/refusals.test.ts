import assert from "node:assert/strict";
import { once } from "node:events";
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
