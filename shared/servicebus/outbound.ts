import type { ServiceBusClient, ServiceBusMessage, ServiceBusSender } from "@azure/service-bus";
import { withSpan } from "../telemetry/tracing.ts";

/** Sends to one topic or queue. */
export type Outbound = {
  /** Sends all, in their order, in as few batches as they fit in. Rejects when any could not be sent; the earlier ones may have been. */
  send: (messages: readonly ServiceBusMessage[]) => Promise<void>;
};

/** The sender of one topic or queue, opened on its first use. */
export const outbound = (client: ServiceBusClient, entity: string): Outbound => {
  let sender: ServiceBusSender | undefined;
  const attributes = {
    "messaging.system": "servicebus",
    "messaging.operation.name": "send",
    "messaging.operation.type": "send",
    "messaging.destination.name": entity,
  };
  const send = async (messages: readonly ServiceBusMessage[]): Promise<void> => {
    const open = (sender ??= client.createSender(entity));
    try {
      for (let next = 0; next < messages.length;) {
        const batch = await open.createMessageBatch();
        const first = next;
        for (let message = messages[next]; message && batch.tryAddMessage(message);)
          message = messages[++next];
        if (next === first) throw new Error(`A message for ${entity} is larger than the bus takes.`);
        await open.sendMessages(batch);
      }
    } catch (error) {
      // A link that broke while it opened can stay half open in the SDK: the next send begins with a new one.
      if (sender === open) sender = undefined;
      await open.close().catch(() => undefined);
      throw error;
    }
  };
  return {
    send: (messages) =>
      withSpan(
        `send ${entity}`,
        { kind: "producer", attributes: { ...attributes, "messaging.batch.message_count": messages.length } },
        () => send(messages),
      ),
  };
};
