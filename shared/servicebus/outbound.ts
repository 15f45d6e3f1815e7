import type { ServiceBusClient, ServiceBusMessage, ServiceBusSender } from "@azure/service-bus";

/** Sends to one topic or queue. */
export type Outbound = {
  /** Sends all, in their order, in as few batches as they fit in. Rejects when any could not be sent; the earlier ones may have been. */
  send: (messages: readonly ServiceBusMessage[]) => Promise<void>;
};

/** The sender of one topic or queue, opened on its first use. */
export const outbound = (client: ServiceBusClient, entity: string): Outbound => {
  let sender: ServiceBusSender | undefined;
  return {
    send: async (messages) => {
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
    },
  };
};
