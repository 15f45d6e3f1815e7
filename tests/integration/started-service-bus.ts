import { ServiceBusClient, type ServiceBusReceivedMessage } from "@azure/service-bus";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach } from "node:test";
import type { Fault } from "../../local/faults.ts";
import { configFromTopology } from "../../local/service-bus/config-from-topology.ts";
import { startServiceBus } from "../../local/service-bus/server.ts";
import { outbound, type Outbound } from "../../shared/servicebus/outbound.ts";

export type StartedServiceBus = {
  /** A topic of this name, with one subscription that gets all; a new Outbound each time. */
  outbound: (topic: string) => Outbound;
  /** Takes that many messages from the topic's subscription, in the order in which they come. */
  receive: (topic: string, count: number) => Promise<ServiceBusReceivedMessage[]>;
  fault: (...faults: Fault[]) => Promise<void>;
  /** How many transfers the work sends to the bus. */
  transfers: (work: () => Promise<void>) => Promise<number>;
};

/** Starts a Service Bus with these topics, for the tests of one file. */
export const startedServiceBus = async (...topics: string[]): Promise<StartedServiceBus> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "ktgg-relay-"));
  const config = configFromTopology({
    topics: topics.map((name) => ({
      name,
      duplicateDetectionHistoryTimeWindow: "PT10M",
      subscriptions: [{ name: "all" }],
    })),
  });
  const bus = await startServiceBus({ port: 0, adminPort: 0, dataDir, config });
  // The app waits longer; a test that cuts connections should not.
  const retryOptions = { maxRetries: 1, retryDelayInMs: 100, timeoutInMs: 2_000 };
  const client = new ServiceBusClient(bus.connectionString, { retryOptions });
  const switches = `http://127.0.0.1:${bus.adminPort}/_faults`;
  const setFaults = async (faults: Fault[]): Promise<void> => {
    const response = await fetch(switches, { method: "PUT", body: JSON.stringify(faults) });
    assert.ok(response.ok, await response.text());
  };
  afterEach(() => setFaults([]));
  after(async () => {
    await client.close();
    await bus.close();
    await rm(dataDir, { recursive: true });
  });
  return {
    outbound: (topic) => outbound(client, topic),
    receive: async (topic, count) => {
      const receiver = client.createReceiver(topic, "all", { receiveMode: "receiveAndDelete" });
      const received: ServiceBusReceivedMessage[] = [];
      for (const deadline = Date.now() + 20_000; received.length < count && Date.now() < deadline;) {
        received.push(
          ...(await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 2_000 })),
        );
      }
      await receiver.close();
      return received;
    },
    fault: (...faults) => setFaults(faults),
    transfers: async (work) => {
      const most = 1_000;
      await setFaults([{ kind: "delay", operation: "send", ms: 0, times: most }]); // counts, and does nothing else
      await work();
      const [counter] = (await (await fetch(switches)).json()) as Fault[];
      return most - (counter?.times ?? 0);
    },
  };
};
