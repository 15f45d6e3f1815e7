import type { ServiceBusClient, ServiceBusReceiver, ServiceBusReceiverOptions } from "@azure/service-bus";

/** A queue, or a subscription of a topic, that a function of this process consumes. */
export type ConsumedPlace = { entity: string; subscription?: string };

/** All that this process consumes: each function that is registered adds its own. */
export const consumed: ConsumedPlace[] = [];

/** Looks at such a place. It opens nothing before it is asked for something. */
export const receiverOf = (
  bus: ServiceBusClient,
  { entity, subscription }: ConsumedPlace,
  options: ServiceBusReceiverOptions,
): ServiceBusReceiver =>
  subscription === undefined
    ? bus.createReceiver(entity, options)
    : bus.createReceiver(entity, subscription, options);
