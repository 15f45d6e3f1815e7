import type { ServiceBusMessage } from "@azure/service-bus";
import { bind } from "../binding-expressions.ts";
import type { OutputKind } from "../bindings.ts";
import type { TypedData } from "../rpc.ts";
import { busSender } from "./client.ts";
import { entityOf } from "./entity.ts";

/** Sends what a function gave to a queue or topic: an array is one message for each element. */
export const serviceBusOutput: OutputKind = (name, binding, where, { settings, connections, config }) => {
  const entity = entityOf(binding, settings, where);
  const template = entity.kind === "queue" ? entity.queue : entity.topic;
  return {
    name,
    write: async (value, data) => {
      const sender = busSender(connections, entity.connection, bind(template, data), config.serviceBus);
      const messages = messagesOf(value);
      let batch = await sender.createMessageBatch();
      for (const message of messages) {
        if (batch.tryAddMessage(message)) continue;
        if (batch.count > 0) await sender.sendMessages(batch);
        batch = await sender.createMessageBatch();
        // Too large for a batch of its own: sent alone, so that the broker's own refusal is the error.
        if (!batch.tryAddMessage(message)) await sender.sendMessages(message);
      }
      if (batch.count > 0) await sender.sendMessages(batch);
    },
  };
};

/** The messages in a function's output. Bodies are bytes, so that the SDK does not put a JSON string around a text. */
export const messagesOf = (value: TypedData): ServiceBusMessage[] => {
  if (value.bytes !== undefined) return [{ body: Buffer.from(value.bytes) }];
  if (value.json !== undefined) {
    const parsed: unknown = JSON.parse(value.json);
    return Array.isArray(parsed) ? parsed.map(messageFor) : [messageFor(parsed)];
  }
  return [{ body: Buffer.from(value.string ?? String(value.int ?? value.double)) }];
};

const messageFor = (item: unknown): ServiceBusMessage =>
  typeof item === "string"
    ? { body: Buffer.from(item) }
    : { body: Buffer.from(JSON.stringify(item)), contentType: "application/json" };
