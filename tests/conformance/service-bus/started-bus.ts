import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { ServiceBusClient } from "@azure/service-bus";
import type { RetryOptions, ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import type { EntityCounts } from "../../../local/service-bus/admin.ts";
import type { Clock } from "../../../local/service-bus/clock.ts";
import { startServiceBus } from "../../../local/service-bus/server.ts";
import type { Fault } from "../../../local/faults.ts";

type Properties = Record<string, unknown>;

/** The entities of a test, in short form. */
export type Entities = {
  queues?: Record<string, Properties>;
  topics?: Record<string, Properties & { subscriptions: Record<string, Properties & { Rules?: unknown[] }> }>;
};

/** A bus for one test and a client of the real SDK; both are closed after it. */
export type StartedBus = {
  client: ServiceBusClient;
  connectionString: string;
  dataDir: string;
  newClient: (retryOptions?: RetryOptions) => ServiceBusClient;
  counts: (entity: string) => Promise<EntityCounts>;
  setFaults: (...faults: Fault[]) => Promise<void>;
  adminUrl: string;
};

/** The official emulator's Config.json for a test's entities. */
export const configOf = ({ queues = {}, topics = {} }: Entities): unknown => ({
  UserConfig: {
    Namespaces: [
      {
        Name: "sbemulatorns",
        Queues: Object.entries(queues).map(([Name, properties]) => ({ Name, Properties: properties })),
        Topics: Object.entries(topics).map(([Name, { subscriptions, ...properties }]) => ({
          Name,
          Properties: properties,
          Subscriptions: Object.entries(subscriptions).map(([name, { Rules = [], ...own }]) => ({
            Name: name,
            Properties: own,
            Rules,
          })),
        })),
      },
    ],
  },
});

/** An empty folder that is gone after the test. */
export const tempDir = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "service-bus-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** Starts a bus on free ports. */
export const startBus = async (
  t: TestContext,
  entities: Entities,
  options: { clock?: Clock; dataDir?: string } = {},
): Promise<StartedBus> => {
  const dataDir = options.dataDir ?? tempDir(t);
  const bus = await startServiceBus({
    port: 0,
    adminPort: 0,
    dataDir,
    config: configOf(entities),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const clients: ServiceBusClient[] = [];
  // Retries off: a test sees the first answer.
  const newClient = (retryOptions: RetryOptions = {}): ServiceBusClient => {
    const client = new ServiceBusClient(bus.connectionString, {
      retryOptions: { maxRetries: 0, ...retryOptions },
    });
    clients.push(client);
    return client;
  };
  t.after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await bus.close();
  });
  const adminUrl = `http://127.0.0.1:${bus.adminPort}`;
  return {
    client: newClient(),
    connectionString: bus.connectionString,
    dataDir,
    newClient,
    adminUrl,
    async counts(entity) {
      const response = await fetch(`${adminUrl}/_entities`);
      const all = (await response.json()) as Record<string, EntityCounts>;
      const found = all[entity];
      if (found === undefined) throw new Error(`There is no entity ${entity} in ${JSON.stringify(all)}.`);
      return found;
    },
    async setFaults(...faults) {
      const response = await fetch(`${adminUrl}/_faults`, { method: "PUT", body: JSON.stringify(faults) });
      if (!response.ok) throw new Error(await response.text());
    },
  };
};

/** Receives exactly `count` messages, however many calls it takes; fails when they don't come in 10 s. */
export const receive = async (
  receiver: ServiceBusReceiver,
  count: number,
): Promise<ServiceBusReceivedMessage[]> => {
  const received: ServiceBusReceivedMessage[] = [];
  const deadline = Date.now() + 10_000;
  while (received.length < count && Date.now() < deadline) {
    received.push(...(await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 5000 })));
  }
  if (received.length < count) throw new Error(`Only ${received.length} of ${count} messages came.`);
  return received;
};

/** Receives one message. */
export const receiveOne = async (receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> => {
  const [message] = await receive(receiver, 1);
  if (message === undefined) throw new Error("No message came.");
  return message;
};

/** Whether nothing can be received now: asks for a short while. */
export const isEmpty = async (receiver: ServiceBusReceiver): Promise<boolean> =>
  (await receiver.receiveMessages(1, { maxWaitTimeInMs: 50 })).length === 0;

/** Polls until the condition holds; fails after 10 s. */
export const eventually = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It never came true that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
