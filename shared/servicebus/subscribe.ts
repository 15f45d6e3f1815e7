import { app } from "@azure/functions";
import { consumer, type Handlers } from "./consumer.ts";

/** Registers a function on one subscription of a topic: each event to its handler, idempotent and in any order. */
export const onEvents = (
  name: string,
  topicName: string,
  subscriptionName: string,
  handlers: Handlers,
): void => {
  app.serviceBusTopic(name, {
    connection: "SERVICEBUS",
    topicName,
    subscriptionName,
    handler: consumer(handlers),
  });
};
